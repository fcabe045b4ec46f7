"""Each fault as a raw client sees it, over a real socket."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import socket
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket_sandbox import KINDS, Fault, Sandbox, SandboxError, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sandbox.conftest import Client

PATH = "/v1/conversations"
BODY = b'{"limit":5}'


@pytest.fixture
def settings() -> Settings:
    return Settings(rate_limit=None, conversations=40, page_size=5)


def exchange(sandbox: Sandbox, body: bytes = BODY) -> tuple[bytes, BaseException | None]:
    """Everything that one request brings, byte for byte, and how it ended."""
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {sandbox.team_api_key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    received = b""
    with socket.create_connection(("127.0.0.1", int(sandbox.url.rpartition(":")[2])), timeout=20) as raw:
        try:
            raw.sendall(head.encode() + body)
            while part := raw.recv(65_536):
                received += part
        except OSError as error:
            return received, error
    return received, None


def parts(received: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split(" ")[1]), dict(line.lower().split(": ", 1) for line in lines), body


@pytest.mark.parametrize(("kind", "handled"), [("reset", False), ("lost", True)])
def test_a_reset_before_the_response(sandbox: Sandbox, kind: str, handled: bool) -> None:
    sandbox.faults.script(kind)
    received, error = exchange(sandbox)
    assert received == b""
    assert isinstance(error, ConnectionResetError)
    assert (sandbox.requests[0].status, sandbox.requests[0].fault) == (None, kind)
    sandbox.faults.script("repeat")
    assert (parts(exchange(sandbox, b'{"limit":1}')[0])[2].count(b"local_id") == 5) is handled


def test_a_close_before_the_response(sandbox: Sandbox) -> None:
    sandbox.faults.script("close")
    assert exchange(sandbox) == (b"", None)


def test_what_is_not_http(sandbox: Sandbox) -> None:
    sandbox.faults.script("garbage")
    received, error = exchange(sandbox)
    assert not received.startswith(b"HTTP/")
    assert received
    assert error is None


def test_a_reset_in_the_body(sandbox: Sandbox) -> None:
    sandbox.faults.script("reset-body")
    received, error = exchange(sandbox)
    status, headers, body = parts(received)
    assert status == 200
    assert len(body) == int(headers["content-length"]) // 2
    assert isinstance(error, ConnectionResetError)


def test_a_body_shorter_than_its_length(sandbox: Sandbox) -> None:
    sandbox.faults.script("truncate")
    received, error = exchange(sandbox)
    _, headers, body = parts(received)
    assert len(body) == int(headers["content-length"]) // 2
    assert error is None


def test_a_chunked_body_without_an_end(sandbox: Sandbox) -> None:
    sandbox.faults.script("truncate-chunked")
    received, error = exchange(sandbox)
    _, headers, body = parts(received)
    assert headers["transfer-encoding"] == "chunked"
    assert "content-length" not in headers
    size, _, chunk = body.partition(b"\r\n")
    assert len(chunk) == int(size, 16) + 2
    assert error is None


@pytest.mark.parametrize("kind", ["long-length", "short-length"])
def test_a_wrong_length(sandbox: Sandbox, kind: str) -> None:
    sandbox.faults.script(kind)
    received, _ = exchange(sandbox)
    _, headers, body = parts(received)
    assert len(json.loads(body)) == 5
    assert int(headers["content-length"]) - len(body) == (10 if kind == "long-length" else len(body) // 2 - len(body))


def test_every_response_on_the_socket_has_a_request_id(sandbox: Sandbox) -> None:
    for kind in ("truncate", "truncate-chunked", "long-length", "short-length", "reset-body"):
        sandbox.faults.script(kind)
        _, headers, _ = parts(exchange(sandbox)[0])
        assert headers["x-request-id"] == sandbox.requests[-1].request_id
        assert "date" in headers


def test_a_broken_gzip(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script("bad-gzip", "bad-gzip")
    _, headers, body = parts(exchange(sandbox)[0])
    assert headers["content-encoding"] == "gzip"
    with pytest.raises((OSError, EOFError, ValueError, gzip.zlib.error)):
        gzip.decompress(body)
    with pytest.raises(httpx.DecodingError):
        client.ask()


@pytest.mark.parametrize("kind", ["delay", "drip"])
def test_slow_responses_are_whole(client: Client, sandbox: Sandbox, kind: str) -> None:
    sandbox.faults.script(Fault(kind, seconds=0.05))
    assert client.list() == sandbox.conversations[:5]
    assert sandbox.requests[0].fault == kind


def test_a_delay_outlasts_a_timeout(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script(Fault("delay", seconds=60))
    with pytest.raises(httpx.ReadTimeout):
        client.post(PATH, json={}, timeout=0.05)
    assert client.list()


def test_drips_arrive_in_pieces(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script(Fault("drip", seconds=0.2))
    with client.stream("POST", PATH, json={}) as response:
        pieces = list(response.iter_raw())
    assert len(pieces) > 1
    assert len(json.loads(b"".join(pieces))) == 5


@pytest.mark.parametrize("status", [204, 205, 304])
def test_statuses_without_a_body(client: Client, sandbox: Sandbox, status: int) -> None:
    sandbox.faults.script(str(status), str(status))
    assert [(each.status_code, each.content) for each in (client.ask(), client.ask())] == [(status, b"")] * 2
    assert client.list() == sandbox.conversations[:5]


@pytest.mark.parametrize("status", [200, 400, 403, 404, 418, 429, 500, 502, 503, 504, 520, 522, 599])
def test_statuses(client: Client, sandbox: Sandbox, status: int) -> None:
    sandbox.faults.script(str(status))
    response = client.ask()
    assert response.status_code == status
    assert "Retry-After" not in response.headers
    assert response.headers["X-Request-Id"]
    if status >= 520:
        assert response.text == f"error code: {status}"
    else:
        assert response.json()["message"] == "injected by the sandbox"


@pytest.mark.parametrize("wait", [2, 0, -5, 10**12, "soon", ""])
def test_retry_after_as_it_is(client: Client, sandbox: Sandbox, wait: int | str) -> None:
    sandbox.faults.always("429", retry_after=wait)
    assert client.ask().headers["Retry-After"] == str(wait)


def test_retry_after_as_a_date(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script(Fault("503", retry_after="date", seconds=1000))
    response = client.ask()
    dates = [parsedate_to_datetime(response.headers[name]).timestamp() for name in ("Retry-After", "Date")]
    assert dates[0] - dates[1] == pytest.approx(1000, abs=2)


@pytest.mark.parametrize(
    ("kind", "media_type", "content"),
    [
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("empty", None, b""),
        ("null", "application/json", b"null"),
        ("string", "application/json", b'"ok"'),
        ("object", "application/json", b"{}"),
    ],
)
def test_other_content_with_200(
    client: Client, sandbox: Sandbox, kind: str, media_type: str | None, content: bytes
) -> None:
    sandbox.faults.script(kind)
    response = client.ask()
    assert response.status_code == 200
    assert response.headers.get("Content-Type") == media_type
    assert response.content.startswith(content)
    assert len(response.content) == int(response.headers["Content-Length"])
    assert response.headers["X-Request-Id"]


def test_truncated_json(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script("truncated-json")
    response = client.ask()
    assert response.status_code == 200
    assert len(response.content) == int(response.headers["Content-Length"])
    with pytest.raises(json.JSONDecodeError):
        response.json()


@pytest.mark.parametrize(
    ("options", "read"),
    [
        ({}, lambda items: items[0]["id"] == "not what the spec says"),
        ({"field": "members.0.id", "value": None}, lambda items: items[0]["members"][0]["id"] is None),
        ({"field": "new", "value": [1]}, lambda items: items[0]["new"] == [1]),
        ({"field": "no.such.place"}, lambda items: len(items) == 5),
    ],
)
def test_wrong_types(client: Client, sandbox: Sandbox, options: dict[str, Any], read: Callable[[Any], bool]) -> None:
    sandbox.update_conversation(sandbox.conversations[0]["id"], members=[{"id": 55, "name": "Grace Hopper"}])
    sandbox.faults.always("wrong-type", times=1, **options)
    response = client.ask()
    assert response.status_code == 200
    assert read(response.json())
    assert client.list() == sandbox.conversations[:5]


def test_a_redirect_to_another_host(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script("redirect", Fault("redirect", to="https://example.com"))
    response = client.ask()
    assert response.status_code == 307
    assert response.headers["Location"] == f"http://elsewhere.invalid{PATH}"
    assert client.ask().headers["Location"] == f"https://example.com{PATH}"


@pytest.mark.parametrize("seconds", [600, -600])
def test_a_clock_that_is_off_for_one_request(client: Client, sandbox: Sandbox, seconds: int) -> None:
    sandbox.faults.script(Fault("skew", seconds=seconds))
    refused, fine = client.ask(), client.ask()
    assert (refused.status_code, fine.status_code) == (401, 200)
    dates = [parsedate_to_datetime(each.headers["Date"]).timestamp() for each in (refused, fine)]
    assert dates[0] - dates[1] == pytest.approx(seconds, abs=2)
    assert dates[1] == pytest.approx(time.time(), abs=60)


def test_a_cursor_that_is_ignored(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script(None, "stale-cursor")
    first = client.list()
    assert client.list(date=first[-1]["updated"]) == first
    assert client.list(date=first[-1]["updated"]) != first
    sandbox.faults.script("stale-cursor", "stale-cursor")
    for body in (b"{", b"[]"):
        assert client.post(PATH, content=body, headers={"Content-Type": "application/json"}).status_code == 400


def test_a_page_that_is_repeated(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script("repeat", None, "repeat")
    first = client.list()
    second = client.list(date=first[-1]["updated"])
    assert client.list(date=second[-1]["updated"]) == second != first
    identifiers = {each.request_id for each in sandbox.requests}
    assert len(identifiers) == 3


def test_refused_connections(client: Client, sandbox: Sandbox, connect: type[Client]) -> None:
    client.ask()
    with sandbox.refusing_connections():
        for _ in range(2):
            with pytest.raises(httpx.ConnectError):
                client.ask()
        with sandbox.refusing_connections(), connect(sandbox) as other, pytest.raises(httpx.ConnectError):
            other.ask()
    assert client.ask().status_code == 200


def test_a_refusal_ends_by_itself(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.script(Fault("refuse", seconds=0.5))
    with pytest.raises(httpx.RemoteProtocolError):
        client.ask()
    refused = 0
    while True:
        try:
            assert client.ask().status_code == 200
            break
        except httpx.ConnectError:
            refused += 1
    assert refused
    assert [each.fault for each in sandbox.requests] == ["refuse", None]


def test_a_sandbox_that_refuses_can_be_closed(connect: type[Client]) -> None:
    with Sandbox() as sandbox, connect(sandbox) as client:
        sandbox.faults.script(Fault("refuse", seconds=60))
        with pytest.raises(httpx.RemoteProtocolError):
            client.ask()
    with Sandbox() as sandbox, sandbox.refusing_connections():
        pass
    with pytest.raises(SandboxError, match="not running"), sandbox.refusing_connections():
        pass


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"a status"} | {"503"}))
def test_after_any_fault_the_next_request_is_as_always(client: Client, sandbox: Sandbox, kind: str) -> None:
    """The same client, whose pool may hold a connection that the fault has spoilt."""
    expected = client.list()
    sandbox.faults.script(Fault(kind, seconds=0.01 if kind in {"delay", "drip", "refuse"} else None))
    with contextlib.suppress(httpx.RequestError):
        client.ask()
    while True:
        try:
            assert client.list() == expected
            break
        except httpx.ConnectError:
            assert kind == "refuse"
    assert sandbox.faults.injected == {kind: 1}
    assert re.fullmatch(r"[A-Z][^\n]*\.", KINDS.get(kind, "A status."))


def test_faults_of_the_wire_need_a_wire() -> None:
    import asyncio  # noqa: PLC0415

    sandbox = Sandbox()
    sandbox.faults.script("reset")

    async def ask() -> None:
        transport = httpx.ASGITransport(app=sandbox.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
            await client.post(PATH)

    with pytest.raises(SandboxError, match="needs a socket"):
        asyncio.run(ask())
    sandbox.close()
