"""Async clients write a request at once: headers and body in one piece, over connections that httpx makes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpcore
import httpx
import pytest

from heymarket import AsyncHeymarket
from heymarket_auth import TeamApiKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HERE = "http://127.0.0.1:8080"  # nobody is asked: the backends below answer
BODY = b'{"limit":1}'
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"


class Written(httpcore.AsyncMockStream):
    """A connection that keeps each piece that is written."""

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__([RESPONSE])
        self.pieces = pieces

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        self.pieces.append(buffer)


class Backend(httpcore.AsyncMockBackend):
    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__([])
        self.pieces = pieces

    async def connect_tcp(self, *_: Any, **__: Any) -> Written:
        return Written(self.pieces)


@pytest.mark.parametrize("options", [{}, {"deadline": 60}], ids=["no deadline", "deadline"])
@pytest.mark.parametrize(("method", "body"), [("POST", BODY), ("GET", None)])
def test_one_piece(method: str, body: bytes | None, options: dict[str, Any]) -> None:
    transport, pieces = httpx.AsyncHTTPTransport(), list[bytes]()
    transport._pool._network_backend = Backend(pieces)

    async def main() -> None:
        async with AsyncHeymarket(auth=TeamApiKey("key"), base_url=HERE, transport=transport, **options) as client:
            await client.request(method, "/v1/conversations", json={"limit": 1} if body else None)

    asyncio.run(main())
    assert_one(pieces, method, body)


def test_what_looks_like_headers_is_written_too() -> None:
    transport, pieces = httpx.AsyncHTTPTransport(), list[bytes]()
    transport._pool._network_backend = Backend(pieces)
    body = b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"

    async def content() -> AsyncIterator[bytes]:
        for piece in (body, b"", body):
            yield piece

    async def main() -> None:
        async with AsyncHeymarket(auth=TeamApiKey("key"), transport=transport):
            await httpx.AsyncClient(transport=transport).post(f"{HERE}/v1/media", content=content())

    asyncio.run(main())
    assert b"".join(pieces).count(body) == 2


def assert_one(pieces: list[bytes], method: str, body: bytes | None) -> None:
    (piece,) = [each for each in pieces if each]
    head, _, rest = piece.partition(b"\r\n\r\n")
    assert head.startswith(method.encode() + b" /v1/conversations HTTP/1.1\r\n")
    assert rest == (body or b"")
