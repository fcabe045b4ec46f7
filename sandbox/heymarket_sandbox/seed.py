"""Invents conversations."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from heymarket_sandbox.inventing import FIRST_NAMES, LAST_NAMES, Inventor
from heymarket_sandbox.team import EXAMPLE_TEAM
from heymarket_sandbox.timestamps import SECOND, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox.settings import Settings

FIRST_ID = 9920
MESSAGES = (
    "Thanks, that works!", "Can I move my appointment to Friday?", "Is my order ready?", "Yes please 👍",
    "What are your hours today?", "I'll be ten minutes late", "Got it", "Please call me back", "¿Hablan español?",
    "The code on the door is wrong", "STOP", "How much is the small one?",
)  # fmt: skip
AREA_CODES = (415, 212, 312, 206, 617, 503, 702, 404, 305, 214, 303, 612, 619, 713, 215, 919, 804, 414, 512, 808)
OFFSETS = (None, 0, -420, None, 330, -300)
# The conversations that the spec's examples name, so that each example works as it stands.
EXAMPLES: dict[int, dict[str, Any]] = {
    FIRST_ID: {
        "channel": "sms",
        "status": "open",
        "inbox": 2222,
        "assigned": 55,
        "target": "14155551234",
        "name": "Mary Somerville",
        "members": [{"id": 55, "name": "Grace Hopper"}],
        "op": "update",
    },
    FIRST_ID + 1: {
        "channel": "mms",
        "status": "open",
        "inbox": 2222,
        "assigned": 55,
        "target": "14155554343",
        "targets": ["14155554343", "12155555180"],
        "name": "Analysts",
        "op": "update",
    },
}
CHANNELS = (("sms", 0.8), ("mms", 0.88), ("email", 0.95), ("chat", 1.0))


class Seed:
    """Iterate for the conversations; `unread` then holds pairs of conversation and member."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._inventor = Inventor(settings)
        self._names = {member.id: member.name for member in settings.team.members}
        self.unread: list[tuple[int, int]] = []

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield conversations, newest first. Ids are shuffled, so that order by id is not order by time."""
        count = self._settings.conversations
        stride = next(step for step in (7919, 104_729, 1) if count % step or step == 1)
        for rank, updated in enumerate(self._inventor.instants(count)):
            index = rank * stride % count
            yield self._conversation(FIRST_ID + index, index, rank, updated)

    def _conversation(self, number: int, index: int, rank: int, updated: int) -> dict[str, Any]:
        inbox = self._inventor.pick(self._settings.team.inboxes)
        owner = self._inventor.pick(inbox.members) if self._inventor.chance(0.8) else None
        first, last = self._inventor.pick(FIRST_NAMES), self._inventor.pick(LAST_NAMES)
        roll = self._inventor.number()
        channel = next(name for name, below in CHANNELS if roll < below)
        created = updated // SECOND * SECOND - int(self._inventor.number() * 90 * 86_400) * SECOND
        closed = self._inventor.chance(0.4)
        inbound = created // SECOND if self._inventor.chance(0.75) else None
        taking_part = [each for each in inbox.members if each == owner or self._inventor.chance(0.3)]
        unread = [(number, each) for each in inbox.members if self._inventor.chance(0.1 if closed else 0.3)]
        offset = OFFSETS[rank % len(OFFSETS)] if self._settings.mixed_offsets else None
        fields: dict[str, Any] = {
            "id": number,
            "local_id": str(uuid.UUID(int=int(self._inventor.number() * 2**53) << 75 | number, version=4)),
            "channel": channel,
            "status": "closed" if closed else "open",
            "type": "contact" if self._inventor.chance(0.5) else None,
            "inbox": inbox.id,
            "assigned": owner,
            "creator": owner if self._inventor.chance(0.3) else None,
            "target": _target(channel, index, first, last),
            "targets": None,
            "name": f"{first} {last}" if self._inventor.chance(0.85) else None,
            "members": [{"id": each, "name": self._names[each]} for each in taking_part] or None,
            "created": render(created),
            "updated": render(updated, offset_minutes=offset),
            "last_inbound": inbound,
            "last_msg": self._inventor.pick(MESSAGES) if self._inventor.chance(0.9) else None,
            "replied": inbound is not None,
            "blocked": self._inventor.chance(0.02),
            "muted": self._inventor.chance(0.05),
            "email_noti": self._inventor.chance(0.3),
            "op": "close" if closed else "update",
            "snooze_till": render(updated + 86_400 * SECOND) if self._inventor.chance(0.03) else None,
            "support": True if self._inventor.chance(0.02) else None,
            "super": 0,
        }
        if number in EXAMPLES and self._settings.team == EXAMPLE_TEAM:
            fields |= EXAMPLES[number]
        else:
            self.unread += unread
        return {name: value for name, value in fields.items() if value is not None or self._settings.nulls}


def _target(channel: str, index: int, first: str, last: str) -> str:
    """Invent a phone number (555, different for each of 200 000 conversations), or an email address."""
    if channel == "email":
        name = "".join(each for each in f"{first}.{last}".lower() if each.isascii() and (each.isalpha() or each == "."))
        return f"{name}{index}@example.com"
    area, line = divmod((1234 + index * 7919) % (len(AREA_CODES) * 10_000), 10_000)
    return f"1{AREA_CODES[area]}555{line:04d}"
