# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class TagQuery(Model):
    """From where to list tags."""

    date: Timestamp | None = None
    """Cursor (RFC 3339): only tags updated before this moment are returned. Use the `updated` of the last tag
    received, unchanged."""
