# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ContactTag(Model):
    """A tag of a contact."""

    tag_id: int | None = None
    """Tag id."""
