# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ErrorBody(Model):
    """What went wrong. The vendor publishes no shape for error bodies: expect any JSON, plain text or nothing,
    and look for these fields."""

    message: str | None = None
    """What went wrong, for a person."""
    error: str | None = None
    """What went wrong, in short."""
    detail: str | None = None
    """More about it."""
