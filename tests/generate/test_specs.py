"""Other people's specs: each feature alone, generated, type-checked, and used over a fake transport."""

from __future__ import annotations

import datetime
import email.policy
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

from scripts.generate import package

SPECS = sorted((Path(__file__).parent / "specs").glob("*.yaml"))
FRAME: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Others", "version": "1.0.0"},
    "servers": [{"url": "https://api.example.com"}],
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a package for each spec; `enums.heymarket` is that of `enums.yaml`."""
    root = tmp_path_factory.mktemp("packages")
    for path in SPECS:
        part = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        spec = {**FRAME, "paths": part["paths"], "components": {"schemas": part.get("schemas", {})}}
        (root / path.stem).mkdir()
        (root / path.stem / "__init__.py").touch()
        with (root / path.name).open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(spec, file)
        package.generate(root / path.name, root / path.stem)
    return root


def test_there_is_a_dozen() -> None:
    assert len(SPECS) >= 12


@pytest.mark.timeout(300)
def test_type_clean(packages: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={packages / '.mypy'}"]
    done = subprocess.run(
        [*command, *(path.stem for path in SPECS)],
        cwd=packages,
        env={**os.environ, "MYPYPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


class Api:
    """The client of one package, and what it sent."""

    def __init__(self, package: str, body: Any, status: int = 200) -> None:
        module = importlib.import_module(f"{package}.heymarket")
        self.requests: list[httpx.Request] = []
        self.drifts: list[Any] = []

        def serve(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return httpx.Response(status, text=body if isinstance(body, str) else json.dumps(body))

        transport = httpx.MockTransport(serve)
        self.client: Any = module.Heymarket(auth=httpx.Auth(), transport=transport, on_drift=self.drifts.append)
        self.models = importlib.import_module(f"{package}.heymarket.models")

    @property
    def sent(self) -> Any:
        return json.loads(self.requests[-1].content)


@pytest.fixture
def importable(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(packages))


pytestmark = pytest.mark.usefixtures("importable")


def test_path_parameters() -> None:
    api = Api("path_parameters", '"ok"')
    assert api.client.books.get_book(7, "a b/c") == "ok"
    assert api.requests[0].url.raw_path == b"/v1/shelves/7/books/a%20b%2Fc"


def test_arrays_in_queries_and_a_keyword() -> None:
    api = Api("query_arrays", ["a"])
    assert api.client.books.find_books(ids=[1, 2], from_="2026-01-01T00:00:00Z", sold_out=False) == ["a"]
    query = api.requests[0].url.params.multi_items()
    assert query == [("ids", "1"), ("ids", "2"), ("from", "2026-01-01T00:00:00Z"), ("sold-out", "false")]


def test_headers() -> None:
    api = Api("headers", [])
    api.client.books.list_books(x_shelf="north", x_limit=3)
    assert (api.requests[0].headers["x-shelf"], api.requests[0].headers["x-limit"]) == ("north", "3")


def test_cookies() -> None:
    api = Api("cookies", "", status=204)
    assert api.client.shelf.fill_shelf(session_id="s/3=", dark=True, x_shelf="north", books=["a"]) is None
    headers = api.requests[0].headers
    assert headers["cookie"] == "session-id=s/3=; dark=true"
    assert (headers["x-shelf"], api.sent) == ("north", {"books": ["a"]})
    refused = sys.modules["cookies.heymarket"].InvalidRequestError
    with pytest.raises(refused, match="session-id: is required"):
        api.client.shelf.fill_shelf(session_id=None)
    api.client.shelf.fill_shelf(session_id="a; b=c")
    assert api.requests[1].headers["cookie"] == "session-id=a%3B%20b=c"


def test_json_is_spoken_where_there_is_a_choice() -> None:
    api = Api("media_types", {"title": "Notes"})
    assert api.client.books.add_book(title="Notes").title == "Notes"
    headers = api.requests[0].headers
    assert (headers["accept"], headers["content-type"], api.sent) == (*["application/json"] * 2, {"title": "Notes"})


def test_a_file_is_sent_as_it_is() -> None:
    api = Api("uploads", "", status=204)
    png = b"\x89PNG\r\n\x00\xff"
    assert api.client.covers.put_cover(7, png) is None
    api.client.covers.restore(png)
    sent = [(each.headers["content-type"], each.headers["content-length"], each.content) for each in api.requests]
    assert sent == [("image/png", "8", png), ("application/octet-stream", "8", png)]
    with pytest.raises(sys.modules["uploads.heymarket"].InvalidRequestError, match="expected bytes or an Upload"):
        api.client.covers.restore("text")


def parts(request: httpx.Request) -> list[tuple[str, str | None, str, Any]]:
    """Read a form with the standard library: name, file name, media type, content."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.content, policy=email.policy.HTTP)
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type() if "content-type" in part else "",
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()  # type: ignore[attr-defined]
    ]


