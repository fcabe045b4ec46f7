# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ContactNote(Model):
    """A note about a contact."""

    id: str | None = None
    """Note id."""
    text: str | None = None
    """Text of the note."""
    name: str | None = None
    """Who wrote it; meaning inferred from the name."""
    user_id: int | None = None
    """Member who wrote it; meaning inferred from the name."""
    date: str | None = None
    """When it was written; format unpublished."""
