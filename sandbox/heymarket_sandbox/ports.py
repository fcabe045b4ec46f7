from __future__ import annotations

import contextlib
import ipaddress
import os
import socket

from heymarket_sandbox.errors import SandboxError

BACKLOG = 2048


class PortUnavailableError(SandboxError):
    def __init__(self, port: int, error: OSError) -> None:
        super().__init__(
            f"port {port} cannot be used ({error.strerror}); choose another one with --port, or 0 for any free one"
        )


def listen(host: str, port: int) -> socket.socket:
    """Make a socket that accepts connections from now on; they wait until a server takes them."""
    sock = hold(host, port)
    try:
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise PortUnavailableError(port, error) from error
    return sock


def hold(host: str, port: int) -> socket.socket:
    """Make a socket that holds the port and does not listen: connections are refused."""
    if not is_loopback(host):
        raise SandboxError(f"{host} is not a loopback address; its credentials are public, so use 127.0.0.1 or ::1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off Nagle's algorithm, which costs 40 ms a response, only for a socket that says it is TCP.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would share the port with another process
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.setblocking(False)  # noqa: FBT003
    except OSError as error:
        sock.close()
        raise PortUnavailableError(port, error) from error
    return sock


def is_loopback(host: str) -> bool:
    # Written apart from the client's own check, as RFC 3339 in `timestamps` is: a shared mistake would hide from tests.
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
