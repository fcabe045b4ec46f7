# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class DeletedList(Model):
    """What was deleted."""

    id: int
    """List id."""
    deleted: bool | None = None
    """It is gone."""
