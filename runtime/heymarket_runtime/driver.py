"""Runs what `exchange` and `listings` yield: sends requests, sleeps, and hands back what came of it.

A driver is what a client's resources share. The synchronous and the asynchronous one differ in nothing but
how they send and sleep.
"""

from __future__ import annotations

import sys
import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, ParamSpec, Self, TypeVar, cast

import msgspec

from . import deadline, environment
from .connections import AsyncConnections, Connections
from .encodings import check_whole
from .errors import ClientUnusableError, HeymarketError, InvalidRequestError
from .exchange import Outcome, Wire, exchange, joiner
from .http import httpx, is_of_a_provider
from .options import Options
from .options import base_url as checked_base_url
from .options import rate_limit as checked_rate_limit
from .page import AsyncPage, AsyncPages, Page, paging, tell_cursor
from .redaction import EmptyFrames, clean_error, cleaner
from .response import RawResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Mapping

    from .arguments import Call
    from .decode import Success
    from .pacing import Blocking
    from .trials import Trials

_NO_SERVER = "is required, as the spec names no server with https: give one such as https://api.example.com"

P = ParamSpec("P")
T = TypeVar("T")


class _Driver(msgspec.Struct, frozen=True, kw_only=True):
    http: Any
    connections: Any
    wire: Wire
    """What all calls share."""
    options: Options
    raw: bool = False
    """Whether calls return a `RawResponse`."""

    new_http: ClassVar[Callable[..., Any]]
    new_transport: ClassVar[Callable[..., Any]]
    before_sending: ClassVar[tuple[Callable[[httpx.Request], Any], ...]]
    new_connections: ClassVar[Callable[..., Any]]

    @classmethod
    def open(cls, auth: httpx.Auth, default_base_url: str, user_agent: str, given: dict[str, Any]) -> Self:
        rate_limit, transport = given.pop("rate_limit", 500), given.pop("transport", None)
        keeps_servers = "base_url" not in given
        if keeps_servers and not default_base_url:
            raise InvalidRequestError("base_url", _NO_SERVER)
        wire = _wire(auth, given.pop("base_url", default_base_url), rate_limit, user_agent)
        wire.keeps_servers = keeps_servers
        options = Options().changed(given)
        make = partial(environment.transport, cls.new_transport, wire.base_url)
        connections = cls.new_connections(*((make(), make) if transport is None else (transport, None)))
        deadline.bind(transport)
        hooks = {"request": cls.before_sending}
        http = cls.new_http(auth=auth, transport=connections, timeout=options.timeout, event_hooks=hooks)
        http._cookies = _NoCookies()  # noqa: SLF001
        wire.headers["Accept-Encoding"] = http.headers["Accept-Encoding"]
        return cls(http=http, connections=connections, wire=wire, options=options)

    def changed(self, options: Mapping[str, Any]) -> Self:
        """Return a copy with other options, over the same connections."""
        return msgspec.structs.replace(self, options=self.options.changed(options))

    def returning_raw(self) -> Self:
        """Return a copy whose calls return a `RawResponse`."""
        return msgspec.structs.replace(self, raw=True)

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("clients cannot be pickled: they hold connections and credentials; make one in each process")

    def _check_open(self) -> None:
        if self.http.is_closed:
            raise ClientUnusableError("this client is closed; make a new one, or use it before its `with` block ends")

    def _returned(self, success: Success, parse: Callable[[Success], Any]) -> Any:
        # Parsed once: objects of a second parse would be those of the first, whatever the caller did to them.
        return RawResponse(success, cache(lambda: parse(success))) if self.raw else parse(success)


class Driver(_Driver, frozen=True, kw_only=True):
    http: httpx.Client
    connections: Connections
    new_http: ClassVar[Callable[..., httpx.Client]] = httpx.Client
    new_transport: ClassVar[Callable[..., httpx.HTTPTransport]] = partial(deadline.transport, httpx.HTTPTransport)
    before_sending: ClassVar[tuple[Callable[[httpx.Request], Any], ...]] = (deadline.check,)
    new_connections: ClassVar[Callable[..., Connections]] = Connections

    def call(self, call: Call) -> Any:
        """Carry out a call and return its decoded result."""
        with EmptyFrames():
            return self._returned(self._succeed(call), lambda success: success.result)

    def page(self, call: Call) -> Page[Any]:
        """Carry out a call that lists, and return its first page."""
        with EmptyFrames():
            try:
                success = self._succeed(call)
            except HeymarketError as error:
                tell_cursor(error, paging(call).given(call))
                raise
            page: Page[Any] = self._returned(success, lambda success: Page(self, success))
            return page

    def next(self, steps: Generator[Call, Success, T]) -> T:
        """Run a listing's steps, such as those to its next page."""
        with EmptyFrames():
            try:
                call = next(steps)
                while True:
                    call = steps.send(self._succeed(call))
            except StopIteration as stop:
                result: T = stop.value
                return result

    def _succeed(self, call: Call) -> Success:
        if self.options.on_call is None:
            return self._exchange(call)
        with self.options.on_call(call.operation.name):
            return self._exchange(call)
        raise _swallowed()

    def _exchange(self, call: Call) -> Success:
        steps, outcome = exchange(self.wire, self.options, call), cast("Outcome", None)
        try:
            while True:
                step = steps.send(outcome)
                outcome = None
                if isinstance(step, httpx.Request):
                    outcome = self._sent(step)
                elif callable(step):
                    step()
                else:
                    time.sleep(step)
        except StopIteration as stop:
            success: Success = stop.value
            return success
        except HeymarketError as error:
            call.tell_key(error)
            raise
        finally:
            steps.close()  # a traceback would keep the generator, and its place in the queue

    def _sent(self, request: httpx.Request) -> Outcome:
        try:
            return _released(check_whole(deadline.send(self.http, request)))
        except httpx.RequestError as error:
            if is_of_a_provider(error):
                raise
            return error
        except BaseException as error:
            if isinstance(error, RuntimeError):
                self._check_open()
            clean_error(error, cleaner(request))
            raise


