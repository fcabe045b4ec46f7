"""Runs work in forked children, and a server that says who asked what."""

from __future__ import annotations

import os
import pickle
import re
import socket
import threading
import time
import traceback
import warnings
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 30.0


class Child:
    """A forked process that does one piece of work and hands its result back."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._reader, writer = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 on: there are threads, which is the point
            self.pid = os.fork()
        if self.pid == 0:
            try:
                said = pickle.dumps(("done", work()))
            except BaseException as error:  # noqa: BLE001
                said = pickle.dumps(("raised", error if isinstance(error, Exception) else traceback.format_exc()))
            os.write(writer, said)
            os._exit(0)
        os.close(writer)

    def result(self) -> Any:
        """Return what the work returned, or raise what it raised; a child that hangs is an error."""
        received = b""
        killer = threading.Timer(PATIENCE, os.kill, (self.pid, 9))
        killer.start()
        try:
            while more := os.read(self._reader, 65536):
                received += more
            os.waitpid(self.pid, 0)
        finally:
            killer.cancel()
            os.close(self._reader)
        assert received, "the child hung or crashed"
        kind, value = pickle.loads(received)
        if kind == "raised":
            raise value if isinstance(value, Exception) else AssertionError(value)
        return value


class EchoServer:
    """Answers `GET .../<number>` with that number, after a while; keeps what it was asked, by connection."""

    def __init__(self, *, slow: float = 0.0, first: int | None = None) -> None:
        """Take `slow` seconds for each response, or for the `first` ones."""
        self.slow = slow
        self._first = first
        self.asked: list[tuple[int, str]] = []
        """The number of the connection, and the last part of the path."""
        self.tokens: list[str] = []
        self.moments: list[float] = []
        self.arrived = threading.Semaphore(0)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=500)
        self._open: list[socket.socket] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection, len(self._open)), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        waiting = b""
        try:
            while True:
                while b"\r\n\r\n" not in waiting:
                    if not (more := connection.recv(65536)):
                        return
                    waiting += more
                head, _, waiting = waiting.partition(b"\r\n\r\n")
                last = head.split(b" ")[1].rsplit(b"/", 1)[-1]
                self.moments.append(time.monotonic())
                self.asked.append((number, last.decode()))
                self.tokens.append(re.findall(rb"(?i)authorization: *([^\r]*)", head)[0].decode())
                self.arrived.release()
                if self._first is None or len(self.asked) <= self._first:
                    time.sleep(self.slow)
                body = b'{"id":%s}' % (last if last.isdigit() else b"7")
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        except OSError:
            return
