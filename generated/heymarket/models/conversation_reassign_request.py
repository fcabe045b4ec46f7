# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ConversationReassignRequest(Model):
    """Which conversation to hand over, and to whom."""

    inbox_id: int
    """Inbox of the conversation."""
    user_id: int
    """Member who owns it now."""
    reassign_id: int
    """Member who is to own it."""
    target: str | None = None
    """The customer's phone number (digits, no plus) or e-mail address."""
    targets: list[str] | None = None
    """All phone numbers of a group conversation."""
