"""A plain ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

from anyio import to_thread

from .receiver import Answer, Receiver, gathered

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def asgi_app(receiver: Receiver[Any]) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """Return an application that receives events at any path."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await _lifespan(scope, receive, send)
        found = receiver.check(scope["method"], await gathered(_body(receive), receiver.max_size))
        answer = found if isinstance(found, Answer) else await to_thread.run_sync(receiver.take, found)
        headers = [(name.lower().encode(), value.encode()) for name, value in answer.headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        if answer.work:
            await (answer.work() if receiver.is_async else to_thread.run_sync(answer.work))
        return None

    return app


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while (message := await receive())["type"] == "http.request":
        yield message.get("body", b"")
        if not message.get("more_body"):
            break


async def _lifespan(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "lifespan":
        raise ValueError(f"a webhook is not received by {scope['type']}")
    for _ in range(2):
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
