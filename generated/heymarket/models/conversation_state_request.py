# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ConversationStateRequest(Model):
    """Which conversation to open or close, and in whose name."""

    inbox_id: int
    """Inbox of the conversation."""
    user_id: int
    """Member who is recorded as having opened or closed it."""
    chat_id: int | None = None
    """Conversation id."""
    target: str | None = None
    """The customer's phone number (digits, no plus) or e-mail address."""
    targets: list[str] | None = None
    """All phone numbers of a group conversation."""
