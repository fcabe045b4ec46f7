# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .channel_ids import ChannelIds


@define(kw_only=True)
class ContactSearch(Model):
    """Which contacts to find."""

    contact_channels: list[ChannelIds]
    """Channels, any of which a contact has."""
