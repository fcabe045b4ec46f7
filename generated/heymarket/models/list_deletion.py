# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ListDeletion(Model):
    """What to do before a list is deleted."""

    contact_ids: list[int] | None = None
    """Ids of contacts to take out first."""
