"""No transport that is shipped repeats, follows, stores or refuses by itself: a server counts what arrives."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from heymarket import ApiError, AsyncHeymarket, ConnectionFailedError, Heymarket, HeymarketError
from heymarket_runtime.aiohttp import AiohttpTransport

from .driving import Counting
from .raw_server import OK, RawServer

if TYPE_CHECKING:
    from collections.abc import Callable

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


BROKEN: dict[str, Any] = {
    "closed": RawServer.CLOSE,
    "reset": reset,
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le" + RawServer.CLOSE,
}


@pytest.fixture(params=["sync", "async", "aiohttp"])
def requests(request: pytest.FixtureRequest, raw_server: RawServer) -> Callable[..., list[Any]]:
    """Send requests one after the other with one client; return what came of them."""
    options: dict[str, Any] = {"auth": Counting(), "base_url": raw_server.url, "rate_limit": None, "max_retries": 0}

    def sync(*calls: tuple[Any, ...]) -> list[Any]:
        results: list[Any] = []
        with Heymarket(**options) as client:
            for call in calls:
                try:
                    results.append(client.request(*call))
                except HeymarketError as error:
                    results.append(error)
        return results

    async def asynchronous(*calls: tuple[Any, ...]) -> list[Any]:
        results: list[Any] = []
        transport = AiohttpTransport() if request.param == "aiohttp" else None
        async with AsyncHeymarket(**options, transport=transport) as client:
            for call in calls:
                try:
                    results.append(await client.request(*call))
                except HeymarketError as error:
                    results.append(error)
        return results

    return sync if request.param == "sync" else lambda *calls: asyncio.run(asynchronous(*calls))


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_repeated(
    requests: Callable[..., list[Any]], raw_server: RawServer, method: str, broken: str
) -> None:
    """Neither on a new connection nor on one that was used, which aiohttp repeats by default for PUT and DELETE."""
    raw_server.responses = [BROKEN[broken], OK if method != "HEAD" else OK[:-2], BROKEN[broken]]
    first, used, again = requests((method, "/v1/a"), (method, "/v1/b"), (method, "/v1/c"))
    assert isinstance(first, ConnectionFailedError)
    assert isinstance(again, ConnectionFailedError)
    assert first.maybe_processed
    assert again.maybe_processed
    assert used.status_code == 200
    assert raw_server.requests == 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_redirect_is_followed(
    requests: Callable[..., list[Any]], raw_server: RawServer, status: int, method: str
) -> None:
    head = f"HTTP/1.1 {status} Moved\r\nLocation: {raw_server.url}/other\r\nContent-Length: 0\r\n\r\n"
    raw_server.responses = [head.encode(), OK]
    (error,) = requests((method, "/v1/a"))
    assert isinstance(error, ApiError)
    assert error.status_code == status
    assert raw_server.requests == 1


def test_no_cookie_is_stored(requests: Callable[..., list[Any]], raw_server: RawServer) -> None:
    heads: list[bytes] = []
    take = raw_server._take_request

    class Peeking:
        def __init__(self, connection: socket.socket) -> None:
            self.connection = connection

        def recv(self, size: int) -> bytes:
            heads.append(self.connection.recv(size))
            return heads[-1]

    raw_server._take_request = lambda connection: take(Peeking(connection))  # type: ignore[method-assign,arg-type,assignment]
    raw_server.responses = [OK.replace(b"\r\n\r\n", b"\r\nSet-Cookie: session=1; Path=/\r\n\r\n"), OK]
    requests(("GET", "/v1/a"), ("GET", "/v1/b"))
    assert b"GET /v1/b" in b"".join(heads)
    assert b"cookie" not in b"".join(heads).lower()


BODY = b'{"id": 7, "name": "%b"}' % (b"x" * 5_000)
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate, gzip": lambda body: gzip.compress(zlib.compress(body)),
}


def encoded(encoding: str, body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\nContent-Length: %d\r\n\r\n%b" % (
        encoding.encode(),
        len(body),
        body,
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda body: body[:-1], id="last byte missing"),
        pytest.param(lambda body: body[: len(body) // 2], id="half"),
        pytest.param(lambda body: body[:1], id="a byte"),
        pytest.param(lambda body: body + body, id="twice"),
    ],
)
def test_an_encoded_body_is_whole_or_a_failure(
    requests: Callable[..., list[Any]], raw_server: RawServer, encoding: str, damage: Callable[[bytes], bytes]
) -> None:
    whole = ENCODINGS[encoding](BODY)
    raw_server.responses = [encoded(encoding, damage(whole)), encoded(encoding, whole)]
    damaged, taken = requests(("GET", "/v1/a"), ("GET", "/v1/b"))
    assert isinstance(damaged, ConnectionFailedError)
    assert "DecodingError" in str(damaged)
    assert taken.content == BODY


@pytest.mark.parametrize(
    "reason", [b"", b" ", b" Alles in Ordnung", " Übertragen".encode(), " Übertragen".encode("latin-1")]
)
def test_any_reason_phrase_is_taken(requests: Callable[..., list[Any]], raw_server: RawServer, reason: bytes) -> None:
    raw_server.responses = [b"HTTP/1.1 200" + reason + OK.removeprefix(b"HTTP/1.1 200 OK"), OK]
    results = requests(("GET", "/v1/a"), ("GET", "/v1/b"))
    assert [getattr(each, "status_code", each) for each in results] == [200, 200]
    assert raw_server.requests == 2
