# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Literal

from heymarket_runtime.model import Model, define

from .message import Message


@define(kw_only=True)
class MessageReceivedEvent(Model):
    """A customer wrote to the team."""

    type: Literal["message_recieved"]
    """`message_recieved`, as the vendor spells it; accept `message_received` as well."""
    id: int
    """Id of the webhook's configuration; the events of one webhook all have the same."""
    event_data: Message
    """One message of a conversation, in either direction."""
