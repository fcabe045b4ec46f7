"""Faults of the wire: what a proper HTTP server never does, done to the socket itself."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from heymarket_sandbox.errors import SandboxError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import Scope, Send

    from heymarket_sandbox.exchange import Answer
    from heymarket_sandbox.faults import Fault

NO_LINGER = struct.pack("ii", 1, 0)
_MOMENT = 0.02
"""Enough for a client on loopback to read what was sent before the reset that throws it away."""


@dataclass(frozen=True)
class Line:
    """The connection of a request; the server puts it into `scope["state"]`."""

    transport: asyncio.Transport
    refuse: Callable[[float], Awaitable[None]]

    def reset(self) -> None:
        """Send RST instead of FIN."""
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        self.transport.abort()


def line_of(scope: Scope) -> Line:
    line = scope.get("state", {}).get("line")
    if not isinstance(line, Line):
        raise SandboxError("this fault needs a socket: send the request to Sandbox.url instead of Sandbox.app")
    return line


async def reset(_fault: Fault, line: Line) -> None:
    """Reset the connection; the request is not handled."""
    line.reset()


async def close(_fault: Fault, line: Line) -> None:
    """Close the connection without an answer; the request is not handled."""
    line.transport.close()


async def refuse(fault: Fault, line: Line) -> None:
    """Close the connection and refuse new ones for `seconds` (0.5); the request is not handled."""
    await line.refuse(fault.seconds_or(0.5))
    line.transport.close()


async def garbage(_fault: Fault, line: Line) -> None:
    """Answer with what is not HTTP; the request is not handled."""
    line.transport.write(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
    line.transport.close()


async def lost(_fault: Fault, line: Line, _answer: Answer) -> None:
    """Handle the request, then reset the connection without an answer."""
    line.reset()


async def reset_body(_fault: Fault, line: Line, answer: Answer) -> None:
    """Send half of the body, then reset the connection."""
    line.transport.write(_head(answer) + _half(answer))
    await asyncio.sleep(_MOMENT)
    line.reset()


async def truncate(_fault: Fault, line: Line, answer: Answer) -> None:
    """Send half of what Content-Length says, then close."""
    line.transport.write(_head(answer) + _half(answer))
    line.transport.close()


async def truncate_chunked(_fault: Fault, line: Line, answer: Answer) -> None:
    """Send half of the body as a chunk, then close without the last chunk."""
    headers = {name: value for name, value in answer.headers.items() if name != b"content-length"}
    half = _half(answer)
    head = _head(answer, {**headers, b"transfer-encoding": b"chunked"})
    line.transport.write(head + b"%x\r\n%s\r\n" % (len(half), half))
    line.transport.close()


async def long_length(_fault: Fault, line: Line, answer: Answer) -> None:
    """Promise ten bytes more than there are, then close."""
    length = b"%d" % (len(answer.body) + 10)
    line.transport.write(_head(answer, {**answer.headers, b"content-length": length}) + answer.body)
    line.transport.close()


async def short_length(_fault: Fault, line: Line, answer: Answer) -> None:
    """Promise half of the bytes and send all of them, then close, as the answer says."""
    changes = {b"content-length": b"%d" % len(_half(answer)), b"connection": b"close"}
    line.transport.write(_head(answer, {**answer.headers, **changes}) + answer.body)
    line.transport.close()


async def delay(fault: Fault, answer: Answer, send: Send) -> None:
    """Handle the request and answer `seconds` (1) later."""
    await asyncio.sleep(fault.seconds_or(1))
    await deliver(answer, send)


async def drip(fault: Fault, answer: Answer, send: Send) -> None:
    """Send the body in ten pieces, over `seconds` (1)."""
    size = len(answer.body) // 10 + 1
    pieces = [answer.body[start : start + size] for start in range(0, len(answer.body), size)]
    await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers.items())})
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(fault.seconds_or(1) / len(pieces))
    await send({"type": "http.response.body", "body": b""})


async def deliver(answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers.items())})
    await send({"type": "http.response.body", "body": answer.body})


def _head(answer: Answer, headers: Mapping[bytes, bytes] | None = None) -> bytes:
    fields = answer.headers if headers is None else headers
    try:
        reason = HTTPStatus(answer.status).phrase
    except ValueError:
        reason = ""
    lines = [f"HTTP/1.1 {answer.status} {reason}".encode(), *(b"%s: %s" % field for field in fields.items())]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _half(answer: Answer) -> bytes:
    return answer.body[: len(answer.body) // 2]


UNHANDLED: Mapping[str, Callable[[Fault, Line], Awaitable[None]]] = {
    "refuse": refuse,
    "reset": reset,
    "close": close,
    "garbage": garbage,
}
BROKEN: Mapping[str, Callable[[Fault, Line, Answer], Awaitable[None]]] = {
    "lost": lost,
    "reset-body": reset_body,
    "truncate": truncate,
    "truncate-chunked": truncate_chunked,
    "long-length": long_length,
    "short-length": short_length,
}
SLOW: Mapping[str, Callable[[Fault, Answer, Send], Awaitable[None]]] = {"delay": delay, "drip": drip}
