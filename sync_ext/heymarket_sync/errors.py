"""What a sync raises beside what the API does."""

from __future__ import annotations


class SyncError(Exception):
    """The destination failed; the message says with what."""


class SyncRunningError(SyncError):
    """Another sync to the same place is running."""
