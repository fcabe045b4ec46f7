"""No frame that an exception keeps leads to a token, whatever failed, wherever, on whichever transport."""

# ruff: noqa: PT017, TRY301 (exceptions are what these tests look at)

from __future__ import annotations

import asyncio
import contextlib
import sys
import traceback
import types
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import AsyncHeymarket, Heymarket
from heymarket_auth import ApiSecret
from heymarket_runtime.aiohttp import AiohttpTransport

from .raw_server import RawServer

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "Zk3nQ8vT1xLr5Wm9Yb2Hc7Jd4Fg6Ps0a"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
SECRETS = ("Bearer ey", "eyJ", KEY)


def chain(error: BaseException | None, seen: set[int] | None = None) -> Iterator[BaseException]:
    seen = set() if seen is None else seen
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield error
    for other in (error.__cause__, error.__context__, *getattr(error, "exceptions", ())):
        yield from chain(other, seen)


def frames(error: BaseException) -> Iterator[types.FrameType]:
    for each in chain(error):
        trace = each.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename != __file__:
                yield trace.tb_frame
            trace = trace.tb_next


def holds(value: Any, seen: dict[int, Any]) -> bool:
    """Whether a secret can be reached by attributes and containers; functions are closed."""
    if id(value) in seen or isinstance(value, type | types.ModuleType | types.FunctionType | types.CodeType):
        return False
    seen[id(value)] = value
    if isinstance(value, str | bytes | bytearray):
        text = value if isinstance(value, str) else bytes(value).decode("latin-1")
        return any(secret in text for secret in SECRETS)
    parts = list(getattr(value, "__dict__", {}).values())
    for kind in type(value).__mro__:
        slots = getattr(kind, "__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            with contextlib.suppress(Exception):
                parts.append(getattr(value, name))
    if isinstance(value, dict):
        parts += [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts += value
    return any(holds(part, seen) for part in parts)


def leaking(error: BaseException) -> list[str]:
    return [
        f"{frame.f_code.co_filename}:{frame.f_code.co_name} {name}"
        for frame in frames(error)
        for name, value in frame.f_locals.items()
        if holds(value, {})
    ]


class Raising(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A user's transport, with the token in a variable of its own."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        header = request.headers["Authorization"]
        try:
            raise ZeroDivisionError(len(header))
        except ZeroDivisionError:
            raise self.error  # noqa: B904

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


def fails(client: Any) -> BaseException:
    try:
        if isinstance(client, Heymarket):
            with client:
                client.team.get()
        else:
            asyncio.run(asked(client))
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError


async def asked(client: Any) -> None:
    async with client:
        await client.team.get()


def transports(kind: str) -> Any:
    return {"sync": httpx.HTTPTransport, "async": httpx.AsyncHTTPTransport, "aiohttp": AiohttpTransport}[kind]()


def client(kind: str, transport: Any, url: str, **options: Any) -> Any:
    options.setdefault("max_retries", 0)
    made = Heymarket if kind == "sync" else AsyncHeymarket
    return made(auth=ApiSecret("id", KEY), transport=transport, base_url=url, rate_limit=None, **options)


FAILURES: dict[str, bytes] = {
    "closed": RawServer.CLOSE,
    "garbage": b"nonsense\r\n\r\n" + RawServer.CLOSE,
    "half the head": b"HTTP/1.1 200 OK\r\nX-" + RawServer.CLOSE,
    "half the body": HEAD + b"{" + RawServer.CLOSE,
    "bad gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    "no JSON": HEAD + b"not JSON!",
    "refused": b"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}",
}


@pytest.mark.parametrize("kind", ["sync", "async", "aiohttp"])
@pytest.mark.parametrize("failure", FAILURES)
def test_a_server_that_fails(kind: str, failure: str, raw_server: RawServer) -> None:
    raw_server.responses = [FAILURES[failure]]
    error = fails(client(kind, transports(kind), raw_server.url))
    assert leaking(error) == []
    assert any(frame.f_code.co_name == "exchange" or "decode" in frame.f_code.co_name for frame in frames(error))


@pytest.mark.parametrize("kind", ["sync", "async", "aiohttp"])
def test_a_connection_that_cannot_be_made(kind: str) -> None:
    with RawServer() as gone:
        url = gone.url
    assert leaking(fails(client(kind, transports(kind), url))) == []


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(
    "error",
    [OverflowError("huge"), KeyboardInterrupt(), SystemExit(), ValueError("mine"), httpx.ReadError("mine"), OSError(5)],
    ids=lambda error: type(error).__name__,
)
def test_whatever_a_transport_raises(kind: str, error: BaseException) -> None:
    caught = fails(client(kind, Raising(error), "http://127.0.0.1:1"))
    assert leaking(caught) == []
    if not isinstance(error, httpx.ReadError):
        assert type(caught) is type(error)
        assert "handle_request" in {frame.f_code.co_name for frame in frames(caught)} | {
            trace.name for trace in traceback.extract_tb(caught.__traceback__)
        }


@pytest.mark.parametrize("kind", ["async", "aiohttp"])
def test_a_cancelled_task(kind: str, raw_server: RawServer) -> None:
    async def run() -> BaseException:
        async with client(kind, transports(kind), raw_server.url) as heymarket:
            task = asyncio.create_task(heymarket.team.get())
            await asyncio.to_thread(raw_server.arrived.acquire)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError as error:
                return error
        raise AssertionError

    raw_server.responses = [b""]
    assert leaking(asyncio.run(run())) == []


def test_frames_of_what_the_caller_was_handling_are_his() -> None:
    def earlier() -> None:
        kept = "mine"
        raise LookupError(kept)

    try:
        earlier()
    except LookupError as mine:
        fails(client("sync", Raising(ValueError()), "http://127.0.0.1:1"))
        assert mine.__traceback__ is not None
        assert mine.__traceback__.tb_next is not None
        assert mine.__traceback__.tb_next.tb_frame.f_locals["kept"] == "mine"


def test_a_generator_that_goes_on_is_left_alone() -> None:
    kept: list[BaseException] = []

    def going_on() -> Iterator[int]:
        try:
            raise ValueError
        except ValueError as error:
            kept.append(error)
        yield 1
        yield 2

    generator = going_on()
    next(generator)
    fails(client("sync", Raising(kept[0]), "http://127.0.0.1:1"))
    assert next(generator) == 2
    assert sys.exception() is None


SOMEBODYS = """
def send(request):
    header = request.headers["Authorization"]
    raise ZeroDivisionError(len(header))

def handle(request):
    try:
        send(request)
    except ZeroDivisionError as error:
        raise OverflowError("too much") from error
"""


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_frames_of_what_an_error_came_from_hold_nothing(kind: str) -> None:
    scope: dict[str, Any] = {}
    exec(compile(SOMEBODYS, "somebodys_transport.py", "exec"), scope)  # so that its frames are not this file's
    error = fails(client(kind, httpx.MockTransport(scope["handle"]), "https://api.heymarket.com"))
    assert isinstance(error, OverflowError)
    assert isinstance(error.__cause__, ZeroDivisionError)
    assert "send" in [each.f_code.co_name for each in frames(error.__cause__)], "the traceback still tells where it was"
    assert leaking(error) == []
