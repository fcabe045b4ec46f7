"""Keeps the credentials that were sent out of whatever the client shows.

Servers quote them in bodies, headers and ids, and crash reporters keep the variables of each frame of a traceback.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from .http import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

Clean = Callable[[str], str]
"""Takes credentials out of a text."""

CREDENTIALS = "heymarket_credentials"
"""Request extension: a list of what `redactor` returns, one for each credential that the request carried."""

# Shorter ones are no secrets, and half of all words would go with them.
_SHORTEST = 4
_NO_CREDENTIALS = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length"}
)


class EmptyFrames:
    """Empties all frames below the one with this `with` statement when an exception of any class leaves it.

    Those of the exceptions that it came from too, but not of what callers were handling before: that is theirs.
    """

    __slots__ = ("_outside",)

    def __enter__(self) -> None:
        self._outside = sys.exception()

    def __exit__(self, _kind: object, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None:
            from .frames import empty  # noqa: PLC0415 (most programs never need it)

            empty(error, trace, self._outside)


def redactor(*secrets: str) -> Clean:
    """Return a function that takes these out of a text, as they are or in a common encoding, in either case.

    It is a function and no object: no repr, `vars()`, crash reporter or pickle looks into a closure.
    """

    def clean(text: str) -> str:
        from .quoted import without  # noqa: PLC0415 (as above)

        return without(text, [secret for secret in secrets if len(secret) >= _SHORTEST])

    return clean


def cleaner(request: httpx.Request) -> Clean:
    """Return what takes all the credentials of a request out of a text."""
    headers = request.headers
    known: Iterable[Clean] | None = request.extensions.get(CREDENTIALS)

    def clean(text: str) -> str:
        for each in known or (redactor(*_sent(headers)),):
            text = each(text)
        return text

    return clean


def clean_bytes(body: bytes, clean: Clean) -> bytes:
    text = body.decode("utf-8", "surrogateescape")
    cleaned = clean(text)
    return body if cleaned == text else cleaned.encode("utf-8", "surrogateescape")


def clean_headers(headers: httpx.Headers, clean: Clean) -> httpx.Headers:
    cleaned = [(clean_bytes(name, clean), clean_bytes(value, clean)) for name, value in headers.raw]
    return headers if cleaned == headers.raw else httpx.Headers(cleaned)


def clean_error(error: BaseException, clean: Clean) -> None:
    """Take credentials out of what an error says; what else it holds is its own."""
    args = tuple(_cleaned(value, clean) for value in error.args)
    if args != error.args:
        error.args = args
    for name, value in vars(error).items():
        notes = name == "__notes__" and isinstance(value, list)
        error.__dict__[name] = [_cleaned(note, clean) for note in value] if notes else _cleaned(value, clean)


def _cleaned(value: object, clean: Clean) -> object:
    if isinstance(value, bytes):
        return clean_bytes(value, clean)
    return clean(value) if isinstance(value, str) else value


def _sent(headers: httpx.Headers) -> Iterator[str]:
    """Return what an auth layer that is not ours has put into headers: whole, without a scheme, and decoded."""
    for name, value in headers.items():
        if name not in _NO_CREDENTIALS:
            scheme, _, rest = value.partition(" ")
            yield from (value, rest)
            if scheme.lower() == "basic":
                yield _password(rest)


def _password(encoded: str) -> str:
    import base64  # noqa: PLC0415 (as above)

    try:
        return base64.b64decode(encoded).decode("utf-8", "replace").partition(":")[2]
    except ValueError:
        return ""
