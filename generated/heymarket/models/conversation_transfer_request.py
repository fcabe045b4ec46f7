# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ConversationTransferRequest(Model):
    """Which conversation to move, and where."""

    conversation_id: int
    """Conversation id."""
    transfer_inbox_id: int
    """Inbox to move it to."""
