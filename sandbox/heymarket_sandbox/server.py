"""Serves an ASGI application on loopback from a thread of its own, with uvicorn's HTTP/1.1."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import os
import socket
import threading
import uuid
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from heymarket_sandbox.errors import Refusal, SandboxError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

BACKLOG = 2048
KEEP_ALIVE_SECONDS = 75
START_SECONDS = 30


class Connection(H11Protocol):
    """Gives the application its transport, as `scope["state"]["transport"]`, so that it can do what HTTP forbids."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.access_log = False
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP; like every answer, this one has a request id."""
        content = json.dumps(Refusal(400, msg).body).encode()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\nx-request-id: %s\r\n\r\n%s" % (len(content), str(uuid.uuid4()).encode(), content)
        )
        self.transport.close()


class Server:
    """Listens as soon as it is made; answers between `start` and `stop`."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._socket = listen(host, port)
        self.host, self.port = host, int(self._socket.getsockname()[1])
        self._app = app
        self._config = uvicorn.Config(
            self._answer,
            http=Connection,
            interface="asgi3",
            ws="none",
            lifespan="off",
            log_config=None,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
        )
        self._state = ServerState()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._failure: BaseException | None = None

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> None:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready.set,), name="heymarket-sandbox", daemon=True)
        self._thread.start()
        if not ready.wait(START_SECONDS) or self._failure is not None:
            raise SandboxError("the sandbox's server did not start") from self._failure

    def stop(self) -> None:
        """Drop open connections and end; no thread or socket stays. A second call does nothing."""
        if self._thread is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
            self._thread = None
        self._socket.close()

    def _run(self, ready: Callable[[], None]) -> None:
        try:
            asyncio.run(self._serve(ready))
        except BaseException as error:  # noqa: BLE001 - `start` raises it
            self._failure = error
        finally:
            ready()

    async def _serve(self, ready: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._listener = await self._listen(self._socket)
        ready()
        await self._stopping.wait()
        await self._stop_listening()
        await self._drop_connections()

    async def _listen(self, sock: socket.socket) -> asyncio.Server:
        return await asyncio.get_running_loop().create_server(self._connection, sock=sock, backlog=BACKLOG)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            if not self._stopping.is_set():
                raise

    def _connection(self) -> Connection:
        return Connection(self._config, self._state, {})

    async def _stop_listening(self) -> None:
        """Close only when no connection is half made: asyncio would leak it."""
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().remove_reader(self._socket)
        accepting = asyncio.all_tasks() - self._state.tasks - {asyncio.current_task()}
        await asyncio.gather(*accepting, return_exceptions=True)
        self._listener.close()

    async def _drop_connections(self) -> None:
        for connection in list(self._state.connections):
            connection.transport.abort()
        tasks = list(self._state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while self._state.connections:  # noqa: ASYNC110 - a turn or two of the loop
            await asyncio.sleep(0)


def listen(host: str, port: int) -> socket.socket:
    """Make a socket that accepts connections from now on; they wait until the server runs."""
    if not is_loopback(host):
        raise SandboxError(f"{host} is not a loopback address; its credentials are public, so use 127.0.0.1 or ::1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only for a socket that says it is TCP does asyncio turn off Nagle's algorithm, which costs 40 ms an answer.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would share the port with another process
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(BACKLOG)
        sock.setblocking(False)  # noqa: FBT003
    except OSError as error:
        sock.close()
        raise PortUnavailableError(port, error) from error
    return sock


class PortUnavailableError(SandboxError):
    def __init__(self, port: int, error: OSError) -> None:
        super().__init__(
            f"port {port} cannot be used ({error.strerror}); choose another one with --port, or 0 for any free one"
        )
        self.port = port


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
