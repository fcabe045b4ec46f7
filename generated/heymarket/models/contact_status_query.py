# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ContactStatusQuery(Model):
    """Whose status to get."""

    id: int | None = None
    """Contact id."""
    phone: str | None = None
    """Phone number (E.164 digits, no plus)."""
