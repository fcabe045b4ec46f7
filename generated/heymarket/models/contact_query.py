# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class ContactQuery(Model):
    """Which contacts to list, and from where."""

    date: Timestamp | None = None
    """Cursor (RFC 3339): only contacts updated before this moment are returned. Use the `updated` of the last
    contact received, unchanged."""
    ascending: bool | None = None
    """Oldest first instead of newest first. How `date` then selects is unpublished."""
    limit: int | None = None
    """Most contacts in one response, not in the whole listing; 30 without it, the maximum is unpublished."""
    page: int | None = None
    """Number of the page; unused by the published way to read on, which is `date`."""
    archived: bool | None = None
    """Meaning unpublished."""
    assigned: int | None = None
    """Only contacts assigned to this member; meaning inferred from the name."""
    filter: str | None = None
    """Meaning unpublished."""
    id: int | None = None
    """Meaning unpublished."""
    order: str | None = None
    """Meaning unpublished."""
    parent_id: int | None = None
    """Meaning unpublished."""
