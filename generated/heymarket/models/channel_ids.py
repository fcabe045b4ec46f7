# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ChannelIds(Model):
    """Values of one kind of channel."""

    channel_ids: list[str]
    """Phone numbers (E.164 digits, no plus), e-mail addresses or others."""
    channel_type: str | None = None
    """Kind of channel, for example `phone` or `email`; told from the values if it is left out."""


class ChannelIdsParam(TypedDict, total=False):
    """`ChannelIds` as a plain dict."""

    channel_ids: Required[Sequence[str]]
    channel_type: str | None
