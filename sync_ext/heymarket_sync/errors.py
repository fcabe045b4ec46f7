"""What a sync raises beside what the API does."""

from __future__ import annotations

from heymarket import HeymarketError


class SyncError(HeymarketError):
    """The destination failed; the message says with what."""


class SyncRunningError(SyncError):
    """Another sync to the same place is running."""
