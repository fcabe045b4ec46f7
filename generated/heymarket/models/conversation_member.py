# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model


class ConversationMember(Model, kw_only=True):
    """A team member who takes part in a conversation."""

    id: int | None = None
    """Member id."""
    name: str | None = None
    """Member name."""
