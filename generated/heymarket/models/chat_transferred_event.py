# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Literal

from heymarket_runtime.model import Model, define

from .conversation import Conversation


@define(kw_only=True)
class ChatTransferredEvent(Model):
    """The conversation belongs to another inbox."""

    type: Literal["chat_transferred"]
    """`chat_transferred`. Known values: `chat_transferred`; there may be more."""
    id: int
    """Id of the webhook's configuration; the events of one webhook all have the same."""
    event_data: Conversation
    """One message thread between a team and a customer."""
