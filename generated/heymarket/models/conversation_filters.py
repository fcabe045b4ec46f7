# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ConversationFilters(Model):
    """Narrows a list of conversations."""

    inboxes: list[int] | None = None
    """Only conversations of these inboxes."""
    closed: bool | None = None
    """True for closed conversations, false for open ones."""
    unread: bool | None = None
    """True for conversations that the member has not read, false for those read."""
