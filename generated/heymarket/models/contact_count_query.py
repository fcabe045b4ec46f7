# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class ContactCountQuery(Model):
    """Which contacts to count."""

    date: Timestamp | None = None
    """Only contacts updated before this moment (RFC 3339) are counted; inferred from the count of conversations."""
