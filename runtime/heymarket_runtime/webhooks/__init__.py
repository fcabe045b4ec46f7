"""Events that an API posts to a program: checked by their token, typed, and dropped when they come again."""

from __future__ import annotations

from .errors import WebhookBodyError, WebhookError, WebhookTokenError
from .parsing import MAX_DEPTH, MAX_SIZE, Kind, Parser

__all__ = [
    "MAX_DEPTH",
    "MAX_SIZE",
    "Kind",
    "Parser",
    "WebhookBodyError",
    "WebhookError",
    "WebhookTokenError",
]
