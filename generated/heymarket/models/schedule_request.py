# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, Timestamp, define
from heymarket_runtime.rules import Like, Limits, Moment

from .scheduled_content import ScheduledContent


@define(kw_only=True)
class ScheduleRequest(Model):
    """A message to send later."""

    inbox_id: int
    """Inbox to send from."""
    execute_at: Annotated[Timestamp, Moment(every=15, ahead=15)]
    """When to send it (RFC 3339): on a quarter of an hour (:00, :15, :30 or :45), and at least 15 minutes ahead."""
    content: ScheduledContent
    """What a scheduled message says."""
    phone_number: Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")] | None = None
    """A phone number, as E.164 digits without the plus."""
    targets: list[Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")]] | None = None
    """Phone numbers of a group that gets one MMS."""
    conversation_id: int | None = None
    """Conversation to send into."""
    list_id: int | None = None
    """List whose members get a message each."""
    local_id: str | None = None
    """Id of yours, unique among your schedules."""
    user_id: int | None = None
    """Member who sends it; the team owner if it is left out."""
