# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Any

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class SentMessage(Model):
    """What was sent."""

    id: int
    """Message id."""
    date: Timestamp | None = None
    """When it was sent (RFC 3339)."""
    gallery_url: str | None = None
    """Where the images are that were sent along, if there are any."""
    convo_id: int | None = None
    """Conversation that it went into."""
    queued: bool | None = None
    """It waits to be sent."""
    compliance_results: dict[str, Any] | None = None
    """What checks of the text found; contents unpublished."""
