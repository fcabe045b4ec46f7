"""The records of a table: ids, revisions, order in time, and the SQL of all that, once for every resource."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from heymarket_sandbox.timestamps import SECOND, nanoseconds, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from heymarket_sandbox.clock import Clock
    from heymarket_sandbox.database import Database
    from heymarket_sandbox.table import Record, Table


@attrs.frozen
class Condition:
    """Part of a WHERE, with the values of its question marks."""

    sql: str
    values: tuple[Any, ...] = ()


@attrs.frozen(kw_only=True)
class Window:
    """Which records to list, and in which order of time; `before` and `after` are exclusive."""

    conditions: tuple[Condition, ...] = ()
    before: int | None = None
    after: int | None = None
    ascending: bool = False

    def where(self) -> tuple[str, list[Any]]:
        bounds = [
            Condition(f"moment {operator} ?", (value,))
            for operator, value in (("<", self.before), (">", self.after))
            if value is not None
        ]
        parts = [*self.conditions, *bounds]
        sql = " AND ".join(["TRUE", *(each.sql for each in parts)])
        return sql, [value for each in parts for value in each.values]


def equal(**columns: Any) -> tuple[Condition, ...]:
    """Return the conditions that columns have these values."""
    return tuple(Condition(f"{name} = ?", (value,)) for name, value in columns.items())


class Records:
    """Every method is safe to call from any thread."""

    def __init__(self, database: Database, table: Table, clock: Clock, tick: int = SECOND) -> None:
        self._database = database
        self.table = table
        self._clock = clock
        self._tick = tick
        self.on_change: Callable[[Record | None, Record], None] = lambda _before, _after: None
        """Told of every record that is added or changed, before it is committed."""

    # Reading

    def page(self, window: Window | None = None, limit: int = -1, offset: int = 0) -> list[Record]:
        window = window or Window()
        where, values = window.where()
        direction = "ASC" if window.ascending else "DESC"
        # `id` breaks ties in the same direction, so that a page and the next one meet without overlap.
        sql = (
            f"SELECT json FROM {self.table.name} WHERE {where}"  # noqa: S608 - no text from outside
            f" ORDER BY moment {direction}, id {direction} LIMIT ? OFFSET ?"
        )
        return [json.loads(text) for (text,) in self._database.rows(sql, (*values, limit, offset))]

    def plan(self, window: Window) -> list[str]:
        """How SQLite would find a page: nothing here may scan or sort all records."""
        where, values = window.where()
        sql = f"EXPLAIN QUERY PLAN SELECT json FROM {self.table.name} WHERE {where} ORDER BY moment DESC, id DESC"  # noqa: S608
        return [row[3] for row in self._database.rows(sql, values)]

    def count(self, window: Window | None = None) -> int:
        where, values = (window or Window()).where()
        return int(self._database.rows(f"SELECT count(*) FROM {self.table.name} WHERE {where}", values)[0][0])  # noqa: S608

    def get(self, number: int) -> Record | None:
        rows = self._database.rows(f"SELECT json FROM {self.table.name} WHERE id = ?", (number,))  # noqa: S608
        return json.loads(rows[0][0]) if rows else None

    def find(self, **columns: Any) -> Record | None:
        """Return the newest record whose columns have these values."""
        return next(iter(self.page(Window(conditions=equal(**columns)), 1)), None)

    # Changing

    def put(self, records: Iterable[Record]) -> None:
        """Store records as they are, replacing those with the same id."""
        holes = ", ".join("?" * (3 + len(self.table.columns)))
        sql = f"INSERT OR REPLACE INTO {self.table.name} VALUES ({holes})"  # noqa: S608
        rows = [self.table.row(record) for record in records]
        with self._database.transaction():
            self._database.change_each(sql, rows)

    def add(self, fields: Record) -> Record:
        """Store a new record; its id, its times and its revision are chosen where they are not given."""
        with self._database.transaction():
            now = self.now()
            record: Record = {"id": self._next_id(), "created": now, "updated": now, self.table.time: now}
            record |= ({"rev": 1} if self.table.is_revised else {}) | fields
            if self.get(record["id"]) is not None:
                raise ValueError(f"there is a {self.table.name} {record['id']} already")
            self.put([record])
            self.on_change(None, record)
            return record

    def change(self, number: int, fields: Record | None = None, *, without: Sequence[str] = ()) -> Record:
        """Change fields; `updated` moves to now, and at least one tick, unless it is among them."""
        with self._database.transaction():
            record = self.get(number)
            if record is None:
                raise KeyError(f"there is no {self.table.name} {number}")
            changed = {**record, "updated": self.now(record.get("updated"))}
            changed |= ({"rev": record.get("rev", 0) + 1} if self.table.is_revised else {}) | (fields or {})
            if changed["id"] != number:
                raise ValueError(f"the id of a {self.table.name} cannot change")
            for name in without:
                changed.pop(name, None)
            self.put([changed])
            self.on_change(record, changed)
            return changed

    def remove(self, number: int) -> None:
        if not self._database.change(f"DELETE FROM {self.table.name} WHERE id = ?", (number,)):  # noqa: S608
            raise KeyError(f"there is no {self.table.name} {number}")

    def now(self, previous: str | None = None) -> str:
        """Return the time as records show it, and later than the previous one."""
        now = self._clock.nanoseconds() // self._tick * self._tick
        if previous is not None:
            now = max(now, nanoseconds(previous) // self._tick * self._tick + self._tick)
        return render(now)

    def _next_id(self) -> int:
        """Return an id above all that ever were."""
        rows = self._database.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (self.table.name,))
        return int(rows[0][0]) + 1 if rows else 1
