# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Any, Literal

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class TargetDoubleOptInEvent(Model):
    """A customer confirmed wanting messages; meaning inferred from the name."""

    type: Literal["target_double_opt_in"]
    """`target_double_opt_in`. Known values: `target_double_opt_in`; there may be more."""
    id: int
    """Id of the webhook's configuration; the events of one webhook all have the same."""
    event_data: dict[str, Any]
    """Whose wish for messages changed. The reference calls it UnSubscribed; none of its fields is published, so
    expect any."""
