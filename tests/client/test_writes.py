"""A request is written at once: headers and body in one piece, over connections that httpx makes."""

from __future__ import annotations

import asyncio
from typing import Any

import httpcore
import httpx
import pytest

from heymarket import AsyncHeymarket, Heymarket
from heymarket_auth import TeamApiKey

HERE = "http://127.0.0.1:8080"  # nobody is asked: the backends below answer
BODY = b'{"limit":1}'
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"


class Written(httpcore.MockStream):
    """A connection that keeps each piece that is written."""

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__([RESPONSE])
        self.pieces = pieces

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self.pieces.append(buffer)


class AsyncWritten(httpcore.AsyncMockStream):
    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__([RESPONSE])
        self.pieces = pieces

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        self.pieces.append(buffer)


class Backend(httpcore.MockBackend):
    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__([])
        self.pieces = pieces

    def connect_tcp(self, *_: Any, **__: Any) -> Written:
        return Written(self.pieces)


class AsyncBackend(httpcore.AsyncMockBackend):
    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__([])
        self.pieces = pieces

    async def connect_tcp(self, *_: Any, **__: Any) -> AsyncWritten:
        return AsyncWritten(self.pieces)


@pytest.mark.parametrize("options", [{}, {"deadline": 60}], ids=["no deadline", "deadline"])
@pytest.mark.parametrize(("method", "body"), [("POST", BODY), ("GET", None)])
def test_sync(method: str, body: bytes | None, options: dict[str, Any]) -> None:
    transport, pieces = httpx.HTTPTransport(), list[bytes]()
    transport._pool._network_backend = Backend(pieces)
    with Heymarket(auth=TeamApiKey("key"), base_url=HERE, transport=transport, **options) as client:
        client.request(method, "/v1/conversations", json={"limit": 1} if body else None)
    assert_one(pieces, method, body)


@pytest.mark.parametrize("options", [{}, {"deadline": 60}], ids=["no deadline", "deadline"])
@pytest.mark.parametrize(("method", "body"), [("POST", BODY), ("GET", None)])
def test_async(method: str, body: bytes | None, options: dict[str, Any]) -> None:
    transport, pieces = httpx.AsyncHTTPTransport(), list[bytes]()
    transport._pool._network_backend = AsyncBackend(pieces)

    async def main() -> None:
        async with AsyncHeymarket(auth=TeamApiKey("key"), base_url=HERE, transport=transport, **options) as client:
            await client.request(method, "/v1/conversations", json={"limit": 1} if body else None)

    asyncio.run(main())
    assert_one(pieces, method, body)


def test_what_looks_like_headers_is_written_too() -> None:
    transport, pieces = httpx.HTTPTransport(), list[bytes]()
    transport._pool._network_backend = Backend(pieces)
    body = b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"
    with Heymarket(auth=TeamApiKey("key"), transport=transport):
        httpx.Client(transport=transport).post(f"{HERE}/v1/media", content=iter([body, b"", body]))
    assert b"".join(pieces).count(body) == 2


def assert_one(pieces: list[bytes], method: str, body: bytes | None) -> None:
    (piece,) = [each for each in pieces if each]
    head, _, rest = piece.partition(b"\r\n\r\n")
    assert head.startswith(method.encode() + b" /v1/conversations HTTP/1.1\r\n")
    assert rest == (body or b"")
