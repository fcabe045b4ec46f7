"""The outermost layer: every exchange gets a request id and a date here, and is remembered."""

from __future__ import annotations

import json
import uuid
from collections import deque
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from heymarket_sandbox.clock import Clock


@dataclass(frozen=True, kw_only=True)
class SeenRequest:
    """A request that reached the sandbox, without its headers: no credential is kept."""

    method: str
    path: str
    body: Any
    """The JSON value; None if there was none."""
    status: int | None
    """What was answered; None if the connection was cut before."""
    time: float
    """By the sandbox's clock."""
    request_id: str
    fault: str | None = None
    """The kind of fault that was injected, if any."""


@dataclass
class Answer:
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])
    body: bytes = b""


class Door:
    def __init__(self, app: ASGIApp, clock: Clock, remembered: int) -> None:
        self._app = app
        self._clock = clock
        self.seen: deque[SeenRequest] = deque(maxlen=remembered)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await read_all(receive)
        if body is None:
            return
        answer = await ask(self._app, scope, body)
        request_id = str(uuid.uuid4())
        answer.headers += [
            (b"date", formatdate(self._clock.now(), usegmt=True).encode()),
            (b"x-request-id", request_id.encode()),
        ]
        self.seen.append(
            SeenRequest(
                method=scope["method"],
                path=scope["path"],
                body=_json_or_none(body),
                status=answer.status,
                time=self._clock.now(),
                request_id=request_id,
            )
        )
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


async def read_all(receive: Receive) -> bytes | None:
    """Read the whole body; None when the client went away."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if not message.get("more_body", False):
            return body


async def ask(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """Let an application answer a body that was read already, and collect the answer."""
    answer = Answer()

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        else:
            answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer


def _json_or_none(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
