# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class ListQuery(Model):
    """From where to list lists."""

    date: Timestamp | None = None
    """Cursor (RFC 3339): only lists updated before this moment are returned. Use the `updated` of the last list
    received, unchanged."""
