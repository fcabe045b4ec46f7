"""Which events a change of the state is; where the vendor says nothing, the choice is ours and said here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.messaging import as_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

    Change = Callable[[Store, Record | None, Record], Iterator[tuple[str, Record]]]

_STATUSES = {"open": "chat_opened", "closed": "chat_closed", "pending": "chat_pending"}


def of_change(store: Store, table: str, before: Record | None, after: Record) -> Iterator[tuple[str, Record]]:
    """Yield type and data of each event; `before` is None for a new record."""
    if table in _CHANGES:
        yield from _CHANGES[table](store, before, after)


def _of_conversation(store: Store, before: Record | None, after: Record) -> Iterator[tuple[str, Record]]:
    """Count a new conversation as opened; one that loses its owner as it moves to another inbox is only transferred."""
    seen = store.conversations.get(after["id"]) or after
    old = before or {}
    if old.get("status") != after.get("status") and after.get("status") in _STATUSES:
        yield _STATUSES[after["status"]], seen
    if before is not None and old.get("inbox") != after.get("inbox"):
        yield "chat_transferred", seen
    if before is not None and "assigned" in after and old.get("assigned") != after["assigned"]:
        yield "chat_reassigned", seen


def _of_contact(_store: Store, before: Record | None, after: Record) -> Iterator[tuple[str, Record]]:
    """Name the contact and the time: what an event about opting out holds is unpublished."""
    is_out = bool(after.get("is_opted_out"))
    if is_out != bool((before or {}).get("is_opted_out")):
        known = {name: after[name] for name in ("id", "phone", "email") if after.get(name)}
        yield "target_opt_out" if is_out else "target_opt_in", {**known, "date": after["updated"]}


def _of_message(store: Store, before: Record | None, after: Record) -> Iterator[tuple[str, Record]]:
    """Leave out private comments, which go to nobody."""
    if before is None and after["status"] != "comment":
        kind = "message_recieved" if after["type"] == "inbound" else "message_sent"
        yield kind, as_shown(store, after)


_CHANGES: dict[str, Change] = {"conversation": _of_conversation, "contact": _of_contact, "message": _of_message}