class AsyncDriver(_Driver, frozen=True, kw_only=True):
    http: httpx.AsyncClient
    connections: AsyncConnections
    new_http: ClassVar[Callable[..., httpx.AsyncClient]] = httpx.AsyncClient
    new_transport: ClassVar[Callable[..., httpx.AsyncHTTPTransport]] = partial(
        deadline.transport, httpx.AsyncHTTPTransport
    )
    before_sending: ClassVar[tuple[Callable[[httpx.Request], Any], ...]] = (deadline.check_async,)
    new_connections: ClassVar[Callable[..., AsyncConnections]] = AsyncConnections

    async def call(self, call: Call) -> Any:
        """Carry out a call and return its decoded result."""
        with EmptyFrames():
            return self._returned(await self._succeed(call), lambda success: success.result)

    def page(self, call: Call) -> AsyncPages[Any]:
        """Return a listing; its first page is fetched when somebody awaits it or iterates over it."""

        async def first() -> AsyncPage[Any]:
            with EmptyFrames():
                try:
                    success = await self._succeed(call)
                except HeymarketError as error:
                    tell_cursor(error, paging(call).given(call))
                    raise
                page: AsyncPage[Any] = self._returned(success, lambda success: AsyncPage(self, success))
                return page

        return AsyncPages(first)

    async def next(self, steps: Generator[Call, Success, T]) -> T:
        """Run a listing's steps, such as those to its next page."""
        with EmptyFrames():
            try:
                call = next(steps)
                while True:
                    call = steps.send(await self._succeed(call))
            except StopIteration as stop:
                result: T = stop.value
                return result

    async def _succeed(self, call: Call) -> Success:
        if self.options.on_call is None:
            return await self._exchange(call)
        with self.options.on_call(call.operation.name):
            return await self._exchange(call)
        raise _swallowed()

    async def _exchange(self, call: Call) -> Success:
        steps, outcome = exchange(self.wire, self.options, call), cast("Outcome", None)
        try:
            while True:
                step = steps.send(outcome)
                outcome = None
                if isinstance(step, httpx.Request):
                    outcome = await self._sent(step)
                elif callable(step):
                    await _in_thread(step)
                else:
                    await _pause(step)
        except StopIteration as stop:
            success: Success = stop.value
            return success
        except HeymarketError as error:
            call.tell_key(error)
            raise
        finally:
            steps.close()  # a traceback would keep the generator, and its place in the queue

    async def _sent(self, request: httpx.Request) -> Outcome:
        try:
            return _released(check_whole(await deadline.send_async(self.http, request)))
        except httpx.RequestError as error:
            await self.connections.release_lost()
            if is_of_a_provider(error):
                raise
            return error
        except BaseException as error:
            if isinstance(error, RuntimeError):
                self._check_open()
            await self.connections.release_lost()
            clean_error(error, cleaner(request))
            raise


class Resource:
    """Base of the resource classes: one for each tag of the spec."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver


class AsyncResource:
    """Base of the asynchronous resource classes: one for each tag of the spec."""

    def __init__(self, driver: AsyncDriver) -> None:
        self._driver = driver


def raw_response(method: Callable[P, T]) -> Callable[P, RawResponse[T]]:
    """Tell type checkers what a method returns when its driver returns raw responses."""
    return cast("Callable[P, RawResponse[T]]", method)


def async_raw_response(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[RawResponse[T]]]:
    """Tell type checkers what a method returns when its driver returns raw responses."""
    return cast("Callable[P, Awaitable[RawResponse[T]]]", method)


async def _pause(seconds: float) -> None:
    """Sleep under asyncio or trio."""
    from anyio import sleep  # noqa: PLC0415 (a third of the import time, for those who do not use it)

    await sleep(seconds)


async def _in_thread(step: Blocking) -> None:
    """Run what blocks while the event loop goes on, under asyncio or trio."""
    from anyio.to_thread import run_sync  # noqa: PLC0415 (as above)

    await run_sync(step, abandon_on_cancel=True)


def _swallowed() -> RuntimeError:
    return RuntimeError("on_call: its context manager ended an error, and there is no result to return instead")


def _wire(auth: httpx.Auth, base_url: str, rate_limit: Any, user_agent: str) -> Wire:
    url = checked_base_url(base_url)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Accept": "application/json",
        "User-Agent": f"{ascii(user_agent)[1:-1]} python/{python} {httpx.__name__}/{httpx.__version__}",
        "Content-Type": "application/json",
    }
    trials: Trials | None = getattr(auth, "trials", None)  # that of `heymarket_auth` has some
    base_path = url.path.rstrip("/")
    return Wire(url, base_path, httpx.Headers(headers), checked_rate_limit(rate_limit), trials, joiner(url))


class _NoCookies(httpx.Cookies):
    """Stays empty: no request here carries cookies, so collecting them would be work for nothing."""

    def extract_cookies(self, response: httpx.Response) -> None:
        # httpx logs the reason next. Nothing else needs it, and a server may quote the credentials there.
        response.extensions.pop("reason_phrase", None)


def _released(response: httpx.Response) -> httpx.Response:
    """Break the cycle of a response and its stream, or each body waits for the garbage collector."""
    response.stream = _READ
    return response


_READ = httpx.ByteStream(b"")
