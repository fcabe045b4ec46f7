"""Requests and responses with their whole body in memory, as the middleware and the faults need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from starlette.types import ASGIApp, Receive, Scope

    from heymarket_sandbox.clock import Clock


@attrs.frozen
class BufferedResponse:
    status: int
    headers: dict[bytes, bytes] = attrs.field(factory=dict[bytes, bytes])
    body: bytes = b""

    def with_body(self, body: bytes, media_type: bytes | None = None) -> BufferedResponse:
        response = self.with_header(b"content-length", b"%d" % len(body))
        response = response if media_type is None else response.with_header(b"content-type", media_type)
        return attrs.evolve(response, body=body)

    def with_header(self, name: bytes, value: bytes) -> BufferedResponse:
        return attrs.evolve(self, headers={**self.headers, name: value})


@attrs.frozen(kw_only=True)
class BufferedRequest:
    app: ASGIApp
    scope: Scope
    body: bytes
    clock: Clock
    previous: BufferedResponse | None
    """The last response to the same operation."""

    async def handle(self, body: bytes | None = None) -> BufferedResponse:
        """Return the API's response to this request, or to the same request with another body."""
        body = self.body if body is None else body
        messages: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            messages.append(message)

        await self.app(self.scope, receive, send)
        start, *rest = messages
        return BufferedResponse(
            start["status"], dict(start["headers"]), b"".join(each.get("body", b"") for each in rest)
        )


@attrs.frozen(kw_only=True)
class SeenRequest:
    """A request that reached the sandbox, without its headers: no credential is kept."""

    method: str
    path: str
    operation: str | None
    """The `operationId`; None for a path or method that is not in the spec."""
    body: Any
    """The JSON value; None if there was none."""
    status: int | None
    """The status of the response; None if the connection was cut before it was sent."""
    time: float
    """By the sandbox's clock."""
    request_id: str
    fault: str | None
    """The kind of fault that was injected, if any."""


async def read_body(receive: Receive) -> bytes | None:
    """Read the whole body; None when the client went away."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if not message.get("more_body", False):
            return body
