"""However many calls begin at once, however long connections take: no window of a server sees more than the limit.

The limit's minute is a second here. Connections are few and the server is slow at first and quick later, so
that requests pile up behind the limit: those with a place wait for a connection, and are written together with the
first of the next window unless a place counts from when its request is written.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import AiohttpTransport, AsyncHeymarket, ConnectionFailedError, Heymarket, RateLimit
from heymarket_auth import ApiSecret

from .forking import EchoServer

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUESTS, WINDOW = 40, 1.0
SEEN = 0.85 * WINDOW  # a thread of a busy machine may notice an arrival late; the client's own margin is for a minute
LIMITS = httpx.Limits(max_connections=4, max_keepalive_connections=4)


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with EchoServer(slow=0.06, first=REQUESTS) as server:
        yield server


def most_in_a_window(moments: list[float]) -> int:
    return max(sum(start <= each < start + SEEN for each in moments) for start in moments)


def options(url: str) -> dict[str, Any]:
    auth = ApiSecret("id", "a-key-of-more-than-32-characters-long")
    return {"auth": auth, "base_url": url, "rate_limit": RateLimit(REQUESTS, WINDOW), "max_retries": 0}


@pytest.mark.parametrize("transport", [httpx.AsyncHTTPTransport, AiohttpTransport])
def test_tasks(server: EchoServer, transport: Any) -> None:
    async def one(client: AsyncHeymarket) -> None:
        await client.team.get()

    async def main() -> None:
        async with AsyncHeymarket(transport=transport(limits=LIMITS), **options(server.url)) as client:
            await asyncio.gather(*[one(client) for _ in range(3 * REQUESTS)])

    asyncio.run(main())
    assert len(server.moments) == 3 * REQUESTS
    assert most_in_a_window(server.moments) <= REQUESTS


def test_threads(server: EchoServer) -> None:
    transport = httpx.HTTPTransport(limits=LIMITS)
    with (
        # httpcore now and then closes the connection of a thread that is about to use it.
        Heymarket(transport=transport, **options(server.url) | {"max_retries": 5}) as client,
        ThreadPoolExecutor(2 * REQUESTS) as threads,
    ):
        list(threads.map(lambda _: client.team.get(), range(3 * REQUESTS)))
    assert len(server.moments) >= 3 * REQUESTS
    assert most_in_a_window(server.moments) <= REQUESTS


def test_what_was_never_written_does_not_count(server: EchoServer) -> None:
    limit = {"rate_limit": RateLimit(1, 3600)}
    with Heymarket(**options("http://127.0.0.1:1") | limit) as nobody:
        for _ in range(3):
            with pytest.raises(ConnectionFailedError, match="ConnectError"):
                nobody.team.get()
    with Heymarket(**options(server.url) | limit) as client:
        client.team.get()
    assert len(server.moments) == 1
