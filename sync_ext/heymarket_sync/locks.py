"""Locks that keep others out, in this process and in others of this machine."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fasteners import InterProcessLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_held: set[str] = set()
"""Locks of files do not keep a process from its own."""
_guard = threading.Lock()


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Hold a lock for as long as this lasts, and no longer than this process; give whether that was possible."""
    lock = InterProcessLock(path)
    with _guard:
        is_ours = str(path) not in _held and lock.acquire(blocking=False)
        if is_ours and not _is_there(lock, path):
            lock.release()
            is_ours = False
        if is_ours:
            _held.add(str(path))
    try:
        yield is_ours
    finally:
        if is_ours:
            with _guard:
                _held.discard(str(path))
                lock.release()


def _is_there(lock: InterProcessLock, path: Path) -> bool:
    """Say whether a lock's file is still the one of its name: who held it may have removed it."""
    try:
        return lock.lockfile is not None and os.path.samestat(path.stat(), os.fstat(lock.lockfile.fileno()))
    except OSError:
        return False
