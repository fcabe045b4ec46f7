# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ScheduledAttachment(Model):
    """A file."""

    name: str | None = None
    """Name of the file."""
    type: str | None = None
    """Kind of file; values unpublished."""
    url: str | None = None
    """Where the file is."""


class ScheduledAttachmentParam(TypedDict, total=False):
    """`ScheduledAttachment` as a plain dict."""

    name: str | None
    type: str | None
    url: str | None
