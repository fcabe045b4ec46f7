"""Ending a call by its deadline, whatever it is made of.

What is left of the deadline bounds each step of an attempt. Sync clients bound each read and write of a connection
too (`sockets`), for httpx's timeouts start anew with each byte that arrives; async ones cancel what is late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from .clock import Clock
from .http import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")

DEADLINE = "heymarket_deadline"
"""Request extension: the `Deadline` of the call."""

UNSIGNED = "heymarket_unsigned"
"""Request extension: whether the request needs no credentials."""

# Timeouts of our own go first: they know what was sent, and leave httpx's pool in order.
_GRACE = 0.05


class Deadline:
    """The seconds for a call in all."""

    def __init__(self, seconds: float) -> None:
        self._clock = Clock()
        self._end = self._clock.now() + seconds

    @property
    def left(self) -> float:
        return self._end - self._clock.now()

    def within(self, seconds: float | None) -> Left:
        left = max(self.left, 0.001)
        return Left(left if seconds is None else min(seconds, left), self)

    def pause(self, seconds: float) -> Iterator[float]:
        """Yield a pause, which counts even if the clock stands still."""
        at_least = self._clock.now() + seconds
        yield seconds
        self._clock.now(at_least)


class Left(float):
    """A timeout of one step that knows the deadline, as that step may take several turns."""

    deadline: Deadline

    def __new__(cls, seconds: float, deadline: Deadline) -> Self:
        made = super().__new__(cls, seconds)
        made.deadline = deadline
        return made

    def now(self, late: type[httpx.TimeoutException]) -> Left:
        """Return what is left of it now; raise if that is nothing."""
        if self.deadline.left <= 0:
            raise late("the deadline has passed")
        return self.deadline.within(self)


def transport(make: Callable[..., T], **options: Any) -> T:
    """Return a transport of httpx, sync or async, whose connections are those of `sockets`."""
    made = make(**options)
    bind(made)
    return made


def bind(transport: object) -> None:
    """Let the connections of a client be those of `sockets`, if it is httpx that makes them."""
    if isinstance(transport, httpx.HTTPTransport | httpx.AsyncHTTPTransport):
        from . import sockets  # noqa: PLC0415 (clients are made later than this is imported)

        sockets.bind(transport)


def check(request: httpx.Request) -> None:
    """Send nothing after the deadline, and nothing with more time than is left: called before each sending."""
    deadline: Deadline | None = request.extensions.get(DEADLINE)
    if deadline is None:
        return
    if deadline.left <= 0:
        raise httpx.ConnectTimeout("the deadline passed before the request was sent")
    timeouts: Mapping[str, float | None] = request.extensions["timeout"]
    request.extensions["timeout"] = {step: deadline.within(seconds) for step, seconds in timeouts.items()}


async def check_async(request: httpx.Request) -> None:
    check(request)


def send(client: httpx.Client, request: httpx.Request) -> httpx.Response:
    """Send a request and read its response whole."""
    deadline: Deadline | None = request.extensions.get(DEADLINE)
    auth = None if UNSIGNED in request.extensions else client.auth
    if deadline is None:
        return client.send(request, auth=auth)
    response = client.send(request, auth=auth, stream=True)
    try:
        response.stream = _Until(cast("httpx.SyncByteStream", response.stream), deadline)
        response.read()
    finally:
        response.close()
    return response


async def send_async(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    """Send a request and read its response whole."""
    deadline: Deadline | None = request.extensions.get(DEADLINE)
    auth = None if UNSIGNED in request.extensions else client.auth
    if deadline is None:
        return await client.send(request, auth=auth)
    from anyio import move_on_after  # noqa: PLC0415 (a part of the import time, for those who do not use it)

    with move_on_after(max(deadline.left, 0.0) + _GRACE):
        return await client.send(request, auth=auth)
    raise httpx.ReadTimeout("the response was not complete by the deadline")


class _Until(httpx.SyncByteStream):
    """The body of a response, for transports that are not httpx's own."""

    def __init__(self, stream: httpx.SyncByteStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            if self._deadline.left <= 0:
                raise httpx.ReadTimeout("the response was not complete by the deadline")
            yield chunk

    def close(self) -> None:
        self._stream.close()
