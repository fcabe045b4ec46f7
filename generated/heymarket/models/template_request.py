# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .gallery_content import GalleryContent


@define(kw_only=True)
class TemplateRequest(Model):
    """A text to save."""

    title: str
    """Name of the template; `name` in responses."""
    content: GalleryContent
    """Text and images of a message or a template."""
    local_id: str | None = None
    """Id of yours, unique among your templates."""
    archived: bool | None = None
    """Save it as archived."""
