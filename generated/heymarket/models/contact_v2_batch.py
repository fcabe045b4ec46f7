# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .contact_v2_entry import ContactV2Entry


@define(kw_only=True)
class ContactV2Batch(Model):
    """Contacts to create or change."""

    contacts: list[ContactV2Entry]
    """The contacts."""
