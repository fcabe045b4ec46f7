"""What a command imports from an extra that may not be installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from heymarket_cli.values import UsageError


@contextmanager
def needed(extras: str) -> Iterator[None]:
    """Say which extras bring what is imported inside. Raises `UsageError` where it is missing."""
    try:
        yield
    except ImportError as error:
        raise UsageError(f'{error}; it comes with pip install "heymarket[{extras}]"') from None
