# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class SavedRecord(Model):
    """What was created or changed."""

    id: int
    """Its id."""
    rev: int | None = None
    """Its revision: counts the changes, from 1."""
    uuid: str | None = None
    """Its UUID."""
