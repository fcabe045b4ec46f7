# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class UserQuery(Model):
    """Which members to find; one of the filters is enough."""

    phone: list[str] | None = None
    """Phone numbers (digits, no plus)."""
    email: list[str] | None = None
    """E-mail addresses."""
