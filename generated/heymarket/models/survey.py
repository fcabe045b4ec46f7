# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class Survey(Model):
    """A standard question."""

    id: int
    """Survey id; `survey_id` when a message is sent."""
    name: str | None = None
    """Name of the survey."""
    type: str | None = None
    """Kind of survey, for example `nps` or `csat`; the list may grow."""
    question: str | None = None
    """The question, sent as the text of the message."""
    created: Timestamp | None = None
    """When it was created (RFC 3339)."""
    updated: Timestamp | None = None
    """Last change (RFC 3339)."""
