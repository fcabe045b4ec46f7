# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ..runtime.model import Model


class ConversationMember(Model, kw_only=True):
    """A team member who takes part in a conversation."""

    id: int | None = None
    """Member id."""
    name: str | None = None
    """Member name."""
