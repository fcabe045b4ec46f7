"""The conversations that every contender reads, and the facts that it must have read."""

from __future__ import annotations

import datetime
import json
from typing import Any

from heymarket_sandbox.seed import Seed
from heymarket_sandbox.settings import Settings

# Some peers treat every field of the spec as required, so each is there.
_REST = {
    "assigned": 55,
    "creator": 55,
    "last_inbound": 1776243164,
    "last_msg": "Thanks, that works!",
    "members": [{"id": 55, "name": "Grace Hopper"}],
    "name": "Ada Lovelace",
    "noreply": "",
    "read": 1,
    "snooze_till": "",
    "support": False,
    "targets": ["14155551234"],
    "type": "contact",
    "unread": False,
    "unread_users": [55],
}

Facts = list[tuple[Any, ...]]


def conversations(count: int) -> list[dict[str, Any]]:
    """Return conversations whose fields stand in the order of the vendor's sample: by name.

    https://developers.heymarket.com/api-reference/conversations/list. The order counts: parsers that know the fields
    expect them one after another.
    """
    return [dict(sorted((_REST | conversation).items())) for conversation in Seed(Settings(conversations=count))]


def page(count: int) -> bytes:
    return json.dumps(conversations(count), separators=(",", ":"), ensure_ascii=False).encode()


def facts(conversations: Any) -> Facts:
    """Read a few fields of each conversation, whatever objects a contender makes of it."""
    if isinstance(conversations, bytes):
        conversations = json.loads(conversations)
    if not isinstance(conversations, list):
        conversations = getattr(conversations, "root", None) or list(conversations)
    return [_facts(item) for item in conversations]


def _facts(item: Any) -> tuple[Any, ...]:
    updated = _get(item, "updated")
    if isinstance(updated, str):
        updated = datetime.datetime.fromisoformat(updated)
    members = tuple((_get(member, "id"), _get(member, "name")) for member in _get(item, "members"))
    plain = ("id", "name", "inbox", "local_id", "replied", "status")
    return (*(_get(item, name) for name in plain), updated, members)


def _get(item: Any, name: str) -> Any:
    return item[name] if isinstance(item, dict) else getattr(item, name)
