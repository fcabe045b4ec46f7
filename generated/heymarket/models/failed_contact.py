# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .contact_v2_entry import ContactV2Entry


@define(kw_only=True)
class FailedContact(Model):
    """A contact that was not saved."""

    contact: ContactV2Entry | None = None
    """One of many contacts to create or change."""
