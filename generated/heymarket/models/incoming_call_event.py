# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Any, Literal

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class IncomingCallEvent(Model):
    """A customer calls a number of the team."""

    type: Literal["incoming_call"]
    """`incoming_call`. Known values: `incoming_call`; there may be more."""
    id: int
    """Id of the webhook's configuration; the events of one webhook all have the same."""
    event_data: dict[str, Any]
    """A call. What is sent of it is unpublished, so expect any field."""
