# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class MessageQuery(Model):
    """Which messages to list, and from where."""

    created_at: Timestamp | None = None
    """Cursor (RFC 3339): only messages created before this moment are returned. Use the `date` of the last
    message received, unchanged."""
    order: str | None = None
    """Field to sort by, `created_at` (if it is left out) or `updated_at`."""
    ascending: bool | None = None
    """Oldest first instead of newest first; false if it is left out."""
    limit: int | None = None
    """Most messages of one response, not of the whole listing; 30 if it is left out."""
    archived: bool | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    assigned: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    date: Timestamp | None = None
    """Part of a structure that several endpoints share, where it is the cursor; here the prose has `created_at`
    instead."""
    filter: str | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    id: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    page: int | None = None
    """Page number, from 1, in the vendor's older text; not sent again once a cursor is."""
    parent_id: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
