"""Faults of content: the exchange is proper HTTP, what it says is not what the contract says."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from heymarket_sandbox.errors import Refusal
from heymarket_sandbox.exchange import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from heymarket_sandbox.clock import Clock
    from heymarket_sandbox.faults import Fault

LOWEST_STATUS, HIGHEST_STATUS = 200, 599
EDGE_STATUS = 520
"""From here on answers come from what stands before the API, and are text."""
JSON, TEXT, HTML = b"application/json", b"text/plain; charset=utf-8", b"text/html; charset=utf-8"


def with_status(fault: Fault, clock: Clock) -> Answer:
    status = int(fault.kind)
    headers: dict[bytes, bytes] = {}
    if fault.retry_after == "date":
        headers[b"retry-after"] = formatdate(clock.now() + (fault.seconds or 1), usegmt=True).encode()
    elif fault.retry_after is not None:
        headers[b"retry-after"] = str(fault.retry_after).encode()
    if status >= EDGE_STATUS:
        return Answer(status, headers).with_body(f"error code: {status}".encode(), TEXT)
    body = Refusal(status, "injected by the sandbox").body
    return Answer(status, headers).with_body(json.dumps(body).encode(), JSON)


def html(_fault: Fault) -> Answer:
    """Answer 200 with an HTML page, as a captive portal does; the request is not handled."""
    return Answer(200).with_body(b"<!doctype html><title>Sign in</title><p>Sign in to the network</p>", HTML)


def empty(_fault: Fault) -> Answer:
    """Answer 200 with nothing; the request is not handled."""
    return Answer(200).with_body(b"")


def null(_fault: Fault) -> Answer:
    """Answer 200 with `null`; the request is not handled."""
    return Answer(200).with_body(b"null", JSON)


def string(_fault: Fault) -> Answer:
    """Answer 200 with the JSON string `"ok"`; the request is not handled."""
    return Answer(200).with_body(b'"ok"', JSON)


def json_object(_fault: Fault) -> Answer:
    """Answer 200 with `{}`; the request is not handled."""
    return Answer(200).with_body(b"{}", JSON)


def redirect(fault: Fault) -> Answer:
    """Answer 307 with another origin, `to`; the request is not handled."""
    return Answer(307, {b"location": fault.to.encode()}).with_body(b"")


def truncated_json(_fault: Fault, answer: Answer) -> Answer:
    """Send the first half of the JSON, with a Content-Length that fits it."""
    return answer.with_body(answer.body[: len(answer.body) // 2])


def bad_gzip(_fault: Fault, answer: Answer) -> Answer:
    """Say `Content-Encoding: gzip` and send what starts like gzip and is broken."""
    broken = gzip.compress(answer.body)[:10] + b"\xff" * 40
    return replace(answer, headers={**answer.headers, b"content-encoding": b"gzip"}).with_body(broken)


def wrong_type(fault: Fault, answer: Answer) -> Answer:
    """Put `value` into `field` of the first item."""
    whole: Any = json.loads(answer.body)
    *way, last = _steps(fault.field)
    place: Any = whole[0] if isinstance(whole, list) and whole else whole
    try:
        for step in way:
            place = place[step]
        place[last] = fault.value
    except (LookupError, TypeError):
        return answer
    return answer.with_body(json.dumps(whole, ensure_ascii=False).encode())


def _steps(path: str) -> list[str | int]:
    return [int(step) if step.isdecimal() else step for step in path.split(".")]


BEFORE: Mapping[str, Callable[[Fault], Answer]] = {
    "html": html,
    "empty": empty,
    "null": null,
    "string": string,
    "object": json_object,
    "redirect": redirect,
}


def skew(_fault: Fault, answer: Answer) -> Answer:
    """Handle and date this exchange by a clock that is `seconds` (600) ahead; below zero it is behind."""
    return answer


def stale_cursor(_fault: Fault, answer: Answer) -> Answer:
    """Ignore `date`: the first page comes once more."""
    return answer


def repeat(_fault: Fault, answer: Answer) -> Answer:
    """Send the last answer to the same operation once more."""
    return answer


AFTER: Mapping[str, Callable[[Fault, Answer], Answer]] = {
    "truncated-json": truncated_json,
    "bad-gzip": bad_gzip,
    "wrong-type": wrong_type,
    "skew": skew,
    "stale-cursor": stale_cursor,
    "repeat": repeat,
}
