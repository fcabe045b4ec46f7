# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class ConversationFilters(Model):
    """Narrows a list of conversations."""

    inboxes: list[int] | None = None
    """Only conversations of these inboxes."""
    closed: bool | None = None
    """True for closed conversations, false for open ones."""
    unread: bool | None = None
    """True for conversations that the member has not read, false for those read."""


class ConversationFiltersParam(TypedDict, total=False):
    """`ConversationFilters` as a plain dict."""

    inboxes: Sequence[int] | None
    closed: bool | None
    unread: bool | None
