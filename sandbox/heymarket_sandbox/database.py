"""The SQLite database that holds the state of a sandbox."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

from heymarket_sandbox.errors import SandboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from pathlib import Path

VERSION = 6


class Database:
    """Every method is safe to call from any thread."""

    def __init__(self, path: Path | None, schema: Iterable[str], image: bytes | None = None) -> None:
        """Open a file, or start in memory from the `image` of another database, if one is given."""
        self._lock = threading.RLock()
        self._committed: list[Callable[[], None]] = []
        try:
            self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
            if image is not None:
                self._connection.deserialize(image)
            self._open(schema)
        except (sqlite3.Error, SandboxError) as error:
            if hasattr(self, "_connection"):
                self._connection.close()
            raise SandboxError(f"cannot use the database {path}: {error}; name another file") from error

    def _open(self, schema: Iterable[str]) -> None:
        with self.transaction():
            if self.rows("SELECT count(*) FROM sqlite_master") == [(0,)]:
                for statement in (*schema, f"PRAGMA user_version = {VERSION}"):
                    self._connection.execute(statement)
        if (version := self.rows("PRAGMA user_version")[0][0]) != VERSION:
            raise SandboxError(f"it is not a sandbox database of version {VERSION} (it says {version})")

    def image(self) -> bytes:
        with self._lock:
            return self._connection.serialize()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """Do all of a block or nothing, also if the process is killed in it; an inner block is part of it."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                with self._connection:
                    yield
            except BaseException:
                self._committed.clear()
                raise
            done, self._committed = self._committed, []
        for each in done:
            each()

    def after_commit(self, work: Callable[[], None]) -> None:
        """Do something once the transaction is done, and not at all if it fails; at once if there is none."""
        with self._lock:
            if self._connection.in_transaction:
                self._committed.append(work)
                return
        work()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def change(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Return how many rows were changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def change_each(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        with self._lock:
            self._connection.executemany(sql, values)
