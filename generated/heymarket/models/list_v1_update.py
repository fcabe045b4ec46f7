# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Like, Limits

from .list_target import ListTarget


@define(kw_only=True)
class ListV1Update(Model):
    """What to change of a list of phone numbers."""

    title: str
    """Name of the list; `name` in responses."""
    add_phone: Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")] | None = None
    """A phone number (E.164 digits, no plus) to add."""
    remove_phone: Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")] | None = None
    """A phone number (E.164 digits, no plus) to take out."""
    members: dict[str, ListTarget] | None = None
    """Members by phone number (E.164 digits, no plus); they replace all that there are."""
