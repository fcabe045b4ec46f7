# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .scheduled_content import ScheduledContent


@define(kw_only=True)
class ScheduleMeta(Model):
    """What is sent, and to whom."""

    content: ScheduledContent | None = None
    """What a scheduled message says."""
    conversation_id: int | None = None
    """Conversation that it is sent into."""
    list_id: int | None = None
    """List that it is sent to."""
    campaign_id: int | None = None
    """Meaning unpublished."""
    campaign_step_id: int | None = None
    """Meaning unpublished."""
    campaign_target_phone: str | None = None
    """Meaning unpublished."""
