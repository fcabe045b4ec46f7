"""A response as it came, before it is parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import BadDataError, DecodeError, RawResponse, SpecDriftWarning

from .driving import Script
from .servers import Server, items_at

if TYPE_CHECKING:
    from .driving import Driver


def raw(drive: Driver, client: Any, **arguments: Any) -> Any:
    return drive.run(client.conversations.with_raw_response.list(**arguments))


def test_it_has_status_headers_and_bytes(drive: Driver) -> None:
    body = b'[ {"id": 1} ]'
    response = raw(
        drive, drive.client(Script([httpx.Response(206, content=body, headers={"X-Request-Id": "r", "A": "b"})]))
    )
    assert isinstance(response, RawResponse)
    assert (response.status_code, response.request_id, response.headers["a"], response.content) == (206, "r", "b", body)
    assert repr(response) == "<RawResponse 206, 13 bytes, request id r>"


def test_without_request_id(drive: Driver) -> None:
    response = raw(drive, drive.client(Script([httpx.Response(200, content=b"[]")])))
    assert response.request_id is None


def test_its_repr_drives_no_terminal(drive: Driver) -> None:
    odd = httpx.Response(200, content=b"[]", headers=[(b"X-Request-Id", b"a\x1b[31mred")])
    response = raw(drive, drive.client(Script([odd])))
    assert response.request_id == "a\x1b[31mred"
    assert "request id a\N{REPLACEMENT CHARACTER}[31mred" in repr(response)


def test_parsing_gives_the_page_that_goes_on(drive: Driver) -> None:
    server = Server(items_at(*range(15)))
    response = raw(drive, drive.client(server), limit=10)
    assert len(server.requests) == 1
    assert [item.id for item in drive.collect(response.parse())] == list(range(15, 0, -1))
    assert server.requests[0] == {"limit": 10}


def test_nothing_is_decoded_before_it_is_asked_for(drive: Driver) -> None:
    response = raw(drive, drive.client(Script([b"<html>"])))
    with pytest.raises(DecodeError):
        response.parse()
    response = raw(drive, drive.client(Script([[{"id": "1"}]])))
    with pytest.warns(SpecDriftWarning):
        response.parse()


def test_errors_are_raised_all_the_same(drive: Driver) -> None:
    with pytest.raises(BadDataError):
        raw(drive, drive.client(Script([400])))


def test_the_options_of_a_copy_apply(drive: Driver) -> None:
    with pytest.raises(DecodeError):
        raw(drive, drive.client(Script([[{"id": "1"}]])).with_options(strict=True)).parse()
