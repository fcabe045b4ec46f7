# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ContactField(Model):
    """A custom field of contacts."""

    id: int
    """Field id; as text, the key of `custom` in a contact."""
    title: str | None = None
    """Name of the field."""
    duplicate: bool | None = None
    """The field existed already; meaning inferred from the name."""
