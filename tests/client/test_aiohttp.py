"""`heymarket[aiohttp]` fails, retries and times out as the default transport does."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

import pytest

from heymarket import (
    AsyncHeymarket,
    ConnectionFailedError,
    HeymarketError,
    RequestTimeoutError,
)
from heymarket_runtime.aiohttp import AiohttpTransport

from .driving import Counting
from .raw_server import OK, RawServer

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

TRANSPORTS = {"default": lambda: None, "aiohttp": AiohttpTransport}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
CLOSED = RawServer.CLOSE


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> Any:
    return TRANSPORTS[request.param]


def use(work: Callable[[AsyncHeymarket], Any], transport: Callable[[], Any], url: str, **options: Any) -> Any:
    async def run() -> Any:
        client = AsyncHeymarket(auth=Counting(), base_url=url, transport=transport(), rate_limit=None, **options)
        async with client:
            return await work(client)

    return asyncio.run(run())


def list_once(client: AsyncHeymarket) -> Any:
    return client.conversations.list()


def write(client: AsyncHeymarket) -> Any:
    return client.request("POST", "/v1/things", json={"a": 1})


FAILURES = {
    "closed before responding": (CLOSED, ConnectionFailedError),
    "reset before responding": (reset, ConnectionFailedError),
    "closed inside the head": (HEAD + CLOSED, ConnectionFailedError),
    "closed inside the body": (HEAD + b"9\r\n\r\n[" + CLOSED, ConnectionFailedError),
    "not HTTP": (b"nonsense\r\n\r\n" + CLOSED, ConnectionFailedError),
    "silence": (silent, RequestTimeoutError),
    "silence inside the body": (HEAD + b"9\r\n\r\n[", RequestTimeoutError),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_has_the_same_name(failure: str, transport: Any, raw_server: RawServer) -> None:
    raw_server.responses, expected = [FAILURES[failure][0]], FAILURES[failure][1]
    with pytest.raises(HeymarketError) as caught:
        use(list_once, transport, raw_server.url, max_retries=0, timeout=0.3)
    assert type(caught.value) is expected
    assert caught.value.maybe_processed


@pytest.mark.parametrize("failure", FAILURES)
def test_a_write_that_may_have_been_carried_out_is_not_repeated(
    failure: str, transport: Any, raw_server: RawServer
) -> None:
    raw_server.responses = [FAILURES[failure][0], OK]
    with pytest.raises(ConnectionFailedError) as caught:
        use(write, transport, raw_server.url, timeout=0.3)
    assert caught.value.maybe_processed
    assert raw_server.arrived.acquire(timeout=30)  # a busy machine may read it after the client has given up
    assert raw_server.requests == 1


@pytest.mark.parametrize("failure", FAILURES)
def test_a_read_is_repeated(failure: str, transport: Any, raw_server: RawServer) -> None:
    raw_server.responses = [FAILURES[failure][0], OK]
    assert use(list_once, transport, raw_server.url, timeout=0.3).items == []
    assert raw_server.requests == 2


def test_nobody_listens(transport: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(HeymarketError) as caught:
        use(write, transport, url, max_retries=1)
    assert type(caught.value) is ConnectionFailedError
    assert not caught.value.maybe_processed
    assert "after 2 attempts" in str(caught.value)


def test_a_cancelled_call_leaves_a_client_that_works(transport: Any, raw_server: RawServer) -> None:
    raw_server.responses = [silent, OK]

    async def listing(client: AsyncHeymarket) -> Any:
        return await client.conversations.list()

    async def work(client: AsyncHeymarket) -> Any:
        task = asyncio.create_task(listing(client))
        await asyncio.to_thread(raw_server.arrived.acquire)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await listing(client)

    assert use(work, transport, raw_server.url).items == []


def test_a_request_is_the_same_on_the_wire(raw_server: RawServer) -> None:
    seen: list[httpx.Request] = []

    class Seeing(AiohttpTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return await super().handle_async_request(request)

    use(lambda client: client.conversations.list(limit=3), Seeing, raw_server.url)
    assert seen[0].content == b'{"limit":3}'
    assert seen[0].headers["Content-Length"] == "11"
    assert "Transfer-Encoding" not in seen[0].headers
