"""The outermost layer: every exchange gets its request id, its date and its fault here, and is remembered."""

from __future__ import annotations

import json
import uuid
from collections import deque
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from heymarket_sandbox import spoil, wire
from heymarket_sandbox.exchange import Answer, Exchange, SeenRequest, read_all

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from heymarket_sandbox.api import Api
    from heymarket_sandbox.clock import Clock
    from heymarket_sandbox.faults import Fault, Faults


class Door:
    def __init__(self, api: Api, clock: Clock, faults: Faults, remembered: int) -> None:
        self._api = api
        self._clock = clock
        self._faults = faults
        self._previous: dict[str | None, Answer] = {}
        self.seen: deque[SeenRequest] = deque(maxlen=remembered)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._api.app(scope, receive, send)
            return
        body = await read_all(receive)
        if body is None:
            return
        operation = self._api.operation_id(scope)
        fault = self._faults.choose(operation, b"%s %s %s" % (scope["method"].encode(), scope["raw_path"], body))
        kind = None if fault is None else fault.kind
        request_id = str(uuid.uuid4())
        answer = await self._answer(fault, scope, body, operation)
        status = None if answer is None or kind == "lost" else answer.status
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
        if answer is not None:
            answer = answer.with_header(b"date", formatdate(self._clock.now(), usegmt=True).encode())
            answer = answer.with_header(b"x-request-id", request_id.encode())
        await _send(fault, answer, scope, receive, send)

    async def _answer(self, fault: Fault | None, scope: Scope, body: bytes, operation: str | None) -> Answer | None:
        """Make the answer; None for a fault that leaves the request unhandled and unanswered."""
        if fault is not None and fault.kind in wire.UNHANDLED:
            return None
        previous = self._previous.get(operation)
        exchange = Exchange(app=self._api.app, scope=scope, body=body, clock=self._clock, previous=previous)
        if fault is not None and fault.kind in spoil.CONTENT:
            return await spoil.CONTENT[fault.kind](fault, exchange)
        if fault is not None and fault.kind.isdecimal():
            return await spoil.status(fault, exchange)
        answer = await exchange.handle()
        self._previous[operation] = answer
        return answer


async def _send(fault: Fault | None, answer: Answer | None, scope: Scope, receive: Receive, send: Send) -> None:
    if fault is not None and answer is None:
        await wire.UNHANDLED[fault.kind](fault, wire.line_of(scope))
        await receive()  # returns when the connection is gone
    elif fault is not None and answer is not None and fault.kind in wire.BROKEN:
        await wire.BROKEN[fault.kind](fault, wire.line_of(scope), answer)
        await receive()
    elif fault is not None and answer is not None and fault.kind in wire.SLOW:
        await wire.SLOW[fault.kind](fault, answer, send)
    elif answer is not None:
        await wire.deliver(answer, send)


def _json_or_none(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
