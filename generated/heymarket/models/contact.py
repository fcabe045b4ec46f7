# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define

from .contact_channel import ContactChannel
from .contact_note import ContactNote
from .contact_tag import ContactTag


@define(kw_only=True)
class Contact(Model):
    """A customer."""

    id: int
    """Contact id, an integer; the operations of `/v2` take the UUID."""
    display_name: str | None = None
    """Name shown in the inbox."""
    first: str | None = None
    """First name."""
    last: str | None = None
    """Last name."""
    email: str | None = None
    """E-mail address."""
    phone: str | None = None
    """Phone number (E.164 digits, no plus)."""
    custom: dict[str, str] | None = None
    """Values of custom fields by the ids of contact fields."""
    avatar: str | None = None
    """URL of a picture."""
    team_id: int | None = None
    """Team that the contact belongs to."""
    creator_id: int | None = None
    """Who created it."""
    assigned_user_id: int | None = None
    """Member whom it is assigned to."""
    tags: list[ContactTag] | None = None
    """Tags of the contact."""
    is_opted_out: bool | None = None
    """It opted out of messages."""
    contact_channels: list[ContactChannel] | None = None
    """How the contact can be reached; in responses of `/v2` only."""
    note: list[ContactNote] | None = None
    """Notes about the contact."""
    shared: bool | None = None
    """All members of the team can see it."""
    type: str | None = None
    """Kind of contact; values unpublished."""
    inbox_id: int | None = None
    """Meaning unpublished."""
    parent_id: int | None = None
    """Meaning unpublished."""
    external_id: str | None = None
    """Meaning unpublished."""
    external_ref: str | None = None
    """Meaning unpublished."""
    op: str | None = None
    """Last operation performed on the contact."""
    rev: int | None = None
    """Counts the changes of the contact, from 1."""
    created: Timestamp | None = None
    """When it was created (RFC 3339)."""
    updated: Timestamp | None = None
    """Last change (RFC 3339); the cursor to read on from."""
