# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class ContactChannel(Model):
    """A way in which a contact can be reached."""

    id: int | None = None
    """Channel id."""
    team_id: int | None = None
    """Team that the contact belongs to."""
    contact_id: str | None = None
    """UUID of the contact, for the operations of `/v2`."""
    channel_type: str | None = None
    """Kind of channel, for example `phone`, `email` or `facebook`; the list may grow."""
    channel_id: str | None = None
    """Phone number, e-mail address or another value."""
    channel_handle: str | None = None
    """Handle that belongs to the channel, if there is one."""
    info_channel: str | None = None
    """Related integration, if there is one."""
    created: Timestamp | None = None
    """When it was added (RFC 3339)."""
    updated: Timestamp | None = None
    """Last change (RFC 3339)."""
