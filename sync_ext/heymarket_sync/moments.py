"""Where a walk over changes begins, so that clocks that differ and changes that are seen late hide nothing."""

from __future__ import annotations

import datetime

from heymarket_runtime import rfc3339

OVERLAP = datetime.timedelta(minutes=1)
"""How far before the checkpoint a walk begins: the vendor's clocks may differ, and a change be seen late."""


def moment_of(text: str) -> datetime.datetime:
    return rfc3339.parse(text).moment


def not_ahead(checkpoint: str, now: datetime.datetime) -> str:
    """Return a checkpoint that is not later than now: what is dated ahead hides nothing."""
    return min(checkpoint, now.isoformat(), key=moment_of)


def before(checkpoint: str) -> datetime.datetime:
    return moment_of(checkpoint) - OVERLAP


def is_timestamp(text: str) -> bool:
    try:
        return bool(moment_of(text))
    except (ValueError, OverflowError):
        return False
