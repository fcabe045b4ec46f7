"""A limit shared by the processes of one machine, counted in a file.

The file is an SQLite database, so a process that is killed in the middle of a change leaves it whole.
"""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from os import PathLike, fspath

from .forks import keep_inherited, renew_in_children
from .shared_limit import HELD, PATIENCE

_TABLES = """
CREATE TABLE IF NOT EXISTS taken (stamp REAL NOT NULL, ticket TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS taken_stamp ON taken (stamp);
CREATE INDEX IF NOT EXISTS taken_ticket ON taken (ticket);
CREATE TABLE IF NOT EXISTS waiting (number INTEGER PRIMARY KEY, ticket TEXT NOT NULL UNIQUE, seen REAL NOT NULL);
CREATE TABLE IF NOT EXISTS pause (started REAL NOT NULL, ended REAL NOT NULL);
"""
_TIMEOUT = 1.0  # to wait for others that change the file


class FileStore:
    """Counts the requests of all processes of this machine that name the same file; see `SharedRateLimit`.

    The file must be on a disk of this machine. It is made when it is not there, and holds no secrets.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path: str = fspath(path)
        self._database: sqlite3.Connection | None = None
        self._begin()
        renew_in_children(self)

    def _begin(self) -> None:
        self._lock = threading.Lock()

    def renew_in_child(self) -> None:
        # SQLite forbids to use a connection across a fork, closing it included.
        if self._database:
            self._closing.detach()
            keep_inherited(self._database)
            self._database = None
        self._begin()

    def ask(self, ticket: str, requests: int, seconds: float) -> float:
        with self._changing() as (database, now):
            database.execute("DELETE FROM taken WHERE stamp <= ?", (now - seconds,))
            database.execute("DELETE FROM waiting WHERE seen <= ?", (now - PATIENCE,))
            # From before the machine started anew.
            database.execute("UPDATE taken SET stamp = ? WHERE stamp > ?", (now, now + HELD))
            database.execute("DELETE FROM pause WHERE started > ?", (now,))
            database.execute("DELETE FROM waiting WHERE seen > ?", (now,))
            database.execute(
                "INSERT INTO waiting (ticket, seen) VALUES (?, ?) ON CONFLICT DO UPDATE SET seen = excluded.seen",
                (ticket, now),
            )
            (paused,) = database.execute("SELECT max(ended) FROM pause").fetchone()
            if paused is not None and paused > now:
                return float(paused) - now
            (ahead,) = database.execute(
                "SELECT count(*) FROM waiting WHERE number < (SELECT number FROM waiting WHERE ticket = ?)", (ticket,)
            ).fetchone()
            (taken,) = database.execute("SELECT count(*) FROM taken").fetchone()
            leaving = taken + ahead - requests
            if leaving < 0:
                _forget(database, ticket)
                database.execute("INSERT INTO taken VALUES (?, ?)", (now + HELD, ticket))
                return 0.0
            rounds, index = divmod(leaving, requests)
            row = database.execute("SELECT stamp FROM taken ORDER BY stamp LIMIT 1 OFFSET ?", (index,)).fetchone()
            # One that has its place and is not yet written may be so at any moment from now on.
            oldest = min(row[0], now) if row else now
            return float(oldest + seconds * (1 + rounds) - now)

    def settle(self, ticket: str, ages: Sequence[float]) -> None:
        with self._changing() as (database, now):
            _forget(database, ticket)
            database.executemany("INSERT INTO taken VALUES (?, ?)", [(now - age, ticket) for age in ages])

    def pause(self, seconds: float) -> None:
        with self._changing() as (database, now):
            database.execute("DELETE FROM pause WHERE ended <= ?", (now + seconds,))
            database.execute("INSERT INTO pause VALUES (?, ?)", (now, now + seconds))

    @contextmanager
    def _changing(self) -> Iterator[tuple[sqlite3.Connection, float]]:
        """Change the file alone, at one moment of the clock that all processes of a machine share."""
        with self._lock:
            database = self._database or self._open()
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database, _now()
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_TIMEOUT, isolation_level=None, check_same_thread=False)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.executescript(_TABLES)
        except BaseException:
            database.close()
            raise
        self._closing = weakref.finalize(self, database.close)
        self._database = database
        return database

    def __repr__(self) -> str:
        return f"FileStore({self.path!r})"


def _forget(database: sqlite3.Connection, ticket: str) -> None:
    database.execute("DELETE FROM waiting WHERE ticket = ?", (ticket,))
    database.execute("DELETE FROM taken WHERE ticket = ?", (ticket,))


def _now() -> float:
    # Not `time.monotonic`, which tests freeze in one process and not in the others.
    return time.clock_gettime(time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else time.monotonic()
