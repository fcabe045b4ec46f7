"""One request finds out whether a token is accepted; the others of a burst wait, and sign with what it learnt."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest

from heymarket import AsyncHeymarket, AuthenticationError, ConnectionFailedError, Heymarket, RequestTimeoutError
from heymarket_auth import ApiSecret
from tests.auth.conftest import SECRET_ID, SECRET_KEY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.auth.conftest import Clock, Server

    Handler = Callable[[httpx.Request], Awaitable[httpx.Response]]

TASKS = 480
THREADS = 20
AHEAD = 3600.0


def answer(server: Server, request: httpx.Request) -> httpx.Response:
    checked = server(request)
    return httpx.Response(checked.status_code, headers=checked.headers, json=[] if checked.status_code == 200 else {})


def sync_client(handler: Callable[[httpx.Request], httpx.Response], **options: Any) -> Heymarket:
    return Heymarket(auth=ApiSecret(SECRET_ID, SECRET_KEY), transport=httpx.MockTransport(handler), **options)


def async_client(handler: Handler, **options: Any) -> AsyncHeymarket:
    return AsyncHeymarket(auth=ApiSecret(SECRET_ID, SECRET_KEY), transport=httpx.MockTransport(handler), **options)


@pytest.fixture
def slowly(server: Server) -> Handler:
    async def handler(request: httpx.Request) -> httpx.Response:
        await anyio.sleep(0.01)  # so that the others start meanwhile
        return answer(server, request)

    return handler


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_clock_that_is_off_costs_one_request_for_all_tasks(server: Server, slowly: Handler, backend: str) -> None:
    server.ahead = AHEAD

    async def run() -> None:
        async with async_client(slowly) as client, anyio.create_task_group() as group:
            for _ in range(TASKS):
                group.start_soon(client.inboxes.list)

    anyio.run(run, backend=backend)
    assert server.statuses == [401, *[200] * TASKS]


def test_a_clock_that_is_off_costs_one_request_for_all_threads(server: Server) -> None:
    server.ahead = AHEAD
    lock = threading.Lock()

    def handler(request: httpx.Request) -> httpx.Response:
        with lock:
            return answer(server, request)

    together = threading.Barrier(THREADS)

    def call() -> None:
        together.wait()
        client.inboxes.list()

    with sync_client(handler) as client, ThreadPoolExecutor(THREADS) as pool:
        for future in [pool.submit(call) for _ in range(THREADS)]:
            future.result()
    assert server.statuses == [401, *[200] * THREADS]


def test_a_clock_set_back_later_costs_one_request_too(server: Server, slowly: Handler, clock: Clock) -> None:
    async def run() -> None:
        async with async_client(slowly) as client:
            await client.inboxes.list()
            server.ahead = AHEAD
            clock.pass_(250)  # the first token is too old to be used again
            await client.inboxes.list()
            server.ahead = 0.0
            clock.pass_(250)
            await client.inboxes.list()
            async with anyio.create_task_group() as group:
                for _ in range(THREADS):
                    group.start_soon(client.inboxes.list)

    asyncio.run(run())
    assert server.statuses == [200, 401, 200, 401, 200, *[200] * THREADS]


def test_a_wrong_key_is_told_to_all(server: Server, slowly: Handler) -> None:
    server.secret_key = "another"
    told: list[BaseException] = []

    async def call(client: AsyncHeymarket) -> None:
        with pytest.raises(AuthenticationError) as caught:
            await client.inboxes.list()
        told.append(caught.value)

    async def run() -> None:
        async with async_client(slowly) as client, anyio.create_task_group() as group:
            for _ in range(THREADS):
                group.start_soon(call, client)

    asyncio.run(run())
    assert len(told) == THREADS
    assert server.statuses == [401] * 2 * THREADS


@pytest.mark.parametrize("ending", ["cancelled", "failed"])
def test_the_next_one_tries_if_the_trial_learnt_nothing(server: Server, ending: str) -> None:
    server.ahead = AHEAD
    first = True

    async def handler(request: httpx.Request) -> httpx.Response:
        nonlocal first
        mine, first = first, False
        await anyio.sleep(0.2 if mine else 0.01)
        if mine:
            raise httpx.ConnectError("nobody there", request=request)
        return answer(server, request)

    async def trial(client: AsyncHeymarket) -> None:
        with anyio.move_on_after(0.1 if ending == "cancelled" else 10.0):
            with pytest.raises(ConnectionFailedError):
                await client.with_options(max_retries=0).inboxes.list()

    async def run() -> None:
        async with async_client(handler) as client, anyio.create_task_group() as group:
            group.start_soon(trial, client)
            await anyio.sleep(0.05)
            for _ in range(THREADS):
                group.start_soon(client.inboxes.list)

    asyncio.run(run())
    assert server.statuses == [401, *[200] * THREADS]


def test_nobody_waits_for_long(server: Server) -> None:
    """A server may be at work on the first request for minutes: then its token was good."""
    released = threading.Event()

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("team"):
            assert released.wait(60), "the others went on meanwhile"
            return httpx.Response(200, json={"id": 1, "list_size": 1, "members": [], "name": "A"})
        return answer(server, request)

    with sync_client(handler) as client, ThreadPoolExecutor(THREADS) as pool:
        slow = pool.submit(client.team.get)
        while not client._driver.wire.trials._trial:
            pass
        for future in [pool.submit(client.inboxes.list) for _ in range(3)]:
            future.result()
        released.set()
        slow.result()
    assert server.statuses == [200] * 3


def test_a_deadline_is_kept_while_waiting(server: Server) -> None:
    async def handler(request: httpx.Request) -> httpx.Response:
        await anyio.sleep(1.0)
        return answer(server, request)

    async def run() -> None:
        async with async_client(handler) as client, anyio.create_task_group() as group:
            group.start_soon(client.inboxes.list)
            await anyio.sleep(0.05)
            with pytest.raises(RequestTimeoutError):
                await client.with_options(deadline=0.2, max_retries=0).inboxes.list()
            assert server.statuses == [], "it was told before the trial had ended"

    asyncio.run(run())


def test_loops_do_not_wait_for_each_other(server: Server, slowly: Handler) -> None:
    """A trial whose event loop has died is over."""
    server.ahead = AHEAD
    auth = ApiSecret(SECRET_ID, SECRET_KEY)

    async def left_behind() -> None:
        client = AsyncHeymarket(auth=auth, transport=httpx.MockTransport(partial(forever)))
        task = asyncio.get_running_loop().create_task(client.inboxes.list())
        await asyncio.sleep(0.05)
        del task  # asyncio.run cancels it

    async def forever(_request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    async def run() -> None:
        async with AsyncHeymarket(auth=auth, transport=httpx.MockTransport(slowly)) as client:
            await client.inboxes.list()

    asyncio.run(left_behind())
    asyncio.run(run())
    assert server.statuses == [401, 200]
