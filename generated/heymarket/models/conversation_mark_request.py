# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ConversationMarkRequest(Model):
    """Which conversation to mark, and for whom."""

    inbox_id: int
    """Inbox of the conversation."""
    user_id: int
    """Member for whom it is marked."""
    target: str | None = None
    """The customer's phone number (digits, no plus) or e-mail address."""
    targets: list[str] | None = None
    """All phone numbers of a group conversation."""
    reassign_id: int | None = None
    """Part of a structure that several endpoints share; no meaning is published for it here."""
