# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define

from .schedule_meta import ScheduleMeta


@define(kw_only=True)
class Schedule(Model):
    """A message that is to be sent later."""

    id: int
    """Schedule id."""
    execute: Timestamp | None = None
    """When it is sent (RFC 3339); `execute_at` in requests."""
    inbox_id: int | None = None
    """Inbox that it is sent from."""
    local_id: str | None = None
    """Id given by the client that created it."""
    meta: ScheduleMeta | None = None
    """What is sent, and to whom."""
    op: str | None = None
    """Last operation performed on it; meaning inferred from contacts."""
    rev: int | None = None
    """Counts its changes, from 1."""
    team_id: int | None = None
    """Team that it belongs to."""
    user_id: int | None = None
    """Member who sends it."""
    created: Timestamp | None = None
    """When it was created (RFC 3339)."""
    updated: Timestamp | None = None
    """Last change (RFC 3339)."""
