# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Like, Limits


@define(kw_only=True)
class MessageRequest(Model):
    """What to send, to whom, and in whose name."""

    inbox_id: int
    """Inbox to send from."""
    creator_id: int
    """Member who sends it, as the inbox or the team lists its members; must have access to the inbox."""
    phone_number: Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")] | None = None
    """A phone number, as E.164 digits without the plus."""
    chat_id: int | None = None
    """Conversation to send into."""
    list_id: int | None = None
    """List whose targets get a message each; needs `local_id`."""
    targets: list[Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")]] | None = None
    """Phone numbers of a group that gets one MMS; not from toll-free numbers."""
    text: str | None = None
    """The text."""
    media_url: str | None = None
    """Where a picture or another file is, for everyone to read; makes the message an MMS."""
    template_id: int | None = None
    """Template to send, with its merge tokens filled in."""
    local_id: str | None = None
    """Id of yours, unique for each message: a repeated one sends nothing again. It also stands in the message,
    so that webhooks can be matched."""
    activity_id: str | None = None
    """Meaning unpublished."""
    private: bool | None = None
    """Keep it as a comment that only the team sees."""
    author: str | None = None
    """Name of the sender; meaning inferred from the name."""
    survey_id: int | None = None
    """Survey to send."""
