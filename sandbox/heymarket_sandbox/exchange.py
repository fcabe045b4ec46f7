"""A request on its way through the sandbox, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from starlette.types import ASGIApp, Receive, Scope

    from heymarket_sandbox.clock import Clock


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    body: bytes = b""

    def with_body(self, body: bytes, media_type: bytes | None = None) -> Answer:
        answer = self.with_header(b"content-length", b"%d" % len(body))
        answer = answer if media_type is None else answer.with_header(b"content-type", media_type)
        return replace(answer, body=body)

    def with_header(self, name: bytes, value: bytes) -> Answer:
        return replace(self, headers={**self.headers, name: value})


@dataclass(frozen=True, kw_only=True)
class Exchange:
    app: ASGIApp
    scope: Scope
    body: bytes
    clock: Clock
    previous: Answer | None
    """What was answered last time to the same operation."""

    async def handle(self, body: bytes | None = None) -> Answer:
        """Let the API answer the request, or the same request with another body."""
        body = self.body if body is None else body
        messages: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            messages.append(message)

        await self.app(self.scope, receive, send)
        start, *rest = messages
        return Answer(start["status"], dict(start["headers"]), b"".join(each.get("body", b"") for each in rest))


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
