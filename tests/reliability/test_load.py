"""However many calls begin at once, and however long connections take, no window of the server sees more than the limit.

The limit's minute is a second here. Connections are few and the server is slow at first and quick later, so
that requests pile up behind the limit: those with a place wait for a connection, and are written together with the
first of the next window unless a place counts from when its request is written.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import AiohttpTransport, AsyncHeymarket, Heymarket, RateLimit
from heymarket_auth import ApiSecret

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUESTS, WINDOW = 40, 0.5
OK = b'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"id":7}'
LIMITS = httpx.Limits(max_connections=4, max_keepalive_connections=4)


class CountingServer:
    """Notes when each request arrives; slow to answer the first ones."""

    def __init__(self, slow: int, seconds: float) -> None:
        self.arrived: list[float] = []
        self._slow = slow
        self._seconds = seconds

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                self.arrived.append(time.monotonic())
                if len(self.arrived) <= self._slow:
                    await asyncio.sleep(self._seconds)
                writer.write(OK)
                await writer.drain()
        writer.close()

    @property
    def most_in_a_window(self) -> int:
        return max(sum(start <= each < start + SEEN for each in self.arrived) for start in self.arrived)


@contextlib.contextmanager
def serving(server: CountingServer) -> Iterator[str]:
    """Run in a thread of its own, so that a busy client does not make arrivals late."""
    loop, ports = asyncio.new_event_loop(), []
    ready = threading.Event()

    async def main() -> None:
        listening = await asyncio.start_server(server.answer, "127.0.0.1", 0, backlog=500)
        ports.append(listening.sockets[0].getsockname()[1])
        ready.set()
        with contextlib.suppress(asyncio.CancelledError):
            await listening.serve_forever()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    task = loop.create_task(main())
    thread = threading.Thread(target=loop.run_until_complete, args=(task,))
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


def options(url: str) -> dict[str, Any]:
    auth = ApiSecret("id", "a-key-of-more-than-32-characters-long")
    return {"auth": auth, "base_url": url, "rate_limit": RateLimit(REQUESTS, WINDOW), "max_retries": 0}


@pytest.mark.parametrize("transport", [httpx.AsyncHTTPTransport, AiohttpTransport])
def test_tasks(transport: Any) -> None:
    server = CountingServer(slow=REQUESTS, seconds=0.06)

    async def one(client: AsyncHeymarket) -> None:
        await client.team.get()

    async def main(url: str) -> None:
        async with AsyncHeymarket(transport=transport(limits=LIMITS), **options(url)) as client:
            await asyncio.gather(*[one(client) for _ in range(3 * REQUESTS)])

    with serving(server) as url:
        asyncio.run(main(url))
    assert len(server.arrived) == 3 * REQUESTS
    assert server.most_in_a_window <= REQUESTS


def test_threads() -> None:
    server = CountingServer(slow=REQUESTS, seconds=0.06)
    with serving(server) as url, Heymarket(transport=httpx.HTTPTransport(limits=LIMITS), **options(url)) as client:
        with ThreadPoolExecutor(2 * REQUESTS) as threads:
            list(threads.map(lambda _: client.team.get(), range(3 * REQUESTS)))
    assert len(server.arrived) == 3 * REQUESTS
    assert server.most_in_a_window <= REQUESTS


def test_what_was_never_written_does_not_count() -> None:
    server = CountingServer(slow=0, seconds=0)
    with serving(server) as url:
        given = options("http://127.0.0.1:1") | {"rate_limit": (limit := RateLimit(1, 3600))}
        with Heymarket(**given) as nobody:
            for _ in range(3):
                with pytest.raises(Exception, match="ConnectError"):
                    nobody.team.get()
        with Heymarket(**options(url) | {"rate_limit": limit}) as client:
            client.team.get()
    assert len(server.arrived) == 1
