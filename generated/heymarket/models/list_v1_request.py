# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .list_target import ListTarget


@define(kw_only=True)
class ListV1Request(Model):
    """A list of phone numbers to create."""

    title: str
    """Name of the list; `name` in responses."""
    local_id: str | None = None
    """Id of yours, unique among your lists."""
    members: dict[str, ListTarget] | None = None
    """Members by phone number (E.164 digits, no plus); they replace all that there are."""
