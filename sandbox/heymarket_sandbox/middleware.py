"""The ASGI middleware around the API: injects faults, adds `X-Request-Id` and `Date`, and records requests."""

from __future__ import annotations

import json
import uuid
from collections import deque
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from heymarket_sandbox import content_faults, socket_faults
from heymarket_sandbox.messages import BufferedRequest, BufferedResponse, SeenRequest, read_body

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from heymarket_sandbox.api import Api
    from heymarket_sandbox.clock import Clock
    from heymarket_sandbox.faults import Fault, Faults


class Middleware:
    def __init__(self, api: Api, clock: Clock, faults: Faults, remembered: int) -> None:
        self._api = api
        self._clock = clock
        self._faults = faults
        self._previous: dict[str | None, BufferedResponse] = {}
        self.seen: deque[SeenRequest] = deque(maxlen=remembered)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._api.app(scope, receive, send)
            return
        body = await read_body(receive)
        if body is None:
            return
        operation = self._api.operation_id(scope)
        fault = self._faults.choose(operation, b"%s %s %s" % (scope["method"].encode(), scope["raw_path"], body))
        kind = None if fault is None else fault.kind
        request_id = str(uuid.uuid4())
        response = await self._response(fault, scope, body, operation)
        status = None if response is None or kind == "lost" else response.status
        self.seen.append(
            SeenRequest(
                method=scope["method"],
                path=scope["path"],
                operation=operation,
                body=_json_or_none(body),
                status=status,
                time=self._clock.now(),
                request_id=request_id,
                fault=kind,
            )
        )
        if response is not None:
            response = response.with_header(b"date", formatdate(self._clock.now(), usegmt=True).encode())
            response = response.with_header(b"x-request-id", request_id.encode())
        await _send(fault, response, scope, receive, send)

    async def _response(
        self, fault: Fault | None, scope: Scope, body: bytes, operation: str | None
    ) -> BufferedResponse | None:
        """Make the response; None for a fault that neither handles the request nor sends a response."""
        if fault is not None and fault.kind in socket_faults.UNHANDLED:
            return None
        previous = self._previous.get(operation)
        request = BufferedRequest(app=self._api.app, scope=scope, body=body, clock=self._clock, previous=previous)
        if fault is not None and fault.kind in content_faults.CONTENT:
            return await content_faults.CONTENT[fault.kind](fault, request)
        if fault is not None and fault.kind.isdecimal():
            return await content_faults.status(fault, request)
        response = await request.handle()
        self._previous[operation] = response
        return response


async def _send(
    fault: Fault | None, response: BufferedResponse | None, scope: Scope, receive: Receive, send: Send
) -> None:
    if fault is not None and response is None:
        await socket_faults.UNHANDLED[fault.kind](fault, socket_faults.connection_of(scope))
        await receive()  # returns when the connection is gone
    elif fault is not None and response is not None and fault.kind in socket_faults.BROKEN:
        await socket_faults.BROKEN[fault.kind](fault, socket_faults.connection_of(scope), response)
        await receive()
    elif fault is not None and response is not None and fault.kind in socket_faults.SLOW:
        await socket_faults.SLOW[fault.kind](fault, response, send)
    elif response is not None:
        await socket_faults.deliver(response, send)


def _json_or_none(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
