# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ListTarget(Model):
    """A member of a list who need not be a contact."""

    f: str | None = None
    """First name, for merge tokens."""
    l: str | None = None
    """Last name, for merge tokens."""


class ListTargetParam(TypedDict, total=False):
    """`ListTarget` as a plain dict."""

    f: str | None
    l: str | None
