# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define

from .conversation import Conversation
from .message_custom import MessageCustom


@define(kw_only=True)
class Message(Model):
    """One message of a conversation, in either direction."""

    id: int
    """Message id."""
    author: str | None = None
    """Name shown as the sender; meaning inferred from the name."""
    broadcast_id: int | None = None
    """The broadcast that the message was part of."""
    conversation: Conversation | None = None
    """One message thread between a team and a customer."""
    custom: MessageCustom | None = None
    """What a message carries beside its text; meaning unpublished."""
    date: Timestamp | None = None
    """When the message was sent or received (RFC 3339); the cursor to read on from."""
    flagged: bool | None = None
    """Flagged for review."""
    link_url: str | None = None
    """Meaning unpublished."""
    local_id: str | None = None
    """Id given by the client that sent the message."""
    media: str | None = None
    """URL of the attached media."""
    phone: str | None = None
    """Phone number of the message (digits, no plus)."""
    status: str | None = None
    """Delivery status; values unpublished."""
    super: int | None = None
    """Meaning unpublished; treat as opaque."""
    support: bool | None = None
    """Meaning unpublished."""
    target: str | None = None
    """The customer's phone number (digits, no plus), e-mail address or channel id."""
    text: str | None = None
    """The text."""
    type: str | None = None
    """`inbound` or `outbound` in an older text; the list may grow."""
    updated: Timestamp | None = None
    """Last change (RFC 3339)."""
    user: int | None = None
    """Member who sent the message."""
    channel: str | None = None
    """Channel, for example `sms`."""
    hidden: bool | None = None
    """Meaning unpublished."""
    raw_error: str | None = None
    """Why the message was not delivered; meaning inferred from the name."""
    target_errors: dict[str, str] | None = None
    """Errors by phone number; meaning inferred from a capture."""
    targets: list[str] | None = None
    """All phone numbers of a group message."""
