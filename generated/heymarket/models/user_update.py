# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Required, TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class UserUpdate(Model):
    """What to change of a member."""

    id: int
    """Member id."""
    first_name: str | None = None
    """New first name."""
    last_name: str | None = None
    """New last name."""
    role_id: int | None = None
    """New role, for example 1 for an administrator or 4 for a member; other values are unpublished."""


class UserUpdateParam(TypedDict, total=False):
    """`UserUpdate` as a plain dict."""

    id: Required[int]
    first_name: str | None
    last_name: str | None
    role_id: int | None
