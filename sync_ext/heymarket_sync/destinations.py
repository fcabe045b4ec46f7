"""Where data can go, from a URL."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .errors import SyncError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMES = ("duckdb", "postgresql", "postgres", "parquet", "csv", "jsonl")
_FILES = ("parquet", "csv", "jsonl")
_PATIENCE = 5  # seconds
# A table is never empty or half full for others: it changes when what replaces it is complete.
_WHOLE: dict[str, Any] = {"replace_strategy": "insert-from-staging"}


@frozen
class Destination:
    scheme: str
    place: str
    """A path, or the URL of a server."""

    @property
    def is_files(self) -> bool:
        return self.scheme in _FILES

    @property
    def file_format(self) -> str | None:
        """What dlt hands over; None for what it likes best."""
        if self.scheme == "duckdb":
            return "parquet"  # of statements, DuckDB keeps a file's worth in memory
        return self.scheme if self.is_files else None

    @property
    def shown(self) -> str:
        """What may be printed: no password."""
        return re.sub(r"//[^@/]*@", "//", self.place)

    @property
    def identity(self) -> str:
        return f"{self.scheme} {self.shown}"

    def dataset(self, given: str | None) -> str:
        """Return the schema that tables are in. Raises `ValueError`."""
        if self.scheme != "duckdb":
            return given or "heymarket"
        if given and given == Path(self.place).stem:
            raise ValueError(f"DuckDB cannot tell a schema {given!r} from a file of that name; give another dataset")
        return given or "main"

    def make(self) -> Any:
        """Return the destination in dlt's terms."""
        import dlt  # noqa: PLC0415 (wrong arguments are told without waiting for it)

        if self.is_files:
            return dlt.destinations.filesystem(bucket_url=self.place)
        if self.scheme == "duckdb":
            return dlt.destinations.duckdb(self.place, **_WHOLE)
        return dlt.destinations.postgres(self.place, **_WHOLE)

    @contextmanager
    def alone(self, dataset: str) -> Iterator[bool]:
        """Keep others out for as long as this lasts, those on other machines included; give whether that was possible.

        Files have no such lock, and DuckDB has its own.
        """
        if self.scheme == "duckdb" or self.is_files:
            yield True
            return
        import psycopg2  # noqa: PLC0415

        try:
            connection = psycopg2.connect(self.place)
        except psycopg2.Error as error:
            raise SyncError(f"cannot connect to {self.shown}: {str(error).strip().splitlines()[0]}") from None
        try:
            with connection.cursor() as cursor:
                yield _locked(cursor, f"heymarket sync {dataset}")
        finally:
            connection.close()


def _locked(cursor: Any, name: str) -> bool:
    """Take a lock for as long as the connection lives; a run that was killed has its own until the server notices."""
    from psycopg2.errors import LockNotAvailable  # noqa: PLC0415

    cursor.execute(f"SET lock_timeout = '{_PATIENCE}s'")
    try:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", (name,))
    except LockNotAvailable:
        cursor.connection.rollback()
        return False
    cursor.connection.commit()
    return True


def destination(to: str) -> Destination:
    """Parse a URL. Raises `ValueError`."""
    scheme, separator, rest = to.partition("://")
    if scheme not in _SCHEMES or not separator or not rest.strip("/"):
        raise ValueError(
            f"expected {', '.join(f'{each}://...' for each in _SCHEMES)}, such as duckdb:///heymarket.duckdb"
        )
    if scheme.startswith("postgres"):
        return Destination("postgres", to)
    if not rest.startswith("/"):
        raise ValueError(f"a path follows three slashes: {scheme}:///{rest}, and an absolute one four")
    return Destination(scheme, str(Path(rest[1:]).absolute()))
