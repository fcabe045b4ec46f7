# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .widget_settings import WidgetSettings


@define(kw_only=True)
class Inbox(Model):
    """Where conversations arrive."""

    id: int
    """Inbox id."""
    name: str
    """Inbox name."""
    team: int | None = None
    """Team id."""
    members: list[int] | None = None
    """Ids of the members who have access."""
    phone: str | None = None
    """Main phone number (digits, no plus)."""
    phones: list[str] | None = None
    """All phone numbers."""
    forward_number: str | None = None
    """Phone number that calls are forwarded to; meaning inferred from the name."""
    auto_assignable: bool | None = None
    """New conversations are assigned automatically; meaning inferred from the name."""
    bco_chats: bool | None = None
    """Meaning unpublished."""
    allowed_domains: list[str] | None = None
    """Domains on which the chat widget may run; meaning inferred from the name."""
    invited: list[str] | None = None
    """Meaning unpublished."""
    op: str | None = None
    """Last operation performed; meaning inferred from the same field of contacts."""
    rev: int | None = None
    """Counts the changes of the inbox; meaning inferred from the same field of contacts."""
    widget_code: str | None = None
    """Code of the chat widget."""
    widget_settings: WidgetSettings | None = None
    """How the chat widget of an inbox looks; meanings inferred from the names."""
