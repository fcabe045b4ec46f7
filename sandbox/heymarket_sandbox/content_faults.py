"""Faults in the content of a response: proper HTTP, but not what the spec says."""

from __future__ import annotations

import gzip
import json
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, cast

from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.messages import BufferedResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from heymarket_sandbox.fault_options import FaultOptions
    from heymarket_sandbox.messages import BufferedRequest

STATUSES = range(200, 600)
WITHOUT_BODY = (204, 205, 304)
EDGE_STATUS = 520
"""From here on a proxy in front of the API would respond, with plain text."""
JSON, TEXT, HTML = b"application/json", b"text/plain; charset=utf-8", b"text/html; charset=utf-8"


async def status(fault: FaultOptions, request: BufferedRequest) -> BufferedResponse:
    """Respond with this status (200 to 599) and `retry_after`; the request is not handled."""
    number = int(fault.kind)
    response = BufferedResponse(number)
    if fault.retry_after == "date":
        when = formatdate(request.clock.now() + fault.seconds_or(1), usegmt=True)
        response = response.with_header(b"retry-after", when.encode())
    elif fault.retry_after is not None:
        response = response.with_header(b"retry-after", str(fault.retry_after).encode())
    if number in WITHOUT_BODY:
        return response
    if number >= EDGE_STATUS:
        return response.with_body(b"error code: %d" % number, TEXT)
    return response.with_body(json.dumps(ErrorResponse(number, "injected by the sandbox").body).encode(), JSON)


async def html(_fault: FaultOptions, _request: BufferedRequest) -> BufferedResponse:
    """Respond 200 with an HTML page, as a captive portal does; the request is not handled."""
    return BufferedResponse(200).with_body(b"<!doctype html><title>Sign in</title><p>Sign in to the network</p>", HTML)


async def empty(_fault: FaultOptions, _request: BufferedRequest) -> BufferedResponse:
    """Respond 200 with nothing; the request is not handled."""
    return BufferedResponse(200).with_body(b"")


async def null(_fault: FaultOptions, _request: BufferedRequest) -> BufferedResponse:
    """Respond 200 with `null`; the request is not handled."""
    return BufferedResponse(200).with_body(b"null", JSON)


async def string(_fault: FaultOptions, _request: BufferedRequest) -> BufferedResponse:
    """Respond 200 with the JSON string `"ok"`; the request is not handled."""
    return BufferedResponse(200).with_body(b'"ok"', JSON)


async def json_object(_fault: FaultOptions, _request: BufferedRequest) -> BufferedResponse:
    """Respond 200 with `{}`; the request is not handled."""
    return BufferedResponse(200).with_body(b"{}", JSON)


async def redirect(fault: FaultOptions, request: BufferedRequest) -> BufferedResponse:
    """Respond 307 with the same path at another origin, `to`; the request is not handled."""
    return BufferedResponse(307).with_header(b"location", fault.to.encode() + request.scope["raw_path"]).with_body(b"")


async def truncated_json(_fault: FaultOptions, request: BufferedRequest) -> BufferedResponse:
    """Send the first half of the JSON, with a Content-Length that fits it."""
    response = await request.handle()
    return response.with_body(response.body[: len(response.body) // 2])


async def bad_gzip(_fault: FaultOptions, request: BufferedRequest) -> BufferedResponse:
    """Say `Content-Encoding: gzip`, and send broken gzip."""
    response = await request.handle()
    return response.with_header(b"content-encoding", b"gzip").with_body(
        gzip.compress(response.body)[:10] + b"\xff" * 40
    )


async def wrong_type(fault: FaultOptions, request: BufferedRequest) -> BufferedResponse:
    """Put `value` into `field` of the first item."""
    response = await request.handle()
    whole: Any = json.loads(response.body)
    target: Any = cast("Sequence[Any]", whole)[0] if isinstance(whole, list) and whole else cast("Any", whole)
    *path, last = (int(step) if step.isdecimal() else step for step in fault.field.split("."))
    try:
        for step in path:
            target = target[step]
        target[last] = fault.value
    except (LookupError, TypeError):
        return response
    return response.with_body(json.dumps(whole, ensure_ascii=False).encode())


async def skew(fault: FaultOptions, request: BufferedRequest) -> BufferedResponse:
    """Handle and date this request by a clock that is `seconds` (600) ahead; below zero it is behind."""
    request.clock.shift_in_this_task(fault.seconds_or(600))
    return await request.handle()


async def stale_cursor(_fault: FaultOptions, request: BufferedRequest) -> BufferedResponse:
    """Ignore `date`: send the first page again."""
    try:
        body: Any = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return await request.handle()
    rest = {name: value for name, value in cast("dict[str, Any]", body).items() if name != "date"}
    return await request.handle(json.dumps(rest).encode())


async def repeat(_fault: FaultOptions, request: BufferedRequest) -> BufferedResponse:
    """Send the last response to the same operation again, if there was one."""
    return request.previous or await request.handle()


CONTENT: Mapping[str, Callable[[FaultOptions, BufferedRequest], Awaitable[BufferedResponse]]] = {
    "html": html,
    "empty": empty,
    "null": null,
    "string": string,
    "object": json_object,
    "redirect": redirect,
    "truncated-json": truncated_json,
    "bad-gzip": bad_gzip,
    "wrong-type": wrong_type,
    "skew": skew,
    "stale-cursor": stale_cursor,
    "repeat": repeat,
}
