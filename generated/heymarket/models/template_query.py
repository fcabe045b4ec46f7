# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class TemplateQuery(Model):
    """From where to list templates."""

    date: Timestamp | None = None
    """Cursor (RFC 3339): only templates updated before this moment are returned. Use the `updated` of the last
    template received, unchanged."""
