"""Bodies that are not JSON objects: forms, files, text, bytes, JSON of other types and kinds."""

from __future__ import annotations

import email.policy
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heymarket import ConnectionFailedError, InvalidRequestError
from heymarket_runtime import arguments, forms
from heymarket_runtime.forms import Upload
from heymarket_runtime.operation import Operation, Parameter

from .driving import Script

if TYPE_CHECKING:
    from .driving import Driver

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


def operation(*fields: Parameter, **told: Any) -> Operation:
    return Operation(name="things.add", method="POST", path="/things", result=None, form=fields, **told)


def field(name: str, kind: Any = Any, **options: Any) -> Parameter:
    return Parameter(name, "form", kind, **options)


def written(each: Operation, **arguments_: Any) -> tuple[str | None, bytes | None]:
    """Return media type and content of a body."""
    call = forms.prepare(each, **arguments_)
    return call.headers.get("Content-Type"), call.content


def parts(content_type: str, content: bytes) -> list[tuple[str, str | None, str, bytes]]:
    """Read a form with the standard library: name, file name, media type, content."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message: Any = email.message_from_bytes(head + content, policy=email.policy.HTTP)
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_content_type() if "content-type" in part else "",
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]


def test_a_form_urlencoded() -> None:
    """Arrays item by item, objects as JSON, as OpenAPI 3.1.1 has it where no style is named."""
    each = operation(field("name", str), field("tags"), field("point"), field("lines"), media_type=URLENCODED)
    given = {"name": "a b&c=\u00fc", "tags": ["x", "y"], "point": {"x": 7}, "lines": [{"n": 1}, {"n": 2}]}
    media_type, content = written(each, form=given)
    assert media_type == URLENCODED
    assert parse_qsl((content or b"").decode("ascii")) == [
        ("name", "a b&c=\u00fc"), ("tags", "x"), ("tags", "y"), ("point", '{"x":7}'), ("lines", '{"n":1}'),
        ("lines", '{"n":2}'),
    ]  # fmt: skip


def test_a_form_with_styles() -> None:
    each = operation(
        field("ids", explode=False), field("point", style="deepObject"), field("spread", explode=True),
        field("path", allow_reserved=True), field("whole", is_json=True), media_type=URLENCODED,
    )  # fmt: skip
    value = {"ids": [1, 2], "point": {"x": 7}, "spread": {"a": 1, "b": True}, "path": "/a", "whole": [1]}
    assert written(each, form=value)[1] == b"ids=1,2&point%5Bx%5D=7&a=1&b=true&path=/a&whole=%5B1%5D"


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers() | st.lists(st.text(), min_size=1)))
def test_a_form_of_any_fields(value: dict[str, Any]) -> None:
    media_type, content = written(operation(media_type=URLENCODED), body=value)
    pairs = [(key, str(item)) for key, each in value.items() for item in (each if isinstance(each, list) else [each])]
    read = parse_qsl((content or b"").decode("ascii"), keep_blank_values=True, errors="surrogatepass")
    assert (media_type, read) == (URLENCODED, pairs)


def test_a_form_in_parts() -> None:
    each = operation(
        field("name", str), field("tags"), field("point"), field("table", media_type="text/csv"),
        field("all", is_json=True, media_type="application/json"), field("photo", Upload, media_type="image/png"),
        field("files", list[Upload]), media_type=MULTIPART,
    )  # fmt: skip
    given = {
        "name": "\u00fc", "tags": ["x", None, "y"], "point": {"x": 7}, "table": "a,b", "all": [1, 2],
        "photo": b"\x89PNG\r\n--", "files": [b"1", Upload(b"2", 'a"\r\nb.txt', "text/plain")],
    }  # fmt: skip
    media_type, content = written(each, form=given)
    assert parts(media_type or "", content or b"") == [
        ("name", None, "", "\u00fc".encode()), ("tags", None, "", b"x"), ("tags", None, "", b"y"),
        ("point", None, "application/json", b'{"x":7}'), ("table", None, "text/csv", b"a,b"),
        ("all", None, "application/json", b"[1,2]"), ("photo", "file", "image/png", b"\x89PNG\r\n--"),
        ("files", "file", "application/octet-stream", b"1"), ("files", "a%22%0D%0Ab.txt", "text/plain", b"2"),
    ]  # fmt: skip


def test_a_form_in_parts_without_any() -> None:
    each = operation(field("name", str), media_type=MULTIPART)
    media_type, content = written(each, form={"name": None})
    boundary = (media_type or "").partition("boundary=")[2]
    assert content == f"--{boundary}--\r\n".encode()


@pytest.mark.parametrize("media_type", [URLENCODED, MULTIPART])
def test_a_form_is_checked(media_type: str) -> None:
    each = operation(field("name", str, required=True), field("files", list[Upload]), media_type=media_type)
    for form, problem in [
        ({}, "name: is required"),
        ({"name": 1}, "name: expected str, got int"),
        ({"name": "a\ud800"}, "name: holds a lone surrogate"),
    ]:
        with pytest.raises(InvalidRequestError) as caught:
            forms.prepare(each, form=form)
        assert str(caught.value) == problem
    with pytest.raises(InvalidRequestError, match=r"^body: expected the fields of a form, got list"):
        forms.prepare(operation(media_type=media_type), body=[1])


def test_a_form_may_be_left_out() -> None:
    each = operation(field("name", str, required=True), media_type=URLENCODED, is_body_optional=True)
    assert written(each, form={"name": None}) == (None, None)
    assert written(each, form={"name": "a"}) == (URLENCODED, b"name=a")
    assert written(operation(media_type=URLENCODED, is_body_optional=True)) == (None, None)
    assert written(operation(media_type=URLENCODED)) == (URLENCODED, b"")


def test_text_as_a_whole() -> None:
    plain = operation(media_type="text/plain", needs_body=True)
    assert written(plain, body="a\r\nb") == ("text/plain", b"a\r\nb")
    assert written(plain, body="\u00fc") == ("text/plain; charset=utf-8", "\u00fc".encode())
    assert written(operation(media_type="text/csv; charset=utf-8"), body="\u00fc")[0] == "text/csv; charset=utf-8"
    assert written(plain, body=b"\xff") == ("text/plain", b"\xff")
    for wrong, problem in [
        (None, "is required"), (1, "expected text or bytes, got int"), ("\ud800", "holds a lone surrogate")
    ]:  # fmt: skip
        with pytest.raises(InvalidRequestError) as caught:
            written(plain, body=wrong)
        assert str(caught.value) == f"body: {problem}"


def test_bytes_as_a_whole() -> None:
    png = operation(media_type="image/png")
    assert written(png, body=b"\x89PNG") == ("image/png", b"\x89PNG")
    assert written(png, body=Upload(b"1", media_type="image/webp")) == ("image/webp", b"1")
    assert written(png) == (None, None)
    assert written(operation(media_type="image/*"), body=b"1") == ("application/octet-stream", b"1")
    for wrong in ("text", 1, [b"1"]):
        with pytest.raises(InvalidRequestError, match=r"^body: expected bytes or an Upload, got "):
            written(png, body=wrong)
    with pytest.raises(InvalidRequestError, match=r"^body: expected a media type"):
        written(png, body=Upload(b"1", media_type="a/b\r\nX: y"))


@pytest.mark.parametrize(
    ("kind", "value", "content"),
    [
        (list[int], [1, 2], b"[1,2]"),
        (list[int], [], b"[]"),
        (int, 0, b"0"),
        (bool, False, b"false"),
        (str, "", b'""'),
        (dict[str, int], {"a": 1}, b'{"a":1}'),
        (dict[str, int], {}, b"{}"),
        (Any, {"a": [None, {"b": 1}]}, b'{"a":[null,{"b":1}]}'),
    ],
)
def test_json_of_any_kind(drive: Driver, kind: Any, value: Any, content: bytes) -> None:
    script = Script([httpx.Response(204)])
    each = operation(body=kind, needs_body=True)
    drive.run(drive.client(script)._driver.call(arguments.prepare(each, body=value)))
    assert (script.requests[0].headers["Content-Type"], script.requests[0].content) == ("application/json", content)
    with pytest.raises(InvalidRequestError, match=r"^body: is required"):
        arguments.prepare(each, body=None)


def test_json_of_a_type_of_its_own(drive: Driver) -> None:
    script = Script([httpx.Response(204)])
    each = operation(body=dict[str, int], media_type="application/merge-patch+json")
    for prepare in (arguments.prepare, forms.prepare):
        drive.run(drive.client(script)._driver.call(prepare(each, body={"a": 1})))
    told = [(request.headers["Content-Type"], request.content) for request in script.requests]
    assert told == [("application/merge-patch+json", b'{"a":1}')] * 2


def test_no_body(drive: Driver) -> None:
    script = Script([httpx.Response(204)])
    each = operation(body=dict[str, int], is_body_optional=True)
    client = drive.client(script)
    for body in (None, {"a": None}, {"a": 1}):
        drive.run(client._driver.call(arguments.prepare(each, body=body)))
    assert [request.content for request in script.requests] == [b"", b"", b'{"a":1}']


@pytest.mark.parametrize(
    ("each", "given"),
    [
        (operation(field("a"), media_type=URLENCODED, semantics="idempotent"), {"form": {"a": 1}}),
        (operation(field("a"), media_type=MULTIPART, semantics="idempotent"), {"form": {"a": b"\x00"}}),
        (operation(media_type="text/plain", semantics="idempotent"), {"body": "a"}),
        (operation(media_type="image/png", semantics="idempotent"), {"body": b"a"}),
        (operation(body=list[int], semantics="idempotent"), {"body": [1]}),
    ],
)
def test_every_body_is_sent_again_as_it_was(drive: Driver, each: Operation, given: dict[str, Any]) -> None:
    call = forms.prepare(each, **given)
    script = Script([httpx.Response(503), httpx.ReadError("cut"), httpx.Response(204)])
    assert drive.run(drive.client(script)._driver.call(call)) is None
    first = script.requests[0]
    assert len(script.requests) == 3
    for request in script.requests:
        assert (request.content, request.headers["Content-Type"]) == (first.content, first.headers["Content-Type"])
        assert int(request.headers["Content-Length"]) == len(first.content)
    assert script.tokens == ["Bearer token-1", "Bearer token-2", "Bearer token-3"]
    once = Script([httpx.ReadError("cut")])
    unsafe = forms.prepare(operation(*each.form, media_type=each.media_type, body=each.body), **given)
    with pytest.raises(ConnectionFailedError) as caught:
        drive.run(drive.client(once)._driver.call(unsafe))
    assert (len(once.requests), caught.value.maybe_processed) == (1, True)


def test_no_message_holds_what_was_sent(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    """Fields of forms may be passwords, and cookies sessions."""
    caplog.set_level("DEBUG", logger="heymarket")
    session = Parameter("session", "cookie", str)
    each = operation(field("password", str), media_type=URLENCODED, cookies=(session,))
    call = forms.prepare(each, form={"password": "hunter22"}, cookies={"session": "s3ss10n!"})

    def serve(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": f"bad cookie {request.headers['Cookie']}"})

    with pytest.raises(Exception, match="400") as caught:
        drive.run(drive.client(serve)._driver.call(call))
    shown = f"{caught.value!r} {caught.value} {caught.value.__dict__} {caplog.text}"
    assert "s3ss10n!" not in shown
    assert "hunter22" not in shown


def test_a_body_is_no_part_of_a_query() -> None:
    each = operation(field("a"), media_type=URLENCODED, parameters=(Parameter("a", "query", int),))
    call = forms.prepare(each, query={"a": 1}, form={"a": "b"})
    assert (call.target, call.content) == ("/things?a=1", b"a=b")
    assert json.loads(json.dumps(call.query)) == {"a": "1"}
