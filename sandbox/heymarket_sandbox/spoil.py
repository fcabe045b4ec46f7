"""Faults of content: the exchange is proper HTTP, what it says is not what the contract says."""

from __future__ import annotations

import gzip
import json
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, cast

from heymarket_sandbox.errors import Refusal
from heymarket_sandbox.exchange import Answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from heymarket_sandbox.exchange import Exchange
    from heymarket_sandbox.faults import Fault

STATUSES = range(200, 600)
WITHOUT_BODY = (204, 205, 304)
EDGE_STATUS = 520
"""From here on answers come from what stands before the API, and are text."""
JSON, TEXT, HTML = b"application/json", b"text/plain; charset=utf-8", b"text/html; charset=utf-8"


async def status(fault: Fault, exchange: Exchange) -> Answer:
    """Answer with this status (200 to 599) and `retry_after`; the request is not handled."""
    number = int(fault.kind)
    answer = Answer(number)
    if fault.retry_after == "date":
        when = formatdate(exchange.clock.now() + fault.seconds_or(1), usegmt=True)
        answer = answer.with_header(b"retry-after", when.encode())
    elif fault.retry_after is not None:
        answer = answer.with_header(b"retry-after", str(fault.retry_after).encode())
    if number in WITHOUT_BODY:
        return answer
    if number >= EDGE_STATUS:
        return answer.with_body(b"error code: %d" % number, TEXT)
    return answer.with_body(json.dumps(Refusal(number, "injected by the sandbox").body).encode(), JSON)


async def html(_fault: Fault, _exchange: Exchange) -> Answer:
    """Answer 200 with an HTML page, as a captive portal does; the request is not handled."""
    return Answer(200).with_body(b"<!doctype html><title>Sign in</title><p>Sign in to the network</p>", HTML)


async def empty(_fault: Fault, _exchange: Exchange) -> Answer:
    """Answer 200 with nothing; the request is not handled."""
    return Answer(200).with_body(b"")


async def null(_fault: Fault, _exchange: Exchange) -> Answer:
    """Answer 200 with `null`; the request is not handled."""
    return Answer(200).with_body(b"null", JSON)


async def string(_fault: Fault, _exchange: Exchange) -> Answer:
    """Answer 200 with the JSON string `"ok"`; the request is not handled."""
    return Answer(200).with_body(b'"ok"', JSON)


async def json_object(_fault: Fault, _exchange: Exchange) -> Answer:
    """Answer 200 with `{}`; the request is not handled."""
    return Answer(200).with_body(b"{}", JSON)


async def redirect(fault: Fault, exchange: Exchange) -> Answer:
    """Answer 307 with the same path at another origin, `to`; the request is not handled."""
    return Answer(307).with_header(b"location", fault.to.encode() + exchange.scope["raw_path"]).with_body(b"")


async def truncated_json(_fault: Fault, exchange: Exchange) -> Answer:
    """Send the first half of the JSON, with a Content-Length that fits it."""
    answer = await exchange.handle()
    return answer.with_body(answer.body[: len(answer.body) // 2])


async def bad_gzip(_fault: Fault, exchange: Exchange) -> Answer:
    """Say `Content-Encoding: gzip`, and send what starts like gzip and is broken."""
    answer = await exchange.handle()
    return answer.with_header(b"content-encoding", b"gzip").with_body(gzip.compress(answer.body)[:10] + b"\xff" * 40)


async def wrong_type(fault: Fault, exchange: Exchange) -> Answer:
    """Put `value` into `field` of the first item."""
    answer = await exchange.handle()
    whole: Any = json.loads(answer.body)
    place: Any = cast("Sequence[Any]", whole)[0] if isinstance(whole, list) and whole else cast("Any", whole)
    *way, last = (int(step) if step.isdecimal() else step for step in fault.field.split("."))
    try:
        for step in way:
            place = place[step]
        place[last] = fault.value
    except (LookupError, TypeError):
        return answer
    return answer.with_body(json.dumps(whole, ensure_ascii=False).encode())


async def skew(fault: Fault, exchange: Exchange) -> Answer:
    """Handle and date this exchange by a clock that is `seconds` (600) ahead; below zero it is behind."""
    exchange.clock.shift_in_this_task(fault.seconds_or(600))
    return await exchange.handle()


async def stale_cursor(_fault: Fault, exchange: Exchange) -> Answer:
    """Ignore `date`: the first page comes once more."""
    try:
        body: Any = json.loads(exchange.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return await exchange.handle()
    rest = {name: value for name, value in cast("dict[str, Any]", body).items() if name != "date"}
    return await exchange.handle(json.dumps(rest).encode())


async def repeat(_fault: Fault, exchange: Exchange) -> Answer:
    """Send the last answer to the same operation once more, if there was one."""
    return exchange.previous or await exchange.handle()


CONTENT: Mapping[str, Callable[[Fault, Exchange], Awaitable[Answer]]] = {
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
