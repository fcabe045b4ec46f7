"""Faults of the socket: what a proper HTTP server never does."""

from __future__ import annotations

import asyncio
import socket
import struct
from http import HTTPStatus
from typing import TYPE_CHECKING

import attrs

from heymarket_sandbox.errors import SandboxError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import Scope, Send

    from heymarket_sandbox.fault_options import FaultOptions
    from heymarket_sandbox.messages import BufferedResponse

NO_LINGER = struct.pack("ii", 1, 0)
_MOMENT = 0.02
"""A reset discards what the client has not read; this gives a client on loopback the time to read it."""


@attrs.frozen
class RawConnection:
    """The connection of a request; the server puts it into `scope["state"]`."""

    transport: asyncio.Transport
    refuse: Callable[[float], Awaitable[None]]

    def reset(self) -> None:
        """Send RST instead of FIN."""
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        self.transport.abort()


def connection_of(scope: Scope) -> RawConnection:
    connection = scope.get("state", {}).get("connection")
    if not isinstance(connection, RawConnection):
        raise SandboxError("this fault needs a socket: send the request to Sandbox.url instead of Sandbox.app")
    return connection


async def reset(_fault: FaultOptions, connection: RawConnection) -> None:
    """Reset the connection; the request is not handled."""
    connection.reset()


async def close(_fault: FaultOptions, connection: RawConnection) -> None:
    """Close the connection without a response; the request is not handled."""
    connection.transport.close()


async def refuse(fault: FaultOptions, connection: RawConnection) -> None:
    """Close the connection and refuse new ones for `seconds` (0.5); the request is not handled."""
    await connection.refuse(fault.seconds_or(0.5))
    connection.transport.close()


async def garbage(_fault: FaultOptions, connection: RawConnection) -> None:
    """Respond with what is not HTTP; the request is not handled."""
    connection.transport.write(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
    connection.transport.close()


async def lost(_fault: FaultOptions, connection: RawConnection, _response: BufferedResponse) -> None:
    """Handle the request, then reset the connection without a response."""
    connection.reset()


async def reset_body(_fault: FaultOptions, connection: RawConnection, response: BufferedResponse) -> None:
    """Send half of the body, then reset the connection."""
    connection.transport.write(_head(response) + _half(response))
    await asyncio.sleep(_MOMENT)
    connection.reset()


async def truncate(_fault: FaultOptions, connection: RawConnection, response: BufferedResponse) -> None:
    """Send half of what Content-Length says, then close."""
    connection.transport.write(_head(response) + _half(response))
    connection.transport.close()


async def truncate_chunked(_fault: FaultOptions, connection: RawConnection, response: BufferedResponse) -> None:
    """Send half of the body as a chunk, then close without the last chunk."""
    headers = {name: value for name, value in response.headers.items() if name != b"content-length"}
    half = _half(response)
    head = _head(response, {**headers, b"transfer-encoding": b"chunked"})
    connection.transport.write(head + b"%x\r\n%s\r\n" % (len(half), half))
    connection.transport.close()


async def long_length(_fault: FaultOptions, connection: RawConnection, response: BufferedResponse) -> None:
    """Promise ten bytes more than there are, then close."""
    length = b"%d" % (len(response.body) + 10)
    connection.transport.write(_head(response, {**response.headers, b"content-length": length}) + response.body)
    connection.transport.close()


async def short_length(_fault: FaultOptions, connection: RawConnection, response: BufferedResponse) -> None:
    """Promise half of the bytes and send all of them, with `Connection: close`."""
    changes = {b"content-length": b"%d" % len(_half(response)), b"connection": b"close"}
    connection.transport.write(_head(response, {**response.headers, **changes}) + response.body)
    connection.transport.close()


async def delay(fault: FaultOptions, response: BufferedResponse, send: Send) -> None:
    """Handle the request and respond `seconds` (1) later."""
    await asyncio.sleep(fault.seconds_or(1))
    await deliver(response, send)


async def drip(fault: FaultOptions, response: BufferedResponse, send: Send) -> None:
    """Send the body in ten pieces, over `seconds` (1)."""
    size = len(response.body) // 10 + 1
    pieces = [response.body[start : start + size] for start in range(0, len(response.body), size)]
    await send({"type": "http.response.start", "status": response.status, "headers": list(response.headers.items())})
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(fault.seconds_or(1) / len(pieces))
    await send({"type": "http.response.body", "body": b""})


async def deliver(response: BufferedResponse, send: Send) -> None:
    await send({"type": "http.response.start", "status": response.status, "headers": list(response.headers.items())})
    await send({"type": "http.response.body", "body": response.body})


def _head(response: BufferedResponse, headers: Mapping[bytes, bytes] | None = None) -> bytes:
    fields = response.headers if headers is None else headers
    try:
        reason = HTTPStatus(response.status).phrase
    except ValueError:
        reason = ""
    lines = [f"HTTP/1.1 {response.status} {reason}".encode(), *(b"%s: %s" % field for field in fields.items())]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _half(response: BufferedResponse) -> bytes:
    return response.body[: len(response.body) // 2]


UNHANDLED: Mapping[str, Callable[[FaultOptions, RawConnection], Awaitable[None]]] = {
    "refuse": refuse,
    "reset": reset,
    "close": close,
    "garbage": garbage,
}
BROKEN: Mapping[str, Callable[[FaultOptions, RawConnection, BufferedResponse], Awaitable[None]]] = {
    "lost": lost,
    "reset-body": reset_body,
    "truncate": truncate,
    "truncate-chunked": truncate_chunked,
    "long-length": long_length,
    "short-length": short_length,
}
SLOW: Mapping[str, Callable[[FaultOptions, BufferedResponse, Send], Awaitable[None]]] = {"delay": delay, "drip": drip}
