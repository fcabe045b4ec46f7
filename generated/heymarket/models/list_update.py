# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Like, Limits


@define(kw_only=True)
class ListUpdate(Model):
    """What to change of a list."""

    title: str | None = None
    """Name of the list; `name` in responses."""
    contacts: list[int] | None = None
    """Ids of contacts, which replace all members."""
    add_contacts: list[int] | None = None
    """Ids of contacts to add."""
    remove_contacts: list[int] | None = None
    """Ids of contacts to take out."""
    add_phones: list[Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")]] | None = None
    """Phone numbers (E.164 digits, no plus) to add; new ones become contacts."""
    remove_phones: list[Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")]] | None = None
    """Phone numbers (E.164 digits, no plus) to take out."""
    add_emails: list[str] | None = None
    """E-mail addresses to add; new ones become contacts."""
    remove_emails: list[str] | None = None
    """E-mail addresses to take out."""
    phones: list[Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")]] | None = None
    """The same as `add_phones`, in the words of the reference."""
    emails: list[str] | None = None
    """The same as `add_emails`, in the words of the reference."""
