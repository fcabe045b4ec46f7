"""A call ends by its deadline whatever it is made of, over real sockets and with each transport."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from heymarket import AiohttpTransport, AsyncHeymarket, Heymarket, RequestTimeoutError
from heymarket_auth import ApiSecret
from heymarket_runtime import sockets
from tests.client.raw_server import OK, RawServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEADLINE = 0.6
# The promise is a tenth of a second on an idle machine; the machine that runs this is not. What the tests tell
# apart is a call that ends by its deadline and one that ends with what it waits for, after LONG.
LATE = 2.0
LONG = 4.0
# aiohttp handles all that it has read at once before anything else may run, here thousands of responses.
FLOOD, LATE_IN_A_FLOOD = "1xx without a pause", 6.0

pytestmark = pytest.mark.timeout(60)


def dripping(*parts: bytes) -> Callable[[socket.socket], None]:
    """Say one byte, or one of the parts, every hundredth of a second."""

    def response(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            for part in parts:
                connection.sendall(part)
                time.sleep(0.01)

    return response


def single(text: bytes) -> list[bytes]:
    return [text[index : index + 1] for index in range(len(text))]


def steady(connection: socket.socket) -> None:
    """Send 1xx responses without a pause, so that no read ever waits."""
    with contextlib.suppress(OSError):
        end = time.monotonic() + 2 * LATE_IN_A_FLOOD
        while time.monotonic() < end:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")


UNAUTHORIZED = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LATE_401 = dripping(*[b""] * 40, UNAUTHORIZED)
MADE_OF: dict[str, list[Any]] = {
    "headers that drip": [dripping(*single(HEAD + b"X: " + b"x" * 400 + b"\r\nContent-Length: 2\r\n\r\n[]"))],
    "rows of 1xx": [dripping(*[b"HTTP/1.1 103 Early Hints\r\n\r\n"] * 400, OK)],
    FLOOD: [steady],
    "a body that drips": [dripping(HEAD + b"Content-Length: 402\r\n\r\n", *single(b"[" + b" " * 400 + b"]"))],
    "chunks that drip": [dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\n \r\n"] * 400)],
    "a slow 401, then silence": [LATE_401, dripping(*[b""] * 400)],
    "a slow 401, then headers that drip": [LATE_401, dripping(*single(HEAD + b"X: " + b"x" * 400))],
    "a 401 whose body drips": [
        dripping(b"HTTP/1.1 401 No\r\nContent-Length: 400\r\n\r\n", *single(b" " * 400)),
    ],
}


def elapsed(call: Callable[[], Any]) -> tuple[float, RequestTimeoutError]:
    begin = time.monotonic()
    with pytest.raises(RequestTimeoutError) as caught:
        call()
    return time.monotonic() - begin, caught.value


def run(kind: str, url: str, **options: Any) -> None:
    options = {"auth": ApiSecret("a", "b"), "base_url": url, "deadline": DEADLINE, "max_retries": 0, **options}
    if kind == "sync":
        with Heymarket(**options) as client:
            client.conversations.list()
        return

    async def call() -> None:
        if kind == "aiohttp":
            options["transport"] = AiohttpTransport()
        async with AsyncHeymarket(**options) as client:
            await client.conversations.list()

    asyncio.run(call())


@pytest.fixture(params=["sync", "async", "aiohttp"])
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer() as server:
        yield server


@pytest.mark.parametrize("what", MADE_OF)
def test_a_call_ends_by_its_deadline(kind: str, server: RawServer, what: str) -> None:
    server.responses = MADE_OF[what]
    seconds, error = elapsed(lambda: run(kind, server.url))
    assert DEADLINE * 0.9 < seconds < DEADLINE + (LATE_IN_A_FLOOD if what == FLOOD else LATE)
    assert "by the deadline" in str(error)


@pytest.mark.parametrize("seconds", [0.3, 1.0])
def test_nothing_is_sent_when_a_provider_took_too_long(kind: str, server: RawServer, seconds: float) -> None:
    """A provider that blocks cannot be interrupted; but no request follows what came too late."""

    def provide() -> tuple[str, str]:
        time.sleep(seconds)
        return "a", "b"

    server.responses = [dripping(*[b""] * 100, OK)]
    late, error = elapsed(lambda: run(kind, server.url, auth=ApiSecret.from_provider(provide)))
    assert late < max(seconds, DEADLINE) + LATE
    assert server.requests == (seconds < DEADLINE)
    assert error.maybe_processed == (seconds < DEADLINE)


def test_a_name_with_several_addresses_where_nobody_responds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sync clients try one after the other; the async ones' libraries end their attempts together."""
    with contextlib.ExitStack() as full:
        listener = full.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):  # the backlog is full, so that the next connections wait
            waiting = full.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        monkeypatch.setattr(sockets, "_addresses", lambda *_: ["127.0.0.1"] * 6)
        seconds, error = elapsed(lambda: run("sync", f"http://127.0.0.1:{listener.getsockname()[1]}"))
    assert seconds < DEADLINE + LATE
    assert not error.maybe_processed


def test_a_name_that_is_not_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any, **__: Any) -> Any:
        time.sleep(LONG)
        raise socket.gaierror("no such host")

    monkeypatch.setattr("heymarket_runtime.sockets.socket.getaddrinfo", slow)
    seconds, error = elapsed(lambda: run("sync", "https://api.heymarket.test"))
    assert seconds < DEADLINE + LATE
    assert not error.maybe_processed


def test_the_first_address_that_can_be_reached_is_used(server: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "_addresses", lambda *_: ["127.0.0.2", "127.0.0.1"])
    run("sync", server.url, deadline=30.0)
    assert server.requests == 1


def test_a_large_body_is_sent_whole(server: RawServer) -> None:
    with Heymarket(auth=ApiSecret("a", "b"), base_url=server.url, deadline=30.0) as client:
        client.request("POST", "/v1/things", json={"text": "x" * 300_000})
    assert server.requests == 1, "the server waits for all that `Content-Length` says"
