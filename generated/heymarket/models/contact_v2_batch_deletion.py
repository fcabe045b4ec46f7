# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Limits

from .channel_ids import ChannelIds


@define(kw_only=True)
class ContactV2BatchDeletion(Model):
    """Which contacts to delete."""

    contact_channels: Annotated[list[ChannelIds], Limits(min_length=1, max_length=1)]
    """A single entry with the `channel_type` `id` and the UUIDs of the contacts."""
