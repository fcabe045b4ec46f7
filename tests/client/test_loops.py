"""One client in several event loops, under trio, after cancellations, and closed; with each transport."""

from __future__ import annotations

import asyncio
import gc
import pickle
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import pytest
import trio

from heymarket import AsyncHeymarket, ClientUnusableError, HeymarketError, RateLimit, ServerError
from heymarket_auth import ApiSecret
from heymarket_runtime.aiohttp import AiohttpTransport

from .driving import Counting, Script
from .raw_server import OK

if TYPE_CHECKING:
    from collections.abc import Callable

    from .driving import Clock, Driver
    from .raw_server import RawServer

TRANSPORTS = {"default": lambda: None, "aiohttp": AiohttpTransport}
CLOSED_LOOP = "ignore:unclosed (transport|.socket):ResourceWarning"  # nobody can close what a closed loop left open


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> Callable[[], Any]:
    return TRANSPORTS[request.param]


def client_of(raw_server: RawServer, transport: Any = None, **options: Any) -> AsyncHeymarket:
    options = {"auth": Counting(), "base_url": raw_server.url, "rate_limit": None, "max_retries": 0, **options}
    return AsyncHeymarket(transport=transport, **options)


async def listing(client: AsyncHeymarket) -> list[Any]:
    return (await client.conversations.list()).items


# Several loops.


@pytest.mark.filterwarnings(CLOSED_LOOP)
def test_a_client_serves_one_loop_after_the_other(raw_server: RawServer, transport: Callable[[], Any]) -> None:
    client = client_of(raw_server, transport())
    for _ in range(3):
        assert asyncio.run(listing(client)) == []
        assert len(client._driver.connections._by_loop) == 1, "nothing is kept of those that ended"
    asyncio.run(client.close())
    del client
    gc.collect()
    assert raw_server.requests == raw_server.connections == 3


@pytest.mark.filterwarnings(CLOSED_LOOP)
def test_a_client_can_be_closed_in_another_loop(raw_server: RawServer, transport: Callable[[], Any]) -> None:
    client = client_of(raw_server, transport())
    asyncio.run(listing(client))
    asyncio.run(client.close())
    with pytest.raises(ClientUnusableError, match="closed"):
        asyncio.run(listing(client))
    del client
    gc.collect()


def test_a_client_serves_loops_of_several_threads_at_once(raw_server: RawServer, transport: Callable[[], Any]) -> None:
    client, together, failed = client_of(raw_server, transport()), threading.Barrier(4, timeout=20), []

    async def main() -> None:
        for _ in range(5):
            await asyncio.to_thread(together.wait)
            assert await listing(client) == []
        await client._driver.connections._by_loop[asyncio.get_running_loop()].aclose()

    def work() -> None:
        try:
            asyncio.run(main())
        except Exception as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert raw_server.connections == 4


def test_a_session_of_the_caller_serves_one_loop(raw_server: RawServer) -> None:
    async def first() -> AsyncHeymarket:
        client = client_of(raw_server, AiohttpTransport(client=aiohttp.ClientSession()))
        await listing(client)
        await client._driver.connections._transport.client.close()
        return client

    client = asyncio.run(first())
    with pytest.raises(ClientUnusableError, match="serves one event loop of one process; give it a function"):
        asyncio.run(listing(client))


def test_a_transport_that_belongs_to_a_loop_is_named() -> None:
    class Bound(httpx.AsyncBaseTransport):
        loop: Any = None

        async def handle_async_request(self, _request: httpx.Request) -> httpx.Response:
            self.loop = self.loop or asyncio.get_running_loop()
            if self.loop is not asyncio.get_running_loop():
                raise RuntimeError("Event loop is closed")
            return httpx.Response(200, json=[])

    client = AsyncHeymarket(auth=Counting(), transport=Bound())
    assert asyncio.run(listing(client)) == []
    with pytest.raises(ClientUnusableError, match=r"another event loop.*Bound.*make a client in each loop"):
        asyncio.run(listing(client))


# Trio.


