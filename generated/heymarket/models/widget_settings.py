# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class WidgetSettings(Model):
    """How the chat widget of an inbox looks; meanings inferred from the names."""

    name: str | None = None
    """Name shown in the widget."""
    message: str | None = None
    """Greeting shown in the widget."""
    phone: str | None = None
    """Phone number of the widget."""
    tos: str | None = None
    """Terms of service."""
    position: int | None = None
    """Where the widget stands; values unpublished."""
    preview_enabled: bool | None = None
    """Meaning unpublished."""
    background_color: str | None = None
    """Colour."""
    button_color: str | None = None
    """Colour."""
    fab_background_color: str | None = None
    """Colour of the floating button."""
    fab_text_color: str | None = None
    """Colour of the floating button's text."""
    title_background_color: str | None = None
    """Colour."""
    title_text_color: str | None = None
    """Colour."""
