"""What `heymarket[aiohttp]` brings: an async transport for many calls at once.

from heymarket import AiohttpTransport, AsyncHeymarket

AsyncHeymarket(auth=..., transport=AiohttpTransport())
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import aiohttp
import httpx_aiohttp

from .http import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


class AiohttpTransport(httpx_aiohttp.AiohttpTransport):
    """Takes the arguments of `httpx.AsyncHTTPTransport`, and raises the same errors.

    Proxies of the environment are not used; give `proxy`.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with _named():
            response = await super().handle_async_request(request)
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101
        response.stream = _Stream(response.stream)
        return response


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
