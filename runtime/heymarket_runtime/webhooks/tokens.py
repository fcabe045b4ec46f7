"""Which tokens are right, and whether an event carries one of them."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterable
from typing import Any

from .errors import WebhookTokenError

Tokens = str | Iterable[str] | Callable[[], str | Iterable[str]]
"""A token; several, while one is replaced by another; or a function that returns them, say from a vault."""


def configured(token: Tokens | None, variable: str) -> tuple[bytes, ...]:
    """Return the tokens to compare with: those given, or those of an environment variable, separated by spaces.

    Raises `WebhookTokenError` if there is none, or an empty one, which anybody could send.
    """
    if token is None:
        token = os.environ.get(variable, "").split()
    elif not isinstance(token, str) and callable(token):
        token = token()
    tokens = (token,) if isinstance(token, str) else tuple(token)
    if not tokens:
        raise WebhookTokenError(f"there is no token to compare with: give `token`, or set {variable}")
    for each in tokens:
        if not isinstance(each, str) or not each.strip():
            raise WebhookTokenError("a token to compare with is empty, or no text")
    return tuple([each.encode("utf-8", "surrogatepass") for each in tokens])


def is_known(given: Any, tokens: tuple[bytes, ...]) -> bool:
    """Say whether what an event carries is one of the tokens.

    The time does not tell where they differ, or which is the right one: `compare_digest` looks at every byte, and
    every token is compared before any result is looked at.
    """
    # JSON may hold half of a surrogate pair. No token is empty.
    encoded = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else b""
    results = [hmac.compare_digest(encoded, each) for each in tokens]
    return True in results
