"""Events that an API posts to a program: checked by their token, typed, and dropped when they come again."""

from __future__ import annotations

from .errors import WebhookBodyError, WebhookError, WebhookTokenError
from .parsing import MAX_DEPTH, MAX_SIZE, Kind, Parser
from .receiver import Answer, Receiver
from .seen import MemorySeen, Seen, SqliteSeen
from .tokens import Tokens

__all__ = [
    "MAX_DEPTH",
    "MAX_SIZE",
    "Answer",
    "Kind",
    "MemorySeen",
    "Parser",
    "Receiver",
    "Seen",
    "SqliteSeen",
    "Tokens",
    "WebhookBodyError",
    "WebhookError",
    "WebhookTokenError",
]
