# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ..runtime.model import Model


class ConversationTransferRequest(Model, kw_only=True):
    """Which conversation to move, and where."""

    conversation_id: int
    """Conversation id."""
    transfer_inbox_id: int
    """Inbox to move it to."""
