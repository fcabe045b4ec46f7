"""Sending a request and reading its response whole, by a deadline if there is one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from .http import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

DEADLINE = "heymarket_deadline"
"""Request extension: the moment on the monotonic clock."""


def send(client: httpx.Client, request: httpx.Request) -> httpx.Response:
    end = request.extensions.get(DEADLINE)
    if end is None:
        return client.send(request)
    response = client.send(request, stream=True)
    try:
        response.stream = _Until(response.stream, end)
        response.read()
    finally:
        response.close()
    return response


async def send_async(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    end = request.extensions.get(DEADLINE)
    if end is None:
        return await client.send(request)
    response = await client.send(request, stream=True)
    try:
        response.stream = _Until(response.stream, end)
        await response.aread()
    finally:
        await response.aclose()
    return response


class _Until(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream | httpx.AsyncByteStream, end: float) -> None:
        self._stream = stream
        self._end = end

    def __iter__(self) -> Iterator[bytes]:
        for chunk in cast("httpx.SyncByteStream", self._stream):
            self._check()
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in cast("httpx.AsyncByteStream", self._stream):
            self._check()
            yield chunk

    def _check(self) -> None:
        if time.monotonic() > self._end:
            raise httpx.ReadTimeout("the response was not complete by the deadline")

    def close(self) -> None:
        cast("httpx.SyncByteStream", self._stream).close()

    async def aclose(self) -> None:
        await cast("httpx.AsyncByteStream", self._stream).aclose()
