# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from heymarket_runtime.model import Model, define

from .gallery_entry import GalleryEntry, GalleryEntryParam
from .scheduled_attachment import ScheduledAttachment, ScheduledAttachmentParam


@define(kw_only=True)
class ScheduledContent(Model):
    """What a scheduled message says."""

    text: str | None = None
    """The text."""
    to: str | None = None
    """Phone number of the recipient (E.164 digits, no plus), repeated here."""
    template: int | None = None
    """Template to send in place of a text."""
    attachments: list[ScheduledAttachment] | None = None
    """Files to send along."""
    gallery: list[GalleryEntry] | None = None
    """Images to send along."""
    local_day: int | None = None
    """Meaning unpublished."""
    local_time: str | None = None
    """Meaning unpublished."""
    offset: int | None = None
    """Meaning unpublished."""


class ScheduledContentParam(TypedDict, total=False):
    """`ScheduledContent` as a plain dict."""

    text: str | None
    to: str | None
    template: int | None
    attachments: Sequence[ScheduledAttachment | ScheduledAttachmentParam] | None
    gallery: Sequence[GalleryEntry | GalleryEntryParam] | None
    local_day: int | None
    local_time: str | None
    offset: int | None
