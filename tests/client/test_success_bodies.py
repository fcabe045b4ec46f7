"""A success response is decoded, or refused with its bytes; never taken for an empty one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from heymarket import DecodeError, Drift

from .driving import Script

if TYPE_CHECKING:
    from .driving import Driver

REFUSED = {
    "html": (b"<html></html>", "the body is not JSON ("),
    "text": (b"OK", "the body is not JSON ("),
    "empty": (b"", "the body is empty"),
    "blank": (b" \r\n", "the body is not JSON ("),
    "JSON string": (b'"ok"', "expected array, found string"),
    "null": (b"null", "expected array, found null"),
    "false": (b"false", "expected array, found boolean"),
    "number": (b"0", "expected array, found number"),
    "object": (b"{}", "expected array, found object"),
    "wrapped": (b'{"conversations": []}', "expected array, found object"),
    "truncated": (b'[{"id": 1}, {"id"', "the body is not JSON ("),
    "two values": (b"[] []", "the body is not JSON ("),
    "invalid UTF-8": (b'[{"name": "\xff"}]', "the body is not JSON ("),
    "NaN": (b'[{"id": NaN}]', "the body is not JSON (NaN is not JSON)"),
    "too deep": (b'[{"new": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]", "the body is not JSON (nested too deeply)"),
}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_array_is_an_error(drive: Driver, kind: str, strict: bool) -> None:
    body, problem = REFUSED[kind]
    script = Script([body])
    with pytest.raises(DecodeError) as caught:
        drive.all(drive.client(script, strict=strict))
    error = caught.value
    assert str(error).startswith(f"conversations.list: {problem}")
    assert str(error).endswith(" at $ (request id req-1)")
    assert (error.body, error.path, error.operation, error.request_id) == (body, "$", "conversations.list", "req-1")
    assert len(script.requests) == 1, "repeating would not help"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206, 299])
def test_any_2xx_is_success_and_its_body_counts(drive: Driver, status: int) -> None:
    (item,) = drive.first(drive.client(Script([httpx.Response(status, json=[{"id": 1}])]))).items
    assert item.id == 1
    with pytest.raises(DecodeError, match="the body is empty"):
        drive.first(drive.client(Script([status])))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (rb'[{"id": 1, "name": "\ud83d"}]', "\ud83d"),
        (rb'[{"id": 1, "name": "\ud83d\ude00"}]', "😀"),
        (b'\xef\xbb\xbf[{"id": 1, "name": "bom"}]', "bom"),
        (b'[{"id": 1, "name": "first", "name": "last"}]', "last"),
        (rb'[{"id": 1, "n\u0061me": "escaped"}]', "escaped"),
        (b'[{"id": 1, "name": "\\u0000"}]', "\0"),
        (b'[{"id": 1, "name": "fine", "new": ' + b"[" * 300 + b"]" * 300 + b"}]", "fine"),
        (b'[{"id": 1, "name": "fine", "new": 1e400}]', "fine"),
        (b'[{"id": 1, "name": "fine", "new": ' + b"9" * 4000 + b"}]", "fine"),
    ],
    ids=["lone surrogate", "pair", "bom", "twice", "escaped key", "nul", "deep", "1e400", "huge"],
)
def test_json_at_its_edges_is_taken(drive: Driver, body: bytes, name: str) -> None:
    (item,) = drive.first(drive.client(Script([body]), strict=True)).items
    assert item.name == name
    assert item.raw["name"] == name


def test_a_number_beyond_all_numbers_is_drift_not_a_crash(drive: Driver) -> None:
    told: list[Drift] = []
    (item,) = drive.first(drive.client(Script([b'[{"id": 1e400, "read": 1}]']), on_drift=told.append)).items
    assert (item.id, item.read) == (float("inf"), 1)
    assert [drift.path for drift in told] == ["$[*].id"]


def test_digits_that_python_refuses_to_read_are_an_error_with_the_body(drive: Driver) -> None:
    with pytest.raises(DecodeError, match="4300 digits"):
        drive.first(drive.client(Script([b'[{"id": ' + b"9" * 5000 + b"}]"])))


def test_a_page_of_many_is_decoded_in_order(drive: Driver) -> None:
    body = json.dumps([{"id": index} for index in range(5000)]).encode()
    assert [item.id for item in drive.first(drive.client(Script([body]))).items] == list(range(5000))
