# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class ContactV2Query(Model):
    """Which page of contacts to list."""

    limit: int | None = None
    """Most contacts in one response, not in the whole listing; neither default nor maximum is published."""
    page: int | None = None
    """Number of the page, from 0."""
    date: Timestamp | None = None
    """Only contacts updated before this moment (RFC 3339); inferred from `/v1`."""
    ascending: bool | None = None
    """Oldest first instead of newest first (inferred). How `date` then selects is unpublished."""
