"""From the body of a webhook to an event that is checked."""

from __future__ import annotations

import hmac
import json
from functools import partial
from typing import Any

import yaml

from heymarket import webhooks
from scripts.repository import ROOT, SPEC

from .measure import interleave, repeated
from .report import Result, Run, Table, times

JSON_LOADS, OURS = "json.loads", "heymarket.webhooks.parse"
BY_HAND = "json.loads and compare_digest"
TOKEN = "WEBHOOK_VERIFICATION_TOKEN"  # noqa: S105 (the example of the spec)


def measure(run: Run) -> Result:
    result = Result("webhooks")
    body = _message()
    event = webhooks.parse(body, token=TOKEN)
    result.check(OURS, event.type == "message_recieved" and event.raw["event_data"] == json.loads(body)["event_data"])
    blocks = {
        JSON_LOADS: repeated(partial(json.loads, body)),
        BY_HAND: repeated(partial(_by_hand, body)),
        OURS: repeated(partial(webhooks.parse, body, token=TOKEN)),
    }
    timings = interleave(blocks, rounds=run.rounds, seconds=run.block)
    rows = []
    for name in timings.names():
        result.figures[name] = timings.ratio(name, JSON_LOADS, cpu=True)
        rows.append((name, f"{timings.median(name, cpu=True) * 1e6:.2f}", times(result.figures[name])))
    result.tables.append(
        Table(f"Parse and check an event, {len(body)} bytes", ("", "CPU us", f"against {JSON_LOADS}"), rows)
    )
    return result


def _message() -> bytes:
    """Return the spec's example of a message that came in."""
    spec: Any = yaml.safe_load((ROOT / SPEC).read_text(encoding="utf-8"))
    content = spec["webhooks"]["event"]["post"]["requestBody"]["content"]["application/json"]
    return json.dumps(content["examples"]["message_recieved"]["value"]).encode()


def _by_hand(body: bytes) -> Any:
    """Do what the vendor's sample does, with a comparison that gives nothing away."""
    event = json.loads(body)
    if not hmac.compare_digest(event["token"].encode(), TOKEN.encode()):
        raise ValueError
    return event
