"""What httpx does not offer: a transport like another without its connections, and freeing what a pool has lost.

Both look into the pools of httpcore, and do nothing where they look different from what is expected.
"""

# ruff: noqa: SLF001

from __future__ import annotations

import copy
from typing import Any

from .http import httpx
from .sockets import AsyncBackend

_WITHOUT_CONNECTIONS = (httpx.MockTransport, httpx.ASGITransport, httpx.WSGITransport)


def renewed(transport: Any) -> Any | None:
    """Return a transport with the same settings and no connections; None if that cannot be had.

    Other transports than httpx's own say it themselves, in a method `renewed`.
    """
    if hasattr(transport, "renewed"):
        return transport.renewed()
    if isinstance(transport, _WITHOUT_CONNECTIONS):
        return transport
    pool = _pool(transport)
    if pool is None:
        return None
    fresh, fresh._pool = copy.copy(transport), copy.copy(pool)
    pool = fresh._pool
    pool._connections, pool._requests = [], []
    pool._optional_thread_lock = type(pool._optional_thread_lock)()
    if isinstance(transport, httpx.AsyncHTTPTransport):
        pool._network_backend = _in_another_loop(pool._network_backend)
    return fresh


def _in_another_loop(backend: Any) -> Any:
    fresh = copy.copy(backend)
    if isinstance(backend, AsyncBackend):
        fresh.wrapped = _in_another_loop(backend.wrapped)
    else:
        vars(fresh).pop("_backend", None)  # asyncio's or trio's, whichever was there first
    return fresh


def let_go(by_loop: dict[Any, Any]) -> None:
    """Remove the transports of loops that are closed, and so can close nothing any more."""
    for loop in [each for each in by_loop if getattr(each, "is_closed", bool)()]:
        transport = by_loop.pop(loop)
        if hasattr(transport, "abandon"):
            transport.abandon()


async def release_lost(transport: Any) -> None:
    """Drop connections that wait for a request that was cancelled.

    httpcore 1.0.9 gives a new connection to a request; if that is cancelled before it uses it, the connection
    takes one of the pool's slots for ever (https://github.com/encode/httpcore/issues/1093).
    """
    pool = _pool(transport)
    if pool is None:
        return
    held = {id(each.connection) for each in pool._requests}
    lost = [each for each in pool._connections if id(each) not in held and not each.is_idle() and not each.is_closed()]
    if lost:
        pool._connections = [each for each in pool._connections if each not in lost]
        await pool._close_connections([*lost, *pool._assign_requests_to_connections()])


def _pool(transport: Any) -> Any | None:
    if not isinstance(transport, httpx.HTTPTransport | httpx.AsyncHTTPTransport):
        return None
    pool = getattr(transport, "_pool", None)
    known = {"_connections", "_requests", "_optional_thread_lock", "_network_backend"}
    return pool if known <= vars(pool).keys() else None
