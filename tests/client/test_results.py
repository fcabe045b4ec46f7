"""Success responses that are not one JSON type: several statuses, text, bytes, nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import DecodeError
from heymarket_runtime import arguments
from heymarket_runtime.model import Model
from heymarket_runtime.operation import Operation, Result

from .driving import Script

if TYPE_CHECKING:
    from .driving import Driver


class Thing(Model):
    id: int
    name: str | None = None


class Job(Model):
    job: str


def operation(**told: Any) -> Operation:
    return Operation(**({"name": "things.get", "method": "GET", "path": "/things", "result": None} | told))


def answered(drive: Driver, each: Operation, response: httpx.Response, **options: Any) -> Any:
    client = drive.client(Script([response]), **options)
    return drive.run(client._driver.call(arguments.prepare(each)))


SEVERAL = (
    Result("200", Thing, "json"),
    Result("202", Job, "json"),
    Result("203", str, "text"),
    Result("204", None, "none"),
    Result("206", bytes, "bytes"),
    Result("2XX", list[int], "json"),
)


@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (200, b'{"id": 1}', Thing(id=1)),
        (202, b'{"job": "a"}', Job(job="a")),
        (203, b'{"id": 1}', '{"id": 1}'),
        (204, b"", None),
        (206, b'{"id": 1}', b'{"id": 1}'),
        (201, b"[1, 2]", [1, 2]),
        (299, b"[]", []),
    ],
)
def test_each_status_has_its_type(drive: Driver, status: int, body: bytes, result: Any) -> None:
    drifts: list[Any] = []
    each = operation(results=SEVERAL)
    for _ in range(2):  # made once, and used again
        found = answered(drive, each, httpx.Response(status, content=body), on_drift=drifts.append)
        assert (found, type(found), drifts) == (result, type(result), [])
    raw = drive.client(Script([httpx.Response(status, content=body)]))._driver.returning_raw()
    response = drive.run(raw.call(arguments.prepare(each)))
    assert (response.status_code, response.content, response.parse()) == (status, body, result)


def test_a_status_that_the_spec_does_not_name(drive: Driver) -> None:
    """The default if there is one, or else the first: what does not fit it is drift, as ever."""
    drifts: list[Any] = []
    with_default = operation(results=(Result("200", Thing, "json"), Result("default", Job, "json")))
    assert answered(drive, with_default, httpx.Response(201, content=b'{"job": "a"}')) == Job(job="a")
    without = operation(results=(Result("200", Thing, "json"), Result("202", Job, "json")))
    assert answered(drive, without, httpx.Response(201, content=b'{"id": 1}')) == Thing(id=1)
    found = answered(drive, without, httpx.Response(201, content=b'{"id": "a"}'), on_drift=drifts.append)
    assert (found.id, [str(drift.path) for drift in drifts]) == ("a", ["$.id"])


def test_drift_and_errors_name_the_operation_of_every_status(drive: Driver) -> None:
    drifts: list[Any] = []
    each = operation(results=SEVERAL)
    assert answered(drive, each, httpx.Response(202, content=b'{"job": 1}'), on_drift=drifts.append).job == 1
    assert [(drift.operation, drift.path) for drift in drifts] == [("things.get", "$.job")]
    for strict, body in [(True, b'{"job": 1}'), (False, b"<html>")]:
        with pytest.raises(DecodeError) as caught:
            answered(drive, each, httpx.Response(202, content=body, headers={"X-Request-Id": "r-1"}), strict=strict)
        assert "things.get" in str(caught.value)
        assert "r-1" in str(caught.value)


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/plain", "Total: 7 \u20ac\n".encode(), "Total: 7 \u20ac\n"),
        ("text/plain; charset=iso-8859-1", b"\xfc", "\u00fc"),
        ("text/csv; charset=unheard-of", "\u00fc".encode(), "\u00fc"),
        ("text/plain; charset=utf-8", b"\xff", "\ufffd"),
        ("", b"", ""),
        ("application/json", b'{"a":', '{"a":'),
    ],
)
def test_text(drive: Driver, content_type: str, body: bytes, text: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    for each in (operation(result=str, kind="text"), operation(results=(Result("2XX", str, "text"),))):
        assert answered(drive, each, httpx.Response(200, content=body, headers=headers)) == text


def test_bytes(drive: Driver) -> None:
    body = bytes(range(256))
    headers = {"Content-Type": "text/plain; charset=ascii"}
    assert answered(drive, operation(result=bytes, kind="bytes"), httpx.Response(200, content=body)) == body
    each = operation(result=bytes, kind="bytes")
    assert answered(drive, each, httpx.Response(200, content=body, headers=headers)) == body


def test_nothing_is_read_where_the_spec_has_nothing(drive: Driver) -> None:
    assert answered(drive, operation(), httpx.Response(200, content=b"<html>")) is None


def test_what_is_accepted_is_said(drive: Driver) -> None:
    script = Script([httpx.Response(200, content=b"a")])
    client = drive.client(script)
    for each in (operation(), operation(result=str, kind="text", accept="text/csv, text/plain")):
        drive.run(client._driver.call(arguments.prepare(each)))
    told = [request.headers.get_list("Accept") for request in script.requests]
    assert told == [["application/json"], ["text/csv, text/plain"]]


@pytest.mark.parametrize("kind", ["text", "bytes"])
def test_a_body_of_any_kind_is_asked_for_again(drive: Driver, kind: Any) -> None:
    script = Script([httpx.Response(503), httpx.ReadError("cut"), httpx.Response(200, content=b"whole")])
    each = operation(result=str, kind=kind, semantics="safe")
    found = drive.run(drive.client(script)._driver.call(arguments.prepare(each)))
    assert (found, len(script.requests)) == ("whole" if kind == "text" else b"whole", 3)
