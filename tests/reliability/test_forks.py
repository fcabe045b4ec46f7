"""A client that was used before a fork serves parent and children apart: nobody reads another's response."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import threading
import time
import warnings
import weakref
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import pytest

from heymarket import AiohttpTransport, AsyncHeymarket, ClientUnusableError, Heymarket, RateLimit
from heymarket_auth import ApiSecret
from heymarket_runtime import forks

from .forking import Child, EchoServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system does not fork")


def secret() -> ApiSecret:
    return ApiSecret("id", "a-key-of-more-than-32-characters-long")


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with EchoServer() as server:
        yield server


class Uses:
    """A client of one kind, used from outside of any event loop or in one of its own."""

    def __init__(self, kind: str, url: str, **options: Any) -> None:
        options = {"auth": secret(), "base_url": url, "max_retries": 0, "timeout": 10, **options}
        if kind == "aiohttp":
            options.setdefault("transport", AiohttpTransport())
        self.client: Any = (Heymarket if kind == "sync" else AsyncHeymarket)(**options)
        self.loop = None if kind == "sync" else asyncio.new_event_loop()

    def get(self, number: int) -> Any:
        if self.loop is None:
            return self.client.conversations.get(number).id
        return self.loop.run_until_complete(self._get(number))

    def get_in_child(self, number: int) -> Any:
        return self.get(number) if self.loop is None else asyncio.run(self._get(number))

    async def _get(self, number: int) -> Any:
        return (await self.client.conversations.get(number)).id

    def close(self) -> None:
        if self.loop is None:
            self.client.close()
        else:
            self.loop.run_until_complete(self.client.close())
            self.loop.run_until_complete(asyncio.sleep(0))
            self.loop.close()


@pytest.fixture(params=["sync", "async", "aiohttp"])
def uses(request: pytest.FixtureRequest, server: EchoServer) -> Iterator[Uses]:
    uses = Uses(request.param, server.url)
    yield uses
    uses.close()


def test_everybody_gets_the_response_to_his_own_request(uses: Uses, server: EchoServer) -> None:
    server.slow = 0.02
    uses.get(1)
    children = {number: Child(lambda number=number: uses.get_in_child(number)) for number in range(100, 106)}
    assert [uses.get(number) for number in (2, 3)] == [2, 3]
    assert {number: child.result() for number, child in children.items()} == {n: n for n in children}
    assert uses.get(4) == 4, "the parent goes on"
    mine = {connection for connection, last in server.asked if int(last) < 100}
    theirs = {connection for connection, last in server.asked if int(last) >= 100}
    assert len(mine) == 1, "over the connection that it had"
    assert len(theirs) == len(children)


def test_a_child_of_a_child_is_apart_too(uses: Uses) -> None:
    uses.get(1)

    def work() -> Any:
        before = uses.get_in_child(10)
        deeper = Child(lambda: uses.get_in_child(100))
        return before, uses.get_in_child(11), deeper.result()

    assert Child(work).result() == (10, 11, 100)
    assert uses.get(2) == 2


def test_what_a_child_closes_stays_open_for_its_parent(uses: Uses, server: EchoServer) -> None:
    uses.get(1)

    def work() -> None:
        if uses.loop is None:
            uses.client.close()
        else:
            asyncio.run(uses.client.close())
        gc.collect()

    Child(work).result()
    assert uses.get(2) == 2
    assert len({connection for connection, _ in server.asked}) == 1


def test_a_child_signs_with_a_token_of_its_own_and_keeps_the_correction_of_the_clock(server: EchoServer) -> None:
    auth = secret()
    with Heymarket(auth=auth, base_url=server.url) as client:
        client.team.get()
        auth._minted = auth._mint(offset=1000.0)
        time.sleep(1.1)  # tokens of one second are equal

        def work() -> tuple[bool, float]:
            before = auth._minted
            client.team.get()
            return auth._minted is not before, auth._minted.offset

        assert Child(work).result() == (True, 1000.0)
        client.team.get()
    assert server.tokens[1] != server.tokens[2]


@pytest.mark.parametrize("threads", [4])
@pytest.mark.parametrize("limit", [None, 10_000])
def test_a_child_forked_while_threads_send_is_not_held_by_their_locks(
    server: EchoServer, threads: int, limit: int | None
) -> None:
    stop = threading.Event()
    with Heymarket(auth=secret(), base_url=server.url, max_retries=0, rate_limit=limit) as client:
        failed: list[Exception] = []

        def busy(number: int) -> None:
            while not stop.is_set():
                try:
                    assert client.conversations.get(number).id == number
                except Exception as error:  # noqa: BLE001
                    failed.append(error)

        running = [threading.Thread(target=busy, args=(number,)) for number in range(1, threads + 1)]
        for each in running:
            each.start()
        try:
            for _ in range(threads):
                server.arrived.acquire()
            for number in range(100, 115):
                assert Child(lambda number=number: client.conversations.get(number).id).result() == number
        finally:
            stop.set()
            for each in running:
                each.join()
    assert not failed


def test_a_lock_held_at_the_fork_is_not_held_in_the_child(server: EchoServer) -> None:
    """The worst moment, made to last."""
    auth, limit = secret(), RateLimit(1, 3600)
    with Heymarket(auth=auth, base_url=server.url, rate_limit=limit) as client:
        client.team.get()
        waiting = limit.place().turn()
        assert next(waiting) > 3000, "somebody queues, and the limit is reached"
        pool = client._driver.connections._transport._pool
        with auth._lock, limit._lock, pool._optional_thread_lock, client._driver.connections._lock:
            auth._minting_thread = threading.get_ident()
            child = Child(lambda: (client.conversations.get(5).id, waiting.close()))
            auth._minting_thread = None
        assert child.result() == (5, None)
        assert limit._line
        waiting.close()


def test_a_child_paces_itself_from_the_start(server: EchoServer) -> None:
    limit = RateLimit(3, 3600)
    with Heymarket(auth=secret(), base_url=server.url, rate_limit=limit, deadline=5) as client:
        for number in (1, 2, 3):
            client.conversations.get(number)
        assert Child(lambda: [client.conversations.get(number).id for number in (4, 5, 6)]).result() == [4, 5, 6]


def test_a_fork_in_the_middle_of_a_request(server: EchoServer) -> None:
    server.slow = 0.3
    with Heymarket(auth=secret(), base_url=server.url, max_retries=0) as client:
        client.team.get()
        got: list[int] = []
        thread = threading.Thread(target=lambda: got.append(client.conversations.get(1).id))
        thread.start()
        for _ in range(2):
            server.arrived.acquire()
        assert Child(lambda: client.conversations.get(2).id).result() == 2
        thread.join()
    assert got == [1]


@pytest.mark.parametrize("kind", ["async", "aiohttp"])
def test_a_fork_inside_a_running_loop(server: EchoServer, kind: str) -> None:
    server.slow = 0.1

    async def main() -> list[Any]:
        options = {"transport": AiohttpTransport()} if kind == "aiohttp" else {}
        async with AsyncHeymarket(auth=secret(), base_url=server.url, max_retries=0, **options) as client:
            await client.team.get()
            task = asyncio.ensure_future(_id(client, 1))
            await asyncio.sleep(0.05)
            child = Child(lambda: asyncio.run(_id(client, 2)))
            there = await asyncio.to_thread(child.result)
            return [await task, there, await _id(client, 3)]

    assert asyncio.run(main()) == [1, 2, 3]


async def _id(client: AsyncHeymarket, number: int) -> int:
    return (await client.conversations.get(number)).id


_preloaded: list[Heymarket] = []


def _work(number: int) -> int:
    return _preloaded[0].conversations.get(number).id


def test_a_pool_of_workers_that_was_preloaded(server: EchoServer) -> None:
    server.slow = 0.01
    with Heymarket(auth=secret(), base_url=server.url, max_retries=0) as client:
        _preloaded[:] = [client]
        client.team.get()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            with multiprocessing.get_context("fork").Pool(4) as pool:
                assert pool.map(_work, range(40), chunksize=1) == list(range(40))


# Transports of the caller.


def renewable() -> dict[str, Callable[[], Any]]:
    class Logging(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return super().handle_request(request)

    class Wrapping(httpx.BaseTransport):
        def __init__(self) -> None:
            self.inner = httpx.HTTPTransport()

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return self.inner.handle_request(request)

        def close(self) -> None:
            self.inner.close()

    class Renewable(Wrapping):
        def renewed(self) -> Renewable:
            return Renewable()

    return {"httpx": httpx.HTTPTransport, "subclass": Logging, "renewed": Renewable, "unknown": Wrapping}


@pytest.mark.parametrize("kind", ["httpx", "subclass", "renewed"])
def test_a_transport_that_can_be_renewed(server: EchoServer, kind: str) -> None:
    with Heymarket(auth=secret(), base_url=server.url, transport=renewable()[kind]()) as client:
        client.conversations.get(1)
        assert Child(lambda: client.conversations.get(2).id).result() == 2
        assert client.conversations.get(3).id == 3
    assert [connection for connection, _ in server.asked] == [1, 2, 1]


def test_one_that_cannot_is_refused_if_it_has_connections(server: EchoServer) -> None:
    with Heymarket(auth=secret(), base_url=server.url, transport=renewable()["unknown"]()) as client:
        assert Child(lambda: client.conversations.get(1).id).result() == 1
        client.conversations.get(2)
        with pytest.raises(ClientUnusableError, match=r"used before the process forked.*Wrapping.*make the client in"):
            Child(lambda: client.conversations.get(3)).result()
        assert client.conversations.get(4).id == 4
    assert [last for _, last in server.asked] == ["1", "2", "4"]


def test_one_without_connections_is_used_as_it_is() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"id": 7}))
    with Heymarket(auth=secret(), transport=transport) as client:
        client.team.get()
        assert Child(lambda: client.team.get().id).result() == 7


@pytest.mark.parametrize("given", ["session", "function"])
def test_a_session_of_the_caller(server: EchoServer, given: str) -> None:
    async def main() -> Any:
        make = aiohttp.ClientSession
        transport = AiohttpTransport(client=make() if given == "session" else make)
        async with AsyncHeymarket(auth=secret(), base_url=server.url, transport=transport) as client:
            await client.conversations.get(1)
            child = Child(lambda: asyncio.run(_id(client, 2)))
            try:
                return await asyncio.to_thread(child.result)
            finally:
                assert await _id(client, 3) == 3

    if given == "function":
        assert asyncio.run(main()) == 2
    else:
        with pytest.raises(ClientUnusableError, match="give it a function"):
            asyncio.run(main())
    assert sorted(last for _, last in server.asked) == (["1", "2", "3"] if given == "function" else ["1", "3"])


def test_garbage_stays_garbage() -> None:
    gc.collect()
    before = len(forks._living)
    clients: list[Any] = [Heymarket(auth=secret()), AsyncHeymarket(auth=secret())]
    clients.append(AsyncHeymarket(auth=secret(), transport=AiohttpTransport()))
    parts = [weakref.ref(each._driver.connections) for each in clients]
    assert len(forks._living) > before
    clients.clear()
    gc.collect()
    assert [part() for part in parts] == [None, None, None]
    assert len(forks._living) == before