def test_retries_and_the_rate_limit_under_trio(raw_server: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """With real pauses: a clock of the test would not ask which loop it sleeps in."""
    monkeypatch.undo()
    raw_server.responses = [b"HTTP/1.1 503 \r\nContent-Length: 0\r\nRetry-After: 0\r\n\r\n", OK]
    auth = ApiSecret("id", "a-key-of-more-than-32-characters-long")

    async def main() -> None:
        limit = RateLimit(3, 0.2)
        async with client_of(raw_server, auth=auth, rate_limit=limit, max_retries=2) as client:
            begin = time.monotonic()
            assert await listing(client) == []
            async with trio.open_nursery() as nursery:
                for _ in range(4):
                    nursery.start_soon(listing, client)
            assert time.monotonic() - begin >= 0.2
            with trio.move_on_after(0) as scope:
                await listing(client)
            assert scope.cancelled_caught
            assert await listing(client) == []

    trio.run(main)
    assert raw_server.requests >= 7


def test_a_client_goes_from_asyncio_to_trio_and_back(raw_server: RawServer) -> None:
    client = client_of(raw_server)

    async def use() -> list[Any]:
        items = await listing(client)
        loop = client._driver.connections._loop()
        await client._driver.connections._by_loop[loop].aclose()
        return items

    assert [asyncio.run(use()), trio.run(use), asyncio.run(use()), trio.run(use)] == [[]] * 4


def test_aiohttp_under_trio_is_refused(raw_server: RawServer) -> None:
    with pytest.raises(ClientUnusableError, match="needs asyncio; leave `transport` out under trio"):
        trio.run(listing, client_of(raw_server, AiohttpTransport()))


# Cancelled calls.


def test_cancelled_calls_leave_a_pool_that_works(raw_server: RawServer, transport: Callable[[], Any]) -> None:
    """Cancelled at every point that a call passes, twenty at once; httpx alone loses a slot at some of them."""

    async def main() -> None:
        async with client_of(raw_server, transport(), timeout=10) as client:
            for steps in range(30):
                tasks = [asyncio.ensure_future(listing(client)) for _ in range(20)]
                for _ in range(steps):
                    await asyncio.tasks.__sleep0()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            assert await asyncio.gather(*[listing(client) for _ in range(100)]) == [[]] * 100, "no slot of 100 is lost"

    asyncio.run(main())


def test_who_waits_for_a_lost_slot_gets_it(raw_server: RawServer) -> None:
    limits = httpx.Limits(max_connections=1)

    async def main() -> None:
        transport = httpx.AsyncHTTPTransport(limits=limits)
        async with client_of(raw_server, transport, timeout=5) as client:
            tasks = [asyncio.ensure_future(listing(client)) for _ in range(5)]
            await asyncio.tasks.__sleep0()
            for task in tasks[:4]:
                task.cancel()
            begin = time.monotonic()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert await tasks[4] == []
            assert time.monotonic() - begin < 3

    asyncio.run(main())


# Closed.


def test_a_closed_client_says_so(drive: Driver) -> None:
    client = drive.client(Script([[]]))
    drive.run(client.close())
    for call in (lambda: drive.first(client), lambda: drive.request(client, "GET", "/v1/things")):
        with pytest.raises(ClientUnusableError, match="this client is closed; make a new one") as caught:
            call()
        assert isinstance(caught.value, HeymarketError)
        assert isinstance(caught.value, RuntimeError)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_runtime_error_of_something_else_is_left_as_it_is(drive: Driver) -> None:
    with pytest.raises(RuntimeError, match="other") as caught:
        drive.first(drive.client(Script([RuntimeError("other")])))
    assert not isinstance(caught.value, HeymarketError)


# Transports are alike.


def test_cookies_are_not_kept(raw_server: RawServer, transport: Callable[[], Any]) -> None:
    seen: list[bytes] = []

    def look(connection: socket.socket) -> None:
        connection.sendall(OK.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=b; Path=/\r\n\r\n", 1))

    raw_server.responses = [look]
    take = raw_server._take_request

    class Peeking:
        def __init__(self, connection: socket.socket) -> None:
            self._connection = connection

        def recv(self, size: int) -> bytes:
            seen.append(self._connection.recv(size))
            return seen[-1]

    raw_server._take_request = lambda connection: take(Peeking(connection))

    async def main() -> None:
        async with client_of(raw_server, transport()) as client:
            for _ in range(3):
                await listing(client)

    asyncio.run(main())
    assert raw_server.requests == 3
    assert b"cookie:" not in b"".join(seen).lower()


@pytest.mark.parametrize("head", [b"X: " + b"x" * 60_000, b"\r\n".join(b"X-%d: x" % n for n in range(1000))])
def test_heads_of_responses_may_be_long(raw_server: RawServer, transport: Callable[[], Any], head: bytes) -> None:
    raw_server.responses = [OK.replace(b"\r\n\r\n", b"\r\n" + head + b"\r\n\r\n", 1)]

    async def main() -> None:
        async with client_of(raw_server, transport()) as client:
            assert await listing(client) == []

    asyncio.run(main())


def test_a_transport_goes_on_after_its_client_was_closed(raw_server: RawServer) -> None:
    async def main(transport: Any) -> None:
        for _ in range(2):
            async with client_of(raw_server, transport) as client:
                assert await listing(client) == []

    for make in (httpx.AsyncHTTPTransport, AiohttpTransport):
        asyncio.run(main(make()))


def test_a_write_after_the_loop_was_blocked(raw_server: RawServer, transport: Callable[[], Any]) -> None:
    """The server has closed the idle connection, and the loop had no time to see it."""
    closed = threading.Event()

    def close_later(connection: socket.socket) -> None:
        connection.sendall(OK)
        time.sleep(0.1)
        connection.shutdown(socket.SHUT_RDWR)
        closed.set()

    raw_server.responses = [close_later, OK]

    async def main() -> None:
        async with client_of(raw_server, transport()) as client:
            await listing(client)
            closed.wait(10)  # blocks the loop
            await client.request("POST", "/v1/things", json={})

    asyncio.run(main())
    assert raw_server.requests == 2


def test_nothing_is_repeated_below_the_client(raw_server: RawServer, transport: Callable[[], Any]) -> None:
    """aiohttp would repeat a DELETE whose connection broke."""
    raw_server.responses = [OK, raw_server.CLOSE, OK]

    async def main() -> None:
        async with client_of(raw_server, transport()) as client:
            await listing(client)
            with pytest.raises(HeymarketError, match="after 1 attempt"):
                await client.request("DELETE", "/v1/things/1")

    asyncio.run(main())
    assert raw_server.requests == 2


def test_pauses_are_what_they_were(drive: Driver, clock: Clock) -> None:
    with pytest.raises(ServerError):
        drive.first(drive.client(Script([503]), max_retries=1))
    assert clock.slept == [0.5]
