"""Connections of sync clients end every read and write by the call's deadline; those of async ones send at once.

httpx gives each read and write of a sync client a timeout of its own, so that a response that drips never runs into
one. The deadline travels in the timeout (`Left`).

httpcore writes the headers of a request and its body one after the other. Each is a turn for the kernel and wakes the
server. Async clients, which have many requests under way, hold the headers until what follows them, which is never
long: the body, its end, or a read. A sync client only waits for its response, and has it sooner from a server
that is awake before the body comes.
"""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any

from .deadline import Left
from .http import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

    Timeout = float | None

# Few enough that sending them is one turn for the kernel.
_AT_ONCE = 16_384
_HTTP_1, _END_OF_HEADERS = b" HTTP/1.1\r\n", b"\r\n\r\n"
_UNSAID = float("nan")


def bind(transport: httpx.HTTPTransport | httpx.AsyncHTTPTransport) -> None:
    pool: Any = transport._pool  # noqa: SLF001
    wanted = _Backend if isinstance(transport, httpx.HTTPTransport) else AsyncBackend
    if not isinstance(pool._network_backend, wanted):  # noqa: SLF001
        pool._network_backend = wanted(pool._network_backend)  # noqa: SLF001


class _Backend:
    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def connect_tcp(self, host: str, port: int, timeout: Timeout = None, **options: Any) -> _Stream:
        if not isinstance(timeout, Left):
            return _Stream(self._backend.connect_tcp(host, port, timeout, **options), timeout)

        def connect(address: str) -> Any:
            return self._backend.connect_tcp(address, port, timeout.now(httpx.ConnectTimeout), **options)

        return _Stream(_first(connect, _addresses(host, port, timeout)), timeout)

    def connect_unix_socket(self, path: str, timeout: Timeout = None, **options: Any) -> _Stream:
        return _Stream(self._backend.connect_unix_socket(path, timeout, **options), timeout)


class _Stream:
    def __init__(self, stream: Any, connecting: Timeout) -> None:
        self._stream = stream
        self._connecting = connecting
        self._uses = 0
        self._awaits = False  # a response

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def read(self, max_bytes: int, timeout: Timeout = _UNSAID) -> bytes:
        if timeout is _UNSAID:
            timeout = self._connecting  # httpcore talks to SOCKS proxies without a timeout
        if isinstance(timeout, Left):
            timeout = timeout.now(httpx.ReadTimeout)
        data: bytes = self._stream.read(max_bytes, timeout)
        self._awaits = False
        return data

    def write(self, buffer: bytes, timeout: Timeout = _UNSAID) -> None:
        self._uses, self._awaits = self._uses + 1, True
        if timeout is _UNSAID:
            timeout = self._connecting
        if not isinstance(timeout, Left):
            self._stream.write(buffer, timeout)
            return
        for start in range(0, len(buffer), _AT_ONCE):
            self._stream.write(buffer[start : start + _AT_ONCE], timeout.now(httpx.WriteTimeout))

    def get_extra_info(self, info: str) -> Any:
        """Return what the stream says; httpcore closes an idle connection that it can read from.

        It asks while another thread may begin to use the connection: what can be read is a response then.
        """
        uses, said = self._uses, self._stream.get_extra_info(info)
        return said and not self._awaits and uses == self._uses if info == "is_readable" else said

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: Timeout = None) -> _Stream:
        if isinstance(timeout, Left):
            timeout = timeout.now(httpx.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout), timeout)


class AsyncBackend:
    def __init__(self, wrapped: Any) -> None:
        self.wrapped = wrapped

    async def connect_tcp(self, *given: Any, **options: Any) -> _AsyncStream:
        return _AsyncStream(await self.wrapped.connect_tcp(*given, **options))

    async def connect_unix_socket(self, *given: Any, **options: Any) -> _AsyncStream:
        return _AsyncStream(await self.wrapped.connect_unix_socket(*given, **options))

    async def sleep(self, seconds: float) -> None:
        await self.wrapped.sleep(seconds)


class _AsyncStream:
    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._held = b""  # headers, until what follows them
        self.get_extra_info = stream.get_extra_info  # asked several times for each request

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    async def read(self, max_bytes: int, timeout: Timeout = None) -> bytes:  # noqa: ASYNC109 (as httpcore has it)
        if self._held:
            await self.write(b"", timeout)
        data: bytes = await self._stream.read(max_bytes, timeout)
        return data

    async def write(self, buffer: bytes, timeout: Timeout = None) -> None:  # noqa: ASYNC109 (the same)
        if not self._held and buffer.endswith(_END_OF_HEADERS) and _HTTP_1 in buffer:
            self._held = buffer
            return
        buffer, self._held = self._held + buffer, b""
        await self._stream.write(buffer, timeout)

    async def start_tls(self, *given: Any, **options: Any) -> _AsyncStream:
        return _AsyncStream(await self._stream.start_tls(*given, **options))


def _addresses(host: str, port: int, timeout: Left) -> list[str]:
    """Resolve a name in a thread of its own, which is left behind if it is late: nothing else ends it."""
    found: list[Any] = []

    def resolve() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=resolve, name=f"resolve {host}", daemon=True)
    thread.start()
    thread.join(timeout.now(httpx.ConnectTimeout))
    if not found:
        raise httpx.ConnectTimeout(f"the address of {host} was not found in time")
    if isinstance(found[0], Exception):
        raise httpx.ConnectError(str(found[0]))
    return list(dict.fromkeys(address[0] for *_, address in found[0]))


def _first(connect: Callable[[str], Any], addresses: list[str]) -> Any:
    """Connect to the first address that can be reached."""
    for address in addresses[:-1]:
        try:
            return connect(address)
        except Exception:  # noqa: BLE001, S112 (httpcore's, which has another name in httpx2)
            continue
    return connect(addresses[-1])
