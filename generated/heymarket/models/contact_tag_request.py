# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Required, TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ContactTagRequest(Model):
    """A tag to give to a contact."""

    tag_id: int
    """Tag id."""


class ContactTagRequestParam(TypedDict, total=False):
    """`ContactTagRequest` as a plain dict."""

    tag_id: Required[int]
