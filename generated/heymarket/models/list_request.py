# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Like, Limits


@define(kw_only=True)
class ListRequest(Model):
    """A list to create."""

    title: str
    """Name of the list; `name` in responses."""
    local_id: str
    """Id of yours, unique among your lists, so that a repeated creation makes no second one."""
    type: str | None = None
    """`contacts` for a list whose members can be reached by any channel; left out for one of phone numbers. The
    list may grow."""
    contacts: list[int] | None = None
    """Ids of contacts, the integer ones."""
    phones: list[Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")]] | None = None
    """Phone numbers (E.164 digits, no plus); new ones become contacts."""
    emails: list[str] | None = None
    """E-mail addresses; new ones become contacts."""
