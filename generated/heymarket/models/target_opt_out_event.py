# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Any, Literal

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class TargetOptOutEvent(Model):
    """A customer wants no more messages."""

    type: Literal["target_opt_out"]
    """`target_opt_out`. Known values: `target_opt_out`; there may be more."""
    id: int
    """Id of the webhook's configuration; the events of one webhook all have the same."""
    event_data: dict[str, Any]
    """Whose wish for messages changed. The reference calls it UnSubscribed; none of its fields is published, so
    expect any."""