def test_a_form_with_files() -> None:
    api = Api("uploads", {"id": 1})
    upload = importlib.import_module("heymarket_runtime.forms").Upload
    made = datetime.datetime(2026, 4, 15, tzinfo=datetime.UTC)
    page = upload(b"\x00\xff\r\n--", 'a "b".png', "image/png")
    scan = api.client.covers.add_scan(
        page=page, class_="inside", number=0, clean=False, tags=["x", "\u00fc"], made=made, token="t"
    )
    assert (scan.id, api.requests[0].headers["cookie"]) == (1, "token=t")
    assert sorted(parts(api.requests[0])) == [
        ("class", None, "", b"inside"),
        ("clean", None, "", b"false"),
        ("made", None, "", b"2026-04-15T00:00:00Z"),
        ("number", None, "", b"0"),
        ("page", "a %22b%22.png", "image/png", b"\x00\xff\r\n--"),
        ("tags", None, "", b"x"),
        ("tags", None, "", "\u00fc".encode()),
    ]
    api = Api("uploads", "", status=204)
    api.client.covers.replace_scans(files=[b"1", upload(b"2", "two")])
    assert [(name, title, content) for name, title, _, content in parts(api.requests[0])] == [
        ("files", "file", b"1"),
        ("files", "two", b"2"),
    ]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"class_": "inside"}, "page: is required"),
        ({"page": b"1"}, "class: is required"),
        ({"page": "1", "class_": "inside"}, "page: expected bytes or an Upload, got str"),
        ({"page": 1, "class_": "inside"}, "page: expected bytes or an Upload, got int"),
        ({"page": b"1", "class_": "inside", "number": "one"}, "number: expected int, got str"),
    ],
)
def test_a_form_is_checked_before_it_is_sent(given: dict[str, Any], named: str) -> None:
    api = Api("uploads", {"id": 1})
    with pytest.raises(sys.modules["uploads.heymarket"].InvalidRequestError, match=named):
        api.client.covers.add_scan(**{"page": None, "class_": None, **given})
    upload = importlib.import_module("heymarket_runtime.forms").Upload
    with pytest.raises(sys.modules["uploads.heymarket"].InvalidRequestError, match="page: expected a media type"):
        api.client.covers.add_scan(page=upload(b"1", media_type="a/b\r\nX: y"), class_="inside")
    assert api.requests == []


def test_enums_are_open() -> None:
    api = Api("enums", {"state": "burnt", "stars": 9, "kind": "scroll"})
    book = api.client.books.add_book(state="used", stars=2, mode="slow")
    assert (book.state, book.stars, book.kind, api.drifts) == ("burnt", 9, "scroll", [])
    assert api.sent == {"state": "used", "stars": 2}
    module = sys.modules["enums.heymarket.models.book"]
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    assert "How it is. Known values: `new`, `used`; there may be more." in source


def test_all_of_is_one_object() -> None:
    api = Api("all_of", {"id": 1, "title": "Notes", "about": {"name": "Engines", "rank": 1.5}})
    book = api.client.books.get_book(1)
    assert (book.id, book.title, book.about.name, book.about.rank, api.drifts) == (1, "Notes", "Engines", 1.5, [])
    assert api.models.Book.__struct_fields__ == ("id", "title", "made", "about")


def test_nullable() -> None:
    api = Api("nullable", {"id": 1, "title": None, "shelf": None, "writer": None, "editor": {"name": "Ada"}})
    book = api.client.books.get_book(1)
    assert (book.title, book.shelf, book.writer, book.editor.name, api.drifts) == (None, None, None, "Ada", [])
    api = Api("nullable", {"shelf": 1})
    assert api.client.books.get_book(1).shelf == 1
    assert [drift.path for drift in api.drifts] == ["$.id"]


def test_nested() -> None:
    order = {"lines": [{"book": {"title": "Notes"}, "count": 2}], "grid": [[1, 2], [3]]}
    api = Api("nested", order)
    line = api.models.Line(book=api.models.Book(title="Notes"), count=2)
    made = api.client.orders.make_order(lines=[line], grid=[[1, 2], [3]])
    assert (api.sent, made.to_dict(), made.lines[0].book.title) == (order, order, "Notes")


def test_recursive_across_modules() -> None:
    inner = {"name": "b", "files": [{"name": "f", "inside": {"name": "b"}, "link": {"to": {"name": "g"}}}]}
    api = Api("recursive", {"name": "a", "folders": [inner]})
    folder = api.client.folders.get_folder(1)
    assert folder.folders[0].files[0].link.to.name == "g"
    assert folder.folders[0].files[0].inside == api.models.Folder(name="b")
    assert api.drifts == []


def test_several_tags() -> None:
    api = Api("several_tags", ["a"])
    assert (
        api.client.books.list_books() == api.client.shelves.list_books() == api.client.shelves.list_shelves() == ["a"]
    )


def test_keywords_and_other_names() -> None:
    mail = {
        "from": "a", "class": {"None": "n", "str": "s"}, "import": 1, "int": 2, "list": ["x"],
        "first-name": "f", "2fa": True, "raw": "r", "type": "t", "prepare": "p", "result": "z",
    }  # fmt: skip
    api = Api("keywords", mail)
    sent = api.client.mails.send_mail(
        from_="a", class_={"None": "n", "str": "s"}, import_=1, int_=2, list_=["x"],
        first_name="f", field_2fa=True, raw_="r", type="t", prepare="p", result="z",
    )  # fmt: skip
    assert (api.sent, sent.to_dict(), sent.raw, api.drifts) == (mail, mail, mail, [])
    assert (sent.from_, sent.class_.None_, sent.class_.str_, sent.int_, sent.field_2fa) == ("a", "n", "s", 2, True)
    with pytest.raises(sys.modules["keywords.heymarket"].InvalidRequestError, match="class: is required"):
        api.client.mails.send_mail(from_="a", class_=None)


def test_no_content() -> None:
    assert Api("no_content", "", status=204).client.books.remove_book(1) is None


def test_plain_text() -> None:
    api = Api("plain_text", "Total: 7 \u20ac\n")
    assert api.client.report.read_report() == "Total: 7 \u20ac\n"
    assert api.requests[0].headers.get_list("accept") == ["text/plain"]


def test_text_formats_are_text() -> None:
    api = Api("text_formats", {"mail": "a@example.com", "born": "1815-12-10", "site": "https://example.com"})
    assert api.client.people.get_person("6d8d0429-3f15-4293-8d0b-38bf1dd5ca06").born == "1815-12-10"
    assert api.drifts == []
