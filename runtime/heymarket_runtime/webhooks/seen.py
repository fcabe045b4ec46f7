"""Which events were taken before, so that one that is delivered again is not done again."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

_LEASE = 300.0
_DAYS = 30.0
_DAY = 86_400.0


class Seen(Protocol):
    """Keeps what a `Receiver` has taken. Its methods may be called from several threads."""

    def begin(self, key: str, event: bytes) -> bool:
        """Take an event before it is answered; False if it is taken already. One that failed is taken again."""
        ...

    def end(self, key: str, *, done: bool) -> None:
        """Note that an event was handled, or that handling it failed."""
        ...

    def unfinished(self) -> Iterator[tuple[str, bytes]]:
        """Take again, one by one, what was taken and not done: it failed, or the process ended meanwhile."""
        ...


class MemorySeen:
    """Keeps the keys of the last events in this process; a restart forgets them, and what was not done is lost."""

    def __init__(self, size: int = 100_000) -> None:
        self._size = size
        self._keys: dict[str, None] = {}
        self._lock = threading.Lock()

    def begin(self, key: str, _event: bytes) -> bool:
        with self._lock:
            if key in self._keys:
                return False
            self._keys[key] = None
            if len(self._keys) > self._size:
                del self._keys[next(iter(self._keys))]
            return True

    def end(self, key: str, *, done: bool) -> None:
        if not done:
            with self._lock:
                self._keys.pop(key, None)

    def unfinished(self) -> Iterator[tuple[str, bytes]]:
        yield from ()


class SqliteSeen:
    """Keeps events in a SQLite file until they are done, and their keys for some days after.

    Processes and threads may share the file. An event that nobody has ended after `lease` seconds counts as failed: set
    it above the longest time that handling one takes. The file holds what the events say, but no token.
    """

    def __init__(self, path: str | os.PathLike[str], *, lease: float = _LEASE, days: float = _DAYS) -> None:
        self._path, self._lease, self._age = Path(path), lease, days * _DAY
        if str(path) == ":memory:":
            raise ValueError("SqliteSeen needs a file; MemorySeen keeps events in memory")
        with closing(self._open()) as database, database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute(
                "CREATE TABLE IF NOT EXISTS events (key TEXT PRIMARY KEY, event BLOB, state TEXT, since REAL)"
            )
            database.execute("CREATE INDEX IF NOT EXISTS by_state ON events (state, since)")

    def begin(self, key: str, event: bytes) -> bool:
        now = time.time()
        take = (
            "INSERT INTO events VALUES (?, ?, 'begun', ?) ON CONFLICT (key) DO UPDATE SET state = 'begun', "
            "since = excluded.since WHERE state = 'failed' OR (state = 'begun' AND since <= ?)"
        )
        with closing(self._open()) as database, database:
            taken = database.execute(take, (key, event, now, now - self._lease)).rowcount
            database.execute("DELETE FROM events WHERE state = 'done' AND since < ?", (now - self._age,))
        return taken > 0

    def end(self, key: str, *, done: bool) -> None:
        with closing(self._open()) as database, database:
            if done:
                database.execute(
                    "UPDATE events SET state = 'done', event = NULL, since = ? WHERE key = ?", (time.time(), key)
                )
            else:
                database.execute("UPDATE events SET state = 'failed' WHERE key = ? AND state = 'begun'", (key,))

    def unfinished(self) -> Iterator[tuple[str, bytes]]:
        # Whatever fails while this goes on is for the next time.
        began = time.time()
        while found := self._take_one(began):
            yield found

    def _take_one(self, began: float) -> tuple[str, bytes] | None:
        take = (
            "UPDATE events SET state = 'begun', since = ? WHERE key = (SELECT key FROM events WHERE since < ? AND "
            "(state = 'failed' OR (state = 'begun' AND since <= ?)) ORDER BY since LIMIT 1) RETURNING key, event"
        )
        now = time.time()
        with closing(self._open()) as database, database:
            found = database.execute(take, (max(now, began), began, now - self._lease)).fetchone()
        return None if found is None else (str(found[0]), bytes(found[1]))

    def _open(self) -> sqlite3.Connection:
        # One for each use: a connection serves one thread, and no child of a fork.
        return sqlite3.connect(self._path, timeout=10)
