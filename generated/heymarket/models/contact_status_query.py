# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Like, Limits


@define(kw_only=True)
class ContactStatusQuery(Model):
    """Whose status to get."""

    id: int | None = None
    """Contact id."""
    phone: Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")] | None = None
    """A phone number, as E.164 digits without the plus."""
