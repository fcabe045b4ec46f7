"""Takes what a sandbox delivers, for tests of a program that reacts."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heymarket_sandbox.sandbox import Sandbox

Respond = Callable[[bytes], int | None]


class Received(dict[str, Any]):
    """The JSON object of an event, and `body`, the bytes that it came as."""

    body: bytes


class Collector:
    """A URL on loopback that takes events; `next` and `all` return them in the order in which they came.

    `respond` gets each body first, and may return the status to answer with instead of 204: so a test can hand events
    to a program's own handler, or refuse some.
    """

    def __init__(self, token: str, respond: Respond | None = None) -> None:
        self.token = token
        self.respond = respond
        self._received: list[Received] = []
        self._position = 0
        self._changed = threading.Condition()
        self._server = _Server(self._take)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/webhook"

    def next(self, type: str | None = None, timeout: float = 10.0) -> Received:  # noqa: A002 - the field's name
        """Return the next event, or the next one of a type, leaving out others. Raises `TimeoutError`."""
        end = time.monotonic() + timeout
        with self._changed:
            while True:
                while self._position < len(self._received):
                    self._position += 1
                    found = self._received[self._position - 1]
                    if type is None or found["type"] == type:
                        return found
                if not self._changed.wait(end - time.monotonic()) and time.monotonic() >= end:
                    raise TimeoutError(f"no event {type or 'of any type'} came in {timeout:g} seconds")

    @property
    def all(self) -> list[Received]:
        with self._changed:
            return list(self._received)

    def close(self) -> None:
        self._server.stop()

    def _take(self, body: bytes) -> int:
        status = (self.respond(body) if self.respond else None) or 204
        if 200 <= status < 300:  # noqa: PLR2004
            try:
                event = Received(json.loads(body))
            except ValueError:
                return 400
            if event.get("token") != self.token:
                return 401
            event.body = body
            with self._changed:
                self._received.append(event)
                self._changed.notify_all()
        return status


@contextlib.contextmanager
def collecting(sandbox: Sandbox, respond: Respond | None = None) -> Iterator[Collector]:
    """Take what a sandbox delivers, until the block ends."""
    collector = Collector(sandbox.webhooks.token, respond)
    sandbox.webhooks.deliver_to(collector.url)
    try:
        yield collector
    finally:
        sandbox.webhooks.close()
        collector.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, take: Callable[[bytes], int]) -> None:
        self.take = take
        super().__init__(("127.0.0.1", 0), _Handler)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # the connection ended before
            return
        server = self.server
        assert isinstance(server, _Server)  # noqa: S101
        self.send_response(server.take(body))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        pass
