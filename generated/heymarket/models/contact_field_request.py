# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Required, TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ContactFieldRequest(Model):
    """A custom field to make."""

    title: str
    """Name of the field."""


class ContactFieldRequestParam(TypedDict, total=False):
    """`ContactFieldRequest` as a plain dict."""

    title: Required[str]
