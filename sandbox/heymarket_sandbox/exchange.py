"""What passes between client and sandbox, before it is put on the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from starlette.types import ASGIApp, Receive, Scope


@dataclass
class Answer:
    status: int = 500
    headers: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    body: bytes = b""

    def with_body(self, body: bytes, media_type: bytes | None = None) -> Answer:
        headers = {**self.headers, b"content-length": b"%d" % len(body)}
        if media_type is not None:
            headers[b"content-type"] = media_type
        return Answer(self.status, headers, body)


@dataclass(frozen=True, kw_only=True)
class SeenRequest:
    """A request that reached the sandbox, without its headers: no credential is kept."""

    method: str
    path: str
    operation: str | None
    """The `operationId`; None for what the contract does not describe."""
    body: Any
    """The JSON value; None if there was none."""
    status: int | None
    """What was answered; None if the connection was cut before."""
    time: float
    """By the sandbox's clock."""
    request_id: str
    fault: str | None
    """The kind of fault that was injected, if any."""


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
            answer.status, answer.headers = message["status"], dict(message["headers"])
        else:
            answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer
