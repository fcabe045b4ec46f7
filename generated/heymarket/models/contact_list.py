# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define

from .list_target import ListTarget


@define(kw_only=True)
class ContactList(Model):
    """A group of recipients."""

    id: int
    """List id; `list_id` when a message is sent."""
    name: str | None = None
    """Name of the list; `title` in requests."""
    local_id: str | None = None
    """Id given by the client that created it."""
    targets: dict[str, ListTarget] | None = None
    """Members by phone number (E.164 digits, no plus)."""
    team_id: int | None = None
    """Team that the list belongs to."""
    creator_id: int | None = None
    """Who created it."""
    shared: bool | None = None
    """All members of the team can use it."""
    archived: bool | None = None
    """It was archived."""
    created: Timestamp | None = None
    """When it was created (RFC 3339)."""
    updated: Timestamp | None = None
    """Last change (RFC 3339); the cursor to read on from."""
    rev: int | None = None
    """Counts the changes of the list, from 1."""
