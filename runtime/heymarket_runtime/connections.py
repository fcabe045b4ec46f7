"""A client's connections: each process and each event loop has its own.

In a forked child, and in a second `asyncio.run`, a client goes on with a transport of the same settings and no
connections. `pools` says of which transports there can be one.
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

from .errors import ClientUnusableError
from .forks import keep_inherited, renew_in_children
from .http import httpx

if TYPE_CHECKING:
    from collections.abc import Callable


class Connections(httpx.BaseTransport):
    """The transport of a synchronous client."""

    def __init__(self, transport: Any, remake: Callable[[], Any] | None) -> None:
        """Use a transport: the caller's, or one that `remake` can make again."""
        self._transport = transport
        self._remake = remake
        self._used = False
        self._lock = threading.Lock()
        renew_in_children(self)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._used = True
        transport = self._remade() if self._transport is None else self._transport
        response: httpx.Response = transport.handle_request(request)
        return response

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def renew_in_child(self) -> None:
        self._lock = threading.Lock()
        if self._remake is not None:
            self._transport = None  # also for TLS settings that no thread of the parent has locked
        elif self._used:
            self._transport = _in_child(self._transport)

    def _remade(self) -> Any:
        with self._lock:
            if self._transport is None:
                assert self._remake is not None  # noqa: S101
                self._transport = self._remake()
            return self._transport


class AsyncConnections(httpx.AsyncBaseTransport):
    """The transport of an asynchronous client."""

    def __init__(self, transport: Any, remake: Callable[[], Any] | None) -> None:
        """Use a transport: the caller's, or one that `remake` can make again."""
        from asyncio import get_running_loop  # noqa: PLC0415 (a third of the import time, for those who do not use it)

        self._transport = transport
        self._remake = remake
        self._by_loop: dict[Any, Any] = {}
        self._in_several_loops = False
        self._lock = threading.Lock()
        self._running_loop = get_running_loop
        renew_in_children(self)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        loop = self._loop()
        transport = self._by_loop.get(loop)
        if transport is None:
            transport = self._opened(loop)
        try:
            response: httpx.Response = await transport.handle_async_request(request)
        except RuntimeError as error:
            if not self._in_several_loops or isinstance(error, ClientUnusableError):
                raise
            raise ClientUnusableError(
                f"this client was used in another event loop, which its transport ({type(transport).__name__}) "
                "belongs to; make a client in each loop, or give the transport a method renewed() that returns one "
                "without connections"
            ) from error
        return response

    async def aclose(self) -> None:
        """Close the connections of this event loop. Those of others can only be let go of."""
        from . import pools  # noqa: PLC0415

        here = self._by_loop.pop(self._loop(), None if self._by_loop else self._transport)
        pools.let_go(self._by_loop)
        self._by_loop.clear()
        if here is not None:
            await here.aclose()

    async def release_lost(self) -> None:
        """After a failure: free what nobody uses any more and httpx still counts."""
        from . import pools  # noqa: PLC0415

        await pools.release_lost(self._by_loop.get(self._loop()))

    def renew_in_child(self) -> None:
        self._lock = threading.Lock()
        for transport in self._by_loop.values():
            keep_inherited(transport)
        if self._remake is not None:
            self._transport = None
        elif self._by_loop:
            self._transport = _in_child(self._transport)
        self._by_loop = {}

    def _opened(self, loop: Any) -> Any:
        from . import pools  # noqa: PLC0415

        with self._lock:  # loops of several threads may begin at once
            if self._transport is None:
                assert self._remake is not None  # noqa: S101
                self._transport = self._remake()
            elif self._by_loop:
                renewed = pools.renewed(self._transport)
                self._in_several_loops = renewed is None
                self._transport = self._transport if renewed is None else renewed
                pools.let_go(self._by_loop)
            self._by_loop[loop] = self._transport
            return self._transport

    def _loop(self) -> Any:
        try:
            return self._running_loop()
        except RuntimeError:
            trio = sys.modules.get("trio")
            return None if trio is None else trio.lowlevel.current_trio_token()


class _Refusing(httpx.BaseTransport, httpx.AsyncBaseTransport):
    def __init__(self, error: ClientUnusableError) -> None:
        self._error = error

    def handle_request(self, request: httpx.Request) -> httpx.Response:  # noqa: ARG002
        raise ClientUnusableError(*self._error.args)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


def _in_child(transport: Any) -> Any:
    """Return what a forked child uses instead of the transport that its parent has used."""
    from . import pools  # noqa: PLC0415

    try:
        renewed = pools.renewed(transport)
    except ClientUnusableError as error:
        return _Refusing(error)
    if renewed is not None:
        return renewed
    return _Refusing(
        ClientUnusableError(
            f"this client was used before the process forked, and connections of its transport "
            f"({type(transport).__name__}) would be shared with the parent; make the client in the child (gunicorn: in "
            "post_fork), or give the transport a method renewed() that returns one without connections"
        )
    )
