"""Finds a secret in a text, in the ways in which servers and libraries quote one."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_REPLACEMENT = "[redacted]"


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


# Each gives the text itself where there is nothing to escape, so that most secrets have one form and these three.
_ESCAPES: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    _json,
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    lambda text: _json(text).replace("/", "\\/"),
    lambda text: repr(text)[1:-1],
    html.escape,
    lambda text: html.escape(text, quote=False),
    lambda text: html.escape(text).replace("&#x27;", "&#39;"),
    lambda text: quote(text, safe="", errors="replace"),
    lambda text: quote(text, errors="replace"),
    lambda text: quote_plus(text, errors="replace"),
)


def without(text: str, secrets: Iterable[str]) -> str:
    """Return the text with each secret replaced, as it is, escaped or encoded, also twice, and in either case."""
    lowered = text.lower()
    possible = [secret for secret in secrets if len(secret) <= len(text)]  # no form is shorter
    found = {form for secret in possible for form in _forms(secret) if form.lower() in lowered}
    if not found:
        return text
    longest_first = sorted(found, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), _REPLACEMENT, text, flags=re.IGNORECASE)


def _forms(secret: str) -> Iterator[str]:
    once = {escape(secret) for escape in _ESCAPES}
    yield from once.union(*({escape(form) for escape in _ESCAPES} for form in once))
    raw = secret.encode("utf-8", "surrogatepass")
    yield raw.hex()
    yield base64.b64encode(raw).decode().rstrip("=")
    yield base64.urlsafe_b64encode(raw).decode().rstrip("=")
    yield repr(raw)[2:-1]
