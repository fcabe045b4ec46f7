# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ContactStatus(Model):
    """Whether a contact can be written to."""

    id: int
    """Contact id."""
    phone: str | None = None
    """Phone number (E.164 digits, no plus)."""
    unsubscribed: bool | None = None
    """It opted out of messages."""
    blocked: bool | None = None
    """It is blocked: nothing is sent or received."""
    unsubscribed_admin: bool | None = None
    """A member opted it out; meaning inferred from the name."""
    unsubscribed_contact: bool | None = None
    """It opted out itself; meaning inferred from the name."""
