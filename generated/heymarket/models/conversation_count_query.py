# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ..runtime.model import Model, Timestamp


class ConversationCountQuery(Model, kw_only=True):
    """Which conversations to count."""

    date: Timestamp | None = None
    """Only conversations updated before this moment (RFC 3339) are counted."""
