# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Literal

from heymarket_runtime.model import Model, define

from .message import Message


@define(kw_only=True)
class MessageSentEvent(Model):
    """A message went from the team to a customer."""

    type: Literal["message_sent"]
    """`message_sent`. Known values: `message_sent`; there may be more."""
    id: int
    """Id of the webhook's configuration; the events of one webhook all have the same."""
    event_data: Message
    """One message of a conversation, in either direction."""
