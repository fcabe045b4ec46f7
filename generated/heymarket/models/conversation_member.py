# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ConversationMember(Model):
    """A team member who takes part in a conversation."""

    id: int
    """Member id."""
    name: str | None = None
    """Member name."""
