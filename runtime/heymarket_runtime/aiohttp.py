"""What `heymarket[aiohttp]` brings: an async transport for many calls at once.

from heymarket import AiohttpTransport, AsyncHeymarket

AsyncHeymarket(auth=..., transport=AiohttpTransport())
"""

from __future__ import annotations

import asyncio
import copy
import inspect
import select
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakSet

import aiohttp
import httpx_aiohttp

from .errors import ClientUnusableError
from .forks import keep_inherited, renew_in_children
from .http import httpx
from .pacing import WRITTEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

# What h11 takes, and so httpx: a whole head of 100 kB, with any number of fields.
_LONGEST_HEAD = 100 * 1024
_LIMITS = {"max_line_size": _LONGEST_HEAD, "max_field_size": _LONGEST_HEAD, "max_headers": _LONGEST_HEAD // 4}
_SESSION_TAKES = inspect.signature(aiohttp.ClientSession).parameters

_written: ContextVar[Callable[[], None] | None] = ContextVar("_written", default=None)


class AiohttpTransport(httpx_aiohttp.AiohttpTransport):
    """Takes the arguments of `httpx.AsyncHTTPTransport`, and raises the same errors.

    Proxies of the environment are not used; give `proxy`. A `client` of your own, an `aiohttp.ClientSession`,
    serves one event loop and no forked process, keeps cookies and repeats requests as it is set to, and its requests
    count for the rate limit when they are answered; a function that returns one serves all loops.
    """

    client: aiohttp.ClientSession | Callable[[], aiohttp.ClientSession] | None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._given = self.client
        renew_in_children(self)

    def get_client(self) -> aiohttp.ClientSession:
        if self.client is not None:
            return super().get_client()
        limits: dict[str, Any] = {name: limit for name, limit in _LIMITS.items() if name in _SESSION_TAKES}
        jar = aiohttp.DummyCookieJar()
        made: dict[str, Any] = {"connector": self._connector(), "cookie_jar": jar, "response_class": _Response}
        session = aiohttp.ClientSession(**made, **limits)
        session._retry_connection = False  # noqa: SLF001 (else it repeats a PUT or DELETE whose connection broke)
        return session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        _check_loop()
        before = _written.set(request.extensions.get(WRITTEN))
        try:
            with _named():
                response = await super().handle_async_request(request)
        finally:
            _written.reset(before)
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101
        response.stream = _Stream(response.stream)
        return response

    async def aclose(self) -> None:
        """Close the connections; another request would open new ones."""
        await super().aclose()
        self.client = self._given

    def renewed(self) -> Self:
        """Return a transport with the same settings and no connections. Raises `ClientUnusableError`."""
        if isinstance(self._given, aiohttp.ClientSession):
            raise ClientUnusableError(
                "AiohttpTransport(client=...) was given a ClientSession, which serves one event loop of one process; "
                "give it a function that makes one: client=lambda: aiohttp.ClientSession(...)"
            )
        other = copy.copy(self)
        other.client = self._given
        renew_in_children(other)
        return other

    def renew_in_child(self) -> None:
        if isinstance(self.client, aiohttp.ClientSession):
            keep_inherited(self.client.connector)
        self.abandon()
        self.client = self._given

    def abandon(self) -> None:
        """Let the session go without a goodbye to the server, which its loop is not here to say."""
        if isinstance(self.client, aiohttp.ClientSession) and self.client.connector is not None:
            self.client.connector._closed = True  # noqa: SLF001

    def _connector(self) -> aiohttp.BaseConnector:
        options: dict[str, Any] = {"keepalive_timeout": self.limits.keepalive_expiry}
        if self.limits.max_connections is not None:
            options["limit"] = self.limits.max_connections
        if self.uds:
            return _UnixConnector(path=self.uds, **options)
        local = (self.local_address, 0) if self.local_address else None
        return _TCPConnector(ssl=self.ssl_context, local_addr=local, **options)


class _Response(aiohttp.ClientResponse):
    """Has no reason phrase: httpx-aiohttp refuses one that is not UTF-8, and nothing needs it."""

    async def start(self, connection: aiohttp.connector.Connection) -> Self:
        await super().start(connection)
        self.reason = None
        return self


class _Connector(aiohttp.BaseConnector):
    """Gives no connection that the server has closed meanwhile, and tells of those that it gives."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._known: WeakSet[Any] = WeakSet()

    async def connect(self, *arguments: Any, **options: Any) -> aiohttp.connector.Connection:
        while True:
            connection = await super().connect(*arguments, **options)
            if connection.protocol not in self._known:
                self._known.add(connection.protocol)
                break
            # A loop that was blocked has not seen yet that the server closed it.
            if not _is_readable(connection.transport):
                break
            connection.close()
        if (written := _written.get()) is not None:
            written()  # aiohttp goes on to write at once
        return connection


class _TCPConnector(_Connector, aiohttp.TCPConnector):
    pass


class _UnixConnector(_Connector, aiohttp.UnixConnector):
    pass


def _is_readable(transport: asyncio.Transport | None) -> bool:
    sock = None if transport is None else transport.get_extra_info("socket")
    if sock is None:
        return True
    if not hasattr(select, "poll"):  # Windows, where any socket fits into a select
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def _check_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        raise ClientUnusableError("AiohttpTransport needs asyncio; leave `transport` out under trio") from None


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _named():
            async for chunk in self._stream:
                yield chunk

    async def aclose(self) -> None:
        with _named():
            await self._stream.aclose()


@contextmanager
def _named() -> Iterator[None]:
    """Raise what httpx would: httpx-aiohttp raises `ConnectTimeout` for every failure of a connection.

    A write whose response got lost would then be retried, because a `ConnectTimeout` means that nothing was sent.
    """
    try:
        yield
    except (httpx.TransportError, aiohttp.ClientError) as error:
        cause = error if isinstance(error, aiohttp.ClientError) else error.__cause__
        match cause:
            case aiohttp.ConnectionTimeoutError():
                raise httpx.ConnectTimeout(str(cause)) from cause
            case aiohttp.ServerTimeoutError():
                raise httpx.ReadTimeout(str(cause)) from cause
            case aiohttp.ClientConnectorError():
                raise httpx.ConnectError(str(cause)) from cause
            case aiohttp.ClientConnectionError() | aiohttp.ClientPayloadError():
                raise httpx.ReadError(str(cause)) from cause
            case aiohttp.ClientError():
                raise httpx.RemoteProtocolError(str(cause)) from cause
            case _:
                raise
