"""A server on a loopback socket that says the bytes it is told to say, right or wrong."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"


class RawServer:
    """Answers the n-th request of all connections with the n-th of `responses`, the last one for ever.

    A response is bytes, after which the connection stays open; `CLOSE` after them closes it; a function
    is called with the connection. `arrived` counts requests.
    """

    CLOSE = b"\0close"

    def __init__(self) -> None:
        self.responses: list[bytes | Callable[[socket.socket], None]] = [OK]
        self.arrived = threading.Semaphore(0)
        self.requests = 0
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=500)
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            while self._take_request(connection):
                with self._lock:
                    response = self.responses[min(self.requests, len(self.responses) - 1)]
                    self.requests += 1
                self.arrived.release()
                if callable(response):
                    response(connection)
                    continue
                connection.sendall(response.removesuffix(self.CLOSE))
                if response.endswith(self.CLOSE):
                    connection.shutdown(socket.SHUT_RDWR)
                    return

    @staticmethod
    def _take_request(connection: socket.socket) -> bool:
        received = b""
        while b"\r\n\r\n" not in received:
            more = connection.recv(65536)
            if not more:
                return False
            received += more
        head, _, body = received.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            more = connection.recv(65536)
            if not more:
                return False
            body += more
        return True
