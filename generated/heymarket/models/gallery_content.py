# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TypedDict

from heymarket_runtime.model import Model, define

from .gallery_entry import GalleryEntry, GalleryEntryParam


@define(kw_only=True)
class GalleryContent(Model):
    """Text and images of a message or a template."""

    text: str
    """The text; in a template it may hold merge tokens."""
    gallery: list[GalleryEntry] | None = None
    """Images to send along."""


class GalleryContentParam(TypedDict, total=False):
    """`GalleryContent` as a plain dict."""

    text: Required[str]
    gallery: Sequence[GalleryEntry | GalleryEntryParam] | None
