"""Serves an ASGI application on loopback from a thread of its own, with uvicorn's HTTP/1.1."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import uuid
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakSet

import uvicorn
from uvicorn.server import ServerState

from heymarket_sandbox.api import reply
from heymarket_sandbox.connection import Connection
from heymarket_sandbox.errors import ErrorResponse, SandboxError
from heymarket_sandbox.origins import foreign
from heymarket_sandbox.ports import BACKLOG, hold, listen

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.types import ASGIApp, Receive, Scope, Send

KEEP_ALIVE_SECONDS = 75
PATIENCE_SECONDS = 30


class Server:
    """Listens as soon as it is made; responds between `start` and `stop`."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._socket = listen(host, port)
        self.host, self.port = host, int(self._socket.getsockname()[1])
        self._app = app
        self._config = uvicorn.Config(
            self._respond,
            http=Connection,
            interface="asgi3",
            ws="none",
            lifespan="off",
            log_config=None,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
        )
        self._state = ServerState()
        self._tasks: WeakSet[asyncio.Task[Any]] = WeakSet()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._listener: asyncio.Server | None = None
        self._coming_up: asyncio.Task[None] | None = None
        self._down = False
        self._failure: BaseException | None = None

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> None:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready.set,), name="heymarket-sandbox", daemon=True)
        self._thread.start()
        if not ready.wait(PATIENCE_SECONDS) or self._failure is not None:
            raise SandboxError("the sandbox's server did not start") from self._failure

    def stop(self) -> None:
        """Drop open connections and stop; no thread or socket stays. A second call does nothing."""
        if self._thread is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
            self._thread = None
        self._socket.close()

    def go_down(self) -> None:
        """Refuse connections until `come_up`."""
        self._down = True
        self._wait_for(self._refuse())

    def come_up(self) -> None:
        self._down = False
        self._wait_for(self._accept())

    def _wait_for(self, work: Coroutine[Any, Any, None]) -> None:
        if self._thread is None:
            work.close()
            raise SandboxError("the sandbox is not running: enter it with `with`, or call `start`")
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_SECONDS)

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
        self._note_own_task()
        await self._accept()
        ready()
        await self._stopping.wait()
        await self._stop_listening()
        await self._drop_connections()

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        reason = foreign(scope["headers"]) if scope["type"] == "http" else None
        app = self._app if reason is None else _denied(reason)
        try:
            await app(scope, receive, send)
        except asyncio.CancelledError:
            if not self._stopping.is_set():
                raise

    def _connections(self) -> list[Connection]:
        return list(cast("set[Connection]", self._state.connections))

    def _connection(self) -> Connection:
        return Connection(self._config, self._state, self._refuse_for)

    async def _accept(self) -> None:
        if self._listener is None and not self._down and not self._stopping.is_set():
            self._listener = await self._loop.create_server(self._connection, sock=self._socket, backlog=BACKLOG)

    async def _refuse(self) -> None:
        """Hold the port without listening, and close connections that wait for a request."""
        if await self._stop_listening():
            self._socket = hold(self.host, self.port)
        for connection in self._connections():
            if connection.idle:
                connection.shutdown()

    async def _refuse_for(self, seconds: float) -> None:
        await self._refuse()
        if self._coming_up is not None:
            self._coming_up.cancel()
        self._coming_up = self._loop.create_task(self._accept_after(seconds))
        self._tasks.add(self._coming_up)

    async def _accept_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._accept()

    async def _stop_listening(self) -> bool:
        """Accept half-made connections first: asyncio would leak them. False if nothing was listening."""
        self._note_own_task()
        listener, self._listener = self._listener, None
        if listener is None:
            return False
        with contextlib.suppress(NotImplementedError):
            self._loop.remove_reader(self._socket)
        accepting = asyncio.all_tasks() - self._state.tasks - set(self._tasks)
        await asyncio.gather(*accepting, return_exceptions=True)
        listener.close()
        return True

    def _note_own_task(self) -> None:
        """Remember our own task, to tell it from those in which asyncio accepts connections."""
        if (task := asyncio.current_task()) is not None:
            self._tasks.add(task)

    async def _drop_connections(self) -> None:
        for connection in self._connections():
            connection.transport.abort()
        tasks = list(self._state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while self._state.connections:  # noqa: ASYNC110 - lasts a turn or two of the loop
            await asyncio.sleep(0)


def _denied(reason: str) -> ASGIApp:
    return reply(403, ErrorResponse(403, reason).body, {"X-Request-Id": str(uuid.uuid4())})
