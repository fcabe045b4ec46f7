# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp


class ConversationCountQuery(Model, kw_only=True):
    """Which conversations to count."""

    date: Timestamp | None = None
    """Only conversations updated before this moment (RFC 3339) are counted."""
