# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class GalleryEntry(Model):
    """An image."""

    url: str | None = None
    """Where the image is."""
    original_url: str | None = None
    """Where the image is without its annotation; meaning inferred from the name."""
    annotation_text: str | None = None
    """Text on the image; meaning inferred from the name."""
    annotation_position: str | None = None
    """Where the text stands; values unpublished."""


class GalleryEntryParam(TypedDict, total=False):
    """`GalleryEntry` as a plain dict."""

    url: str | None
    original_url: str | None
    annotation_text: str | None
    annotation_position: str | None
