"""What a resource says of its records, and the SQL that follows from it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from heymarket_sandbox.timestamps import nanoseconds

Record = dict[str, Any]
"""One thing of a resource, as the JSON object that the API sends; names with a leading underscore are kept back."""

_NAMESPACE = uuid.UUID("5a4d0b0e-0000-4000-8000-5a4d0b0e5a4d")


@attrs.frozen(kw_only=True)
class Table:
    """A record is kept as JSON, so that only the spec lists its fields. The other columns are what queries need."""

    name: str
    """What one record is called, in messages too."""
    time: str = "updated"
    """The field in whose order records are listed."""
    columns: Mapping[str, Callable[[Record], Any]] = attrs.field(factory=dict[str, Callable[[Record], Any]])
    """What conditions can ask of a record; each column has an index."""
    is_revised: bool = True
    """Whether `rev` counts the changes of a record."""

    @property
    def statements(self) -> list[str]:
        """The schema; `moment` is the time in nanoseconds, which the JSON has as text."""
        names = "".join(f", {name}" for name in self.columns)
        return [
            f"CREATE TABLE {self.name} (id INTEGER PRIMARY KEY AUTOINCREMENT{names}, moment INTEGER, json TEXT)",
            f"CREATE INDEX {self.name}_moment ON {self.name} (moment, id)",
            *(f"CREATE INDEX {self.name}_{each} ON {self.name} ({each}, moment, id)" for each in self.columns),
        ]

    def row(self, record: Record) -> tuple[Any, ...]:
        moment = record.get(self.time)
        return (
            record["id"],
            *(column(record) for column in self.columns.values()),
            None if moment is None else nanoseconds(moment),
            json.dumps(record, ensure_ascii=False, separators=(",", ":")),
        )

    def uuid(self, number: int) -> str:
        """Return the UUID of a record, which is always the same for its id."""
        return record_uuid(self.name, number)


def record_uuid(table: str, number: int) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{table}/{number}"))


def shown(record: Record) -> Record:
    return {name: value for name, value in record.items() if not name.startswith("_")}
