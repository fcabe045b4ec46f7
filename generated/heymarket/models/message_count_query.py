# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class MessageCountQuery(Model):
    """Which messages to count."""

    date: Timestamp | None = None
    """Only messages before this moment are counted (RFC 3339)."""
    archived: bool | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    ascending: bool | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    assigned: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    filter: str | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    id: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    limit: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    order: str | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    page: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
    parent_id: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
