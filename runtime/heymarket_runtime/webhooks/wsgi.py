"""A plain WSGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any

from .receiver import Answer, Receiver


def wsgi_app(receiver: Receiver[Any]) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """Return an application that receives events at any path."""
    receiver = receiver.for_sync()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = receiver.receive(environ["REQUEST_METHOD"], _body(environ, receiver.max_size))
        length = {} if answer.status == HTTPStatus.NO_CONTENT else {"Content-Length": "0"}
        status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        start_response(status, [*answer.headers.items(), *length.items()])
        return _Response(answer)

    return app


class _Response:
    """An empty body. Servers call `close` when the response is sent."""

    def __init__(self, answer: Answer) -> None:
        self._work = answer.work

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        if self._work:
            self._work()


def _body(environ: dict[str, Any], most: int) -> bytes:
    """Return a body, or the beginning of one that is too large; a server that says no length must end it itself."""
    length = environ.get("CONTENT_LENGTH", "")
    rest = most + 1 if not length and environ.get("wsgi.input_terminated") else 0
    if length.isdecimal():  # servers pass on what they were sent, such as a minus
        rest = min(int(length[:20]), most + 1)
    parts = []
    while rest and (part := environ["wsgi.input"].read(rest)):
        parts.append(part)
        rest -= len(part)
    return b"".join(parts)
