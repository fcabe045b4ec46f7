# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define

from .conversation_member import ConversationMember


@define(kw_only=True)
class Conversation(Model):
    """One message thread between a team and a customer."""

    id: int
    """Conversation id; other endpoints call it `chat_id`, `convo_id` or `conversation_id`."""
    assigned: int | None = None
    """Member who owns the conversation. The value for "nobody" is unpublished."""
    blocked: bool | None = None
    """The contact is blocked; nothing is sent or received."""
    channel: str | None = None
    """Channel, for example `sms`, `mms`, `email` or `chat`; the list may grow."""
    created: Timestamp | None = None
    """When the conversation began (RFC 3339)."""
    creator: int | None = None
    """Member who began the conversation; meaning inferred from the name."""
    email_noti: bool | None = None
    """E-mail notification; meaning inferred from the name."""
    inbox: int | None = None
    """Inbox that the conversation belongs to."""
    last_inbound: int | None = None
    """About the last message from the customer; unit unpublished, treat as opaque."""
    local_id: str | None = None
    """Id given by the client that created the conversation."""
    members: list[ConversationMember] | None = None
    """Team members who take part."""
    muted: bool | None = None
    """Notifications are muted."""
    name: str | None = None
    """Name shown for the conversation."""
    noreply: str | None = None
    """Meaning unpublished."""
    op: str | None = None
    """Last operation performed; meaning inferred from the same field of contacts."""
    read: int | None = None
    """Whether or how far the conversation was read; values unpublished, treat as opaque."""
    replied: bool | None = None
    """At least one reply was received."""
    snooze_till: str | None = None
    """When a snoozed conversation comes back; format unpublished."""
    status: str | None = None
    """`open` or `closed`; webhooks also know a pending state. The list may grow."""
    super: int | None = None
    """Meaning unpublished; treat as opaque."""
    support: bool | None = None
    """Meaning unpublished."""
    target: str | None = None
    """The customer's phone number (digits, no plus), e-mail address or channel id."""
    type: str | None = None
    """Kind of conversation; values unpublished."""
    updated: Timestamp | None = None
    """Last change (RFC 3339); the cursor to read on from. Its precision is unpublished."""
    unread: bool | None = None
    """The conversation has unread messages; meaning inferred from the name."""
    unread_users: list[int] | None = None
    """Members who have not read the conversation; meaning inferred from the name."""
    last_msg: str | None = None
    """Text of the last message; meaning inferred from the name."""
    targets: list[str] | None = None
    """All phone numbers of a group conversation."""
