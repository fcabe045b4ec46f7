"""Operations of other people's specs: parameters, bodies, responses, security, servers, deprecation."""

from __future__ import annotations

import asyncio
import email.policy
import importlib
import inspect
import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from ruamel.yaml import YAML

from scripts.generate import package
from scripts.generate.spec import SpecError

if TYPE_CHECKING:
    from collections.abc import Generator

SPEC = Path(__file__).parent / "operations.yaml"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("operations")
    (root / "operations_of_others").mkdir()
    (root / "operations_of_others" / "__init__.py").touch()
    package.generate(SPEC, root / "operations_of_others")
    return root


class Signing(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        request.headers["Authorization"] = "Bearer t"
        yield request


class Api:
    """Either client of the package, and what it sent."""

    def __init__(self, *, is_async: bool) -> None:
        module = importlib.import_module("operations_of_others.heymarket")
        self.kind: Any = module.AsyncHeymarket if is_async else module.Heymarket
        self.refused: Any = module.InvalidRequestError
        self.requests: list[httpx.Request] = []
        self.drifts: list[Any] = []

    def call(self, name: str, /, *given: Any, response: httpx.Response | None = None, **named: Any) -> Any:
        options = named.pop("options", {})

        def serve(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return response or httpx.Response(204)

        client = self.kind(auth=Signing(), transport=httpx.MockTransport(serve), on_drift=self.drifts.append, **options)
        tag, _, method = name.partition(".")
        called = getattr(getattr(client, tag), method)(*given, **named)
        return asyncio.run(_awaited(called)) if inspect.isawaitable(called) else called

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]

    @property
    def sent(self) -> tuple[str | None, bytes]:
        return self.last.headers.get("Content-Type"), self.last.content


async def _awaited(value: Any) -> Any:
    return await value


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, generated: Path, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.syspath_prepend(str(generated))
    return Api(is_async=request.param == "async")


USE = """
from typing import assert_type
from operations_of_others.heymarket import Heymarket
from operations_of_others.heymarket.models import DefaultedDefaultResponse, Several200Response, Several202Response

def use(client: Heymarket) -> None:
    several = client.results.several()
    assert_type(several, Several200Response | Several202Response | str | list[int] | None)
    assert_type(client.results.defaulted(), DefaultedDefaultResponse)
    assert_type(client.results.look(), None)
    assert_type(client.bodies.send_text("a"), str)
    assert_type(client.bodies.send_bytes(b"a"), bytes)
    client.bodies.send_list([{"n": 1}])
    client.bodies.send_number()
    client.bodies.upload(photo=b"1", files=[b"2"], meta={"n": 1})
    client.deprecations.old()
"""


@pytest.mark.timeout(300)
def test_type_clean(generated: Path) -> None:
    (generated / "use.py").write_text(USE, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={generated / '.mypy'}"]
    done = subprocess.run(
        [*command, "operations_of_others", "use.py"],
        cwd=generated,
        env={**os.environ, "MYPYPATH": str(generated)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    pyright = shutil.which("pyright", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert pyright
    command = [pyright, "--outputjson", "--pythonpath", sys.executable, "operations_of_others", "use.py"]
    done = subprocess.run(command, cwd=generated, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    assert [each["message"] for each in found if each["severity"] in {"error", "warning"}] == []


def test_paths(api: Api) -> None:
    api.call("sets.read_set", [1, 2], "a/b", {"x": 1})
    assert api.last.url.raw_path == b"/v1/sets/.1.2/gr%C3%B6%C3%9Fe%20a/a%2Fb.;kind=x,1"
    with pytest.raises(api.refused, match=r"ids: .* cannot be part of a path"):
        api.call("sets.read_set", [], "a", {"x": 1})


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({"filter_": {"name": "Tom"}}, "filter%5Bname%5D=Tom"),
        ({"spaces": ["a", "b"]}, "spaces=a%20b"),
        ({"pipes": ["a", "b"]}, "pipes=a%7Cb"),
        ({"commas": ["a", "b,c"]}, "commas=a,b%2Cc"),
        ({"spread": {"x": 1, "y": 2}, "again": {"x": 3}}, "x=1&y=2&x=3"),
        ({"url": "https://a.test/?b=c&d"}, "url=https://a.test/?b=c%26d"),
        ({"json": {"n": 1}}, "json=%7B%22n%22%3A1%7D"),
        ({"plain": "a b"}, "plain=a%20b"),
    ],
)
def test_queries(api: Api, given: dict[str, Any], query: str) -> None:
    api.call("sets.query", **given)
    assert api.last.url.query.decode() == query


def test_headers_and_cookies(api: Api) -> None:
    api.call("sets.query", x_ids=[1, 2], x_point={"x": 1, "y": 2}, session_id="a b", tags=["c", "d"])
    headers = api.last.headers
    assert (headers["X-Ids"], headers["X-Point"]) == ("1,2", "x=1,y=2")
    assert headers["Cookie"] == "session%20id=a%20b; tags=c,d"


def test_what_the_message_says_is_no_parameter(api: Api) -> None:
    api.call("sets.query")
    assert (api.last.headers["Accept"], api.last.headers["Authorization"]) == ("application/json", "Bearer t")
    with pytest.raises(TypeError, match="accept"):
        api.call("sets.query", accept="text/html")


def test_one_name_at_all_places(api: Api) -> None:
    api.call("sets.collide", 1, id="body", id_query="too", id_query_2=2, id_header=3, id_cookie=4)
    headers = api.last.headers
    assert (api.last.url.raw_path, headers["id"], headers["cookie"]) == (b"/v1/collisions/1?id=2", "3", "id=4")
    assert json.loads(api.last.content) == {"id": "body", "id_query": "too"}


def test_bodies_of_json(api: Api) -> None:
    for name, given, media_type, content in [
        ("send_list", [{"n": 1}], "application/json", b'[{"n":1}]'),
        ("send_list", [], "application/json", b"[]"),
        ("send_number", 0, "application/json", b"0"),
        ("send_map", {"a": 1}, "application/merge-patch+json", b'{"a":1}'),
        ("send_free", {"a": [{"b": None}]}, "application/json", b'{"a":[{"b":null}]}'),
    ]:
        api.call(f"bodies.{name}", given)
        assert api.sent == (media_type, content)
    api.call("bodies.send_list", [], body_query=1)
    assert (api.last.url.query, api.last.content) == (b"body=1", b"[]")
    api.call("bodies.send_either", title="a")
    assert api.sent == ("application/problem+json", b'{"title":"a"}')


def test_bodies_are_checked(api: Api) -> None:
    for name, given, problem in [
        ("send_list", [{"n": "a"}], r"\[0\]\.n: expected int, got str"),
        ("send_list", None, "body: is required"),
        ("send_number", 10, "<= 9"),
        ("send_map", {"a": "b"}, "expected int, got str"),
        ("send_text", None, "body: is required"),
        ("send_text", 1, "body: expected text or bytes, got int"),
    ]:
        with pytest.raises(api.refused, match=problem):
            api.call(f"bodies.{name}", given)
    assert api.requests == []


def test_bodies_may_be_left_out(api: Api) -> None:
    for name in ("send_number", "send_optional", "upload", "send_bytes"):
        api.call(f"bodies.{name}")
        assert api.last.content == b""
    api.call("bodies.send_optional", name="a")
    assert json.loads(api.last.content) == {"name": "a"}
    with pytest.raises(api.refused, match="name: is required"):
        api.call("bodies.send_optional", size=1)


def test_forms(api: Api) -> None:
    api.call("bodies.send_form", name="a b", tags=["x", "y"], ids=[1, 2], point={"x": 1}, deep={"x": 2})
    media_type, content = api.sent
    assert media_type == "application/x-www-form-urlencoded"
    assert content == b"name=a%20b&tags=x&tags=y&ids=1,2&point=%7B%22x%22%3A1%7D&deep%5Bx%5D=2"
    with pytest.raises(api.refused, match="name: is required"):
        api.call("bodies.send_form", name=None)


def test_uploads(api: Api) -> None:
    upload = importlib.import_module("heymarket_runtime.forms").Upload
    jpeg = upload(b"\xff\xd8", "a.jpg", "image/jpeg")
    api.call(
        "bodies.upload", photo=jpeg, files=[b"1", upload(b"2", "two")], meta={"n": 1}, tags=["x", "y"], table="a,b"
    )
    head = f"Content-Type: {api.sent[0]}\r\n\r\n".encode()
    message: Any = email.message_from_bytes(head + api.sent[1], policy=email.policy.HTTP)
    assert [
        (part.get_param("name", header="content-disposition"), part.get_filename(), part["Content-Type"],
         part.get_payload(decode=True))
        for part in message.iter_parts()
    ] == [
        ("photo", "a.jpg", "image/jpeg", b"\xff\xd8"), ("files", "file", "application/octet-stream", b"1"),
        ("files", "two", "application/octet-stream", b"2"), ("meta", None, "application/json", b'{"n":1}'),
        ("tags", None, None, b"x"), ("tags", None, None, b"y"), ("table", None, "text/csv", b"a,b"),
    ]  # fmt: skip


def test_text_and_bytes(api: Api) -> None:
    html = httpx.Response(200, content=b"\xfc", headers={"Content-Type": "text/html; charset=latin-1"})
    assert api.call("bodies.send_text", "# \u00fc", response=html) == "\u00fc"
    assert api.sent == ("text/markdown; charset=utf-8", "# \u00fc".encode())
    assert api.last.headers["Accept"] == "text/html"
    assert api.call("bodies.send_bytes", b"PK", response=httpx.Response(200, content=b"\x00\xff")) == b"\x00\xff"
    assert (api.sent, api.last.headers["Accept"]) == (("application/zip", b"PK"), "application/octet-stream")


def test_each_status_has_its_type(api: Api) -> None:
    models = importlib.import_module("operations_of_others.heymarket.models")
    for status, content, result in [
        (200, b'{"id": 1}', models.Several200Response(id=1)),
        (202, b'{"job": "a"}', models.Several202Response(job="a")),
        (203, b"text", "text"),
        (204, b"", None),
        (201, b"[1]", [1]),
    ]:
        assert api.call("results.several", response=httpx.Response(status, content=content)) == result
    assert api.last.headers["Accept"] == "application/json, application/vnd.job+json, text/plain"
    assert api.drifts == []
    with pytest.raises(importlib.import_module("operations_of_others.heymarket").ServerError):
        api.call("results.several", response=httpx.Response(501, content=b"<html>"))


def test_defaults_and_nothing(api: Api) -> None:
    answer = httpx.Response(201, content=b'{"id": 1}')
    assert api.call("results.defaulted", response=answer).id == 1
    assert api.call("results.without", response=httpx.Response(200, content=b'[{"a": null}]')) == [{"a": None}]
    assert api.call("results.look", response=httpx.Response(200)) is None


def test_security(api: Api) -> None:
    signed = []
    for name in ("openly", "nobody", "anybody", "as_all"):
        api.call(f"security.{name}")
        signed.append("Authorization" in api.last.headers)
    assert signed == [False, False, True, True]


def test_servers(api: Api) -> None:
    urls = []
    for name in ("elsewhere", "nearby", "here"):
        api.call(f"servers.{name}")
        urls.append(str(api.last.url))
    assert urls == [
        "https://files.example.com/live/files", "https://api.example.com/v2/files", "https://api.example.com/v1/files"
    ]  # fmt: skip
    api.call("servers.elsewhere", options={"base_url": "https://test.example.com"})
    assert str(api.last.url) == "https://test.example.com/files"


@pytest.mark.parametrize(
    ("name", "given", "named"),
    [
        ("deprecations.old", {}, ["deprecations.old is deprecated"]),
        ("deprecations.with_old", {"name": "a"}, []),
        ("deprecations.with_old", {"nick": "a"}, ["`nick` is deprecated"]),
        ("sets.query", {"plain": "a"}, []),
        ("sets.query", {"sort": "a"}, ["`sort` is deprecated"]),
        ("sets.query", {"filter_": {"name": "a", "old": 1}}, ["`filter.old` is deprecated"]),
        ("bodies.send_form", {"name": "a", "old": "b"}, ["`old` is deprecated"]),
    ],
)
def test_what_is_deprecated_warns(api: Api, name: str, given: dict[str, Any], named: list[str]) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        api.call(name, **given)
    assert [str(each.message) for each in caught] == named
    assert {each.category for each in caught} <= {DeprecationWarning}
    assert {each.filename for each in caught} <= {__file__}


def test_what_is_deprecated_is_marked(generated: Path) -> None:
    folder = generated / "operations_of_others" / "heymarket"
    assert "How to sort. Deprecated." in (folder / "api" / "sets.py").read_text(encoding="utf-8")
    method = (folder / "api" / "deprecations.py").read_text(encoding="utf-8")
    assert '@_deprecated("deprecations.old is deprecated")\n    def old(' in method
    model = (folder / "models" / "with_old_request.py").read_text(encoding="utf-8")
    assert 'nick: Annotated[str | None, Deprecated()] = None\n    """Their nick. Deprecated."""' in model


def operation(**told: Any) -> dict[str, Any]:
    return {"get": {"operationId": "a", "responses": {"204": {"description": ""}}, **told}}


def form(media_type: str, encoding: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}}
    return {"requestBody": {"content": {media_type: {"schema": schema, "encoding": {"a": encoding}}}}}


@pytest.mark.parametrize(
    ("path", "item", "problem"),
    [
        ("/a?b=c", operation(), "a path has no query and no fragment"),
        ("/a", operation(parameters=[{"name": "Host", "in": "header", "schema": {}}]), "`Host` is for the client"),
        (
            "/a",
            operation(parameters=[{"name": "a", "in": "query", "content": {"application/xml": {"schema": {}}}}]),
            "a parameter of `application/xml` is not supported",
        ),
        ("/a", operation(servers=[{"url": "v2"}]), "`v2` says of no host"),
        ("/a", operation(servers=[{"url": "https://{stage}.example.com"}]), "says of no host"),
        ("/a", operation(**form("multipart/form-data", {"style": "deepObject"})), "have no styles here"),
        (
            "/a",
            operation(**form("multipart/form-data", {"headers": {"X": {"required": True, "schema": {}}}})),
            "have no headers",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused(path: str, item: dict[str, Any], problem: str, tmp_path: Path) -> None:
    spec = {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {path: item}}
    with (tmp_path / "spec.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(spec, file)
    with pytest.raises(SpecError) as caught:
        package.generate(tmp_path / "spec.yaml", tmp_path / "out")
    assert problem in str(caught.value)
