# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class TagRequest(Model):
    """A label for contacts."""

    tag: str
    """Text of the label."""
    color: str | None = None
    """Colour in the app, in hexadecimal, for example `#FFD700`."""
