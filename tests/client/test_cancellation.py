"""Stopping a call in the middle leaves a client that works, over real sockets."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from heymarket import ConnectionFailedError, Heymarket, RequestTimeoutError

from .driving import Counting, Driver, Script
from .raw_server import OK, RawServer
from .servers import Server, items_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .driving import Clock

HALF = OK[:-1]


def hang(after: bytes) -> Callable[[socket.socket], None]:
    """Say something, then nothing until the other side closes."""

    def response(connection: socket.socket) -> None:
        connection.sendall(after)
        connection.recv(1)

    return response


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n", HALF], ids=["nothing", "half a head", "half a body"])
def test_a_cancelled_task_leaves_a_client_that_works(
    runner: asyncio.Runner, raw_server: RawServer, said: bytes
) -> None:
    raw_server.responses = [OK, hang(said), OK]

    async def main() -> None:
        async with Driver(runner).client(base_url=raw_server.url) as client:
            await client.conversations.list()
            task = asyncio.ensure_future(_first(client))
            loop = asyncio.get_running_loop()
            for _ in range(2):
                await loop.run_in_executor(None, raw_server.arrived.acquire)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            for _ in range(3):
                assert (await client.conversations.list()).items == []
            assert client._driver.connections._transport._pool.connections[0].is_idle()
            assert len(client._driver.connections._transport._pool.connections) == 1

    runner.run(main())
    assert raw_server.connections == 2, "the connection in the middle of a response is not used again"


async def _first(client: Any) -> Any:
    return await client.conversations.list()


def test_a_hundred_cancelled_tasks_leave_a_client_that_works(runner: asyncio.Runner, raw_server: RawServer) -> None:
    raw_server.responses = [hang(b"")] * 100 + [OK]

    async def main() -> None:
        async with Driver(runner).client(base_url=raw_server.url) as client:
            tasks = [asyncio.ensure_future(_first(client)) for _ in range(100)]
            loop = asyncio.get_running_loop()
            for _ in range(100):
                await loop.run_in_executor(None, raw_server.arrived.acquire)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert (await client.conversations.list()).items == []
            assert len(client._driver.connections._transport._pool.connections) == 1

    runner.run(main())


@pytest.fixture
def interrupts() -> Iterator[None]:
    """A shell starts background jobs with interrupts ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
@pytest.mark.parametrize("said", [b"", HALF], ids=["nothing", "half a body"])
def test_an_interrupt_leaves_a_client_that_works(raw_server: RawServer, said: bytes) -> None:
    raw_server.responses = [OK, hang(said), OK]
    with Heymarket(auth=Counting(), base_url=raw_server.url) as client:
        client.conversations.list()
        raw_server.arrived.acquire()

        def interrupt() -> None:
            raw_server.arrived.acquire()
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

        thread = threading.Thread(target=interrupt)
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            client.conversations.list()
        thread.join()
        for _ in range(3):
            assert client.conversations.list().items == []
        assert len(client._driver.connections._transport._pool.connections) == 1
    assert raw_server.connections == 2


def test_an_interrupt_while_waiting_for_the_rate_limit_leaves_the_queue(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    client = Driver(None).client(Script([[]]), rate_limit=1)
    client.conversations.list()
    monkeypatch.setattr(clock, "sleep", interrupted)
    with pytest.raises(KeyboardInterrupt) as caught:
        client.conversations.list()
    assert caught.traceback, "which holds every frame"
    assert client._driver.wire.rate_limit._line == []


def test_an_interrupted_listing_can_go_on() -> None:
    server = Server(items_at(*range(15)))
    interrupts = iter([False, True])

    def response(request: Any) -> Any:
        if next(interrupts, False):
            raise KeyboardInterrupt
        return server(request)

    page = Driver(None).client(response).conversations.list()
    with pytest.raises(KeyboardInterrupt):
        page.next_page()
    assert [item.id for item in page] == list(range(15, 0, -1))


# What a broken connection becomes.

BROKEN = {
    "closed at once": (RawServer.CLOSE, "RemoteProtocolError"),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent" + RawServer.CLOSE, "RemoteProtocolError"),
    "half a body": (HALF + RawServer.CLOSE, "RemoteProtocolError"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n\r\n" + RawServer.CLOSE, "RemoteProtocolError"),
    "bad gzip": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n[]" + RawServer.CLOSE,
        "DecodingError",
    ),
    "bad chunk": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]" + RawServer.CLOSE,
        "RemoteProtocolError",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_response_is_asked_for_again(drive: Driver, raw_server: RawServer, kind: str) -> None:
    response, _ = BROKEN[kind]
    raw_server.responses = [response, response, OK]
    client = drive.client(base_url=raw_server.url)
    assert drive.first(client).items == []
    drive.run(client.close())
    assert raw_server.requests == 3


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_response_is_never_taken_for_a_whole_one(drive: Driver, raw_server: RawServer, kind: str) -> None:
    response, name = BROKEN[kind]
    raw_server.responses = [response]
    client = drive.client(base_url=raw_server.url, max_retries=1)
    with pytest.raises(ConnectionFailedError, match=rf"after 2 attempts \({name}"):
        drive.first(client)
    drive.run(client.close())


def test_nobody_listens(drive: Driver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = drive.client(base_url=f"http://127.0.0.1:{port}")
    with pytest.raises(ConnectionFailedError, match="ConnectError") as caught:
        drive.first(client)
    assert not caught.value.maybe_processed
    drive.run(client.close())


def test_a_silent_server_is_a_timeout(drive: Driver, raw_server: RawServer) -> None:
    raw_server.responses = [hang(HALF)]
    client = drive.client(base_url=raw_server.url, timeout=0.05, max_retries=0)
    with pytest.raises(RequestTimeoutError, match="ReadTimeout") as caught:
        drive.first(client)
    assert caught.value.maybe_processed
    drive.run(client.close())


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(drive: Driver, raw_server: RawServer, status: int) -> None:
    head = f"HTTP/1.1 {status} Moved\r\nLocation: {raw_server.url}/other\r\nContent-Length: 0\r\n\r\n"
    raw_server.responses = [head.encode()]
    client = drive.client(base_url=raw_server.url)
    with pytest.raises(Exception, match=str(status)):
        drive.first(client)
    drive.run(client.close())
    assert raw_server.requests == 1
