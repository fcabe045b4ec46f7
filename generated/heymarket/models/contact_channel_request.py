# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Required, TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ContactChannelRequest(Model):
    """A way to reach a contact."""

    channel_type: str
    """Kind of channel, for example `phone`, `email` or `facebook`; the list may grow."""
    channel_id: str
    """Phone number (E.164 digits, no plus), e-mail address or another value."""


class ContactChannelRequestParam(TypedDict, total=False):
    """`ContactChannelRequest` as a plain dict."""

    channel_type: Required[str]
    channel_id: Required[str]
