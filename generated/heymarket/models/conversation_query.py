# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define

from .conversation_filters import ConversationFilters


@define(kw_only=True)
class ConversationQuery(Model):
    """Which conversations to list, and from where."""

    id: int | None = None
    """Member on whose behalf to list; the response holds what this member can see."""
    filters: ConversationFilters | None = None
    """Narrows a list of conversations."""
    date: Timestamp | None = None
    """Cursor (RFC 3339): only conversations updated before this moment are returned. Use the `updated` of the
    last conversation received, unchanged."""
    archived: bool | None = None
    """Meaning unpublished; the vendor's prose calls closed conversations archived."""
    ascending: bool | None = None
    """Oldest first instead of newest first. How `date` then selects is unpublished."""
    assigned: int | None = None
    """Only conversations assigned to this member; meaning inferred from the name."""
    filter: str | None = None
    """Meaning unpublished."""
    limit: int | None = None
    """Most conversations in one response, not in the whole listing; neither default nor maximum is published."""
    order: str | None = None
    """Meaning unpublished."""
    page: int | None = None
    """Number of the page; unused by the published way to read on, which is `date`."""
    parent_id: int | None = None
    """Meaning unpublished."""
