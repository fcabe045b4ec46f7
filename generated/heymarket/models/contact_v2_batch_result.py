# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .contact import Contact
from .failed_contact import FailedContact


@define(kw_only=True)
class ContactV2BatchResult(Model):
    """What became of many contacts."""

    contacts: list[Contact] | None = None
    """Those that were saved."""
    failed_contacts: list[FailedContact] | None = None
    """Those that were not."""
