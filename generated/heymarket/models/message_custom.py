# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class MessageCustom(Model):
    """What a message carries beside its text; meaning unpublished."""

    data: list[int] | None = None
    """Meaning unpublished."""
    type: str | None = None
    """Meaning unpublished."""
