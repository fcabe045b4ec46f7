"""Results as text: JSON lines, JSON, CSV and YAML. `table` has the form for people.

A writer gets a listing page by page and keeps none of it, so memory stays flat and the first lines come early.
"""

from __future__ import annotations

import csv
import json
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, TextIO

from attrs import frozen

from heymarket_cli.rows import json_text, narrowed
from heymarket_runtime.errors import printable


class Writer:
    def __init__(self, out: TextIO, fields: Sequence[str]) -> None:
        self.out = out
        self.fields = fields

    def page(self, rows: Sequence[Any]) -> None:
        """Write the next rows of a list."""
        for row in rows:
            self.row(narrowed(row, self.fields))
        self.out.flush()

    @abstractmethod
    def row(self, row: Any) -> None:
        """Write one row of a list."""

    def end(self) -> None:
        """Write what closes a list."""
        self.out.flush()

    @abstractmethod
    def one(self, value: Any) -> None:
        """Write a result that is no list."""


class JsonLines(Writer):
    def row(self, row: Any) -> None:
        self.out.write(json_text(row) + "\n")

    def one(self, value: Any) -> None:
        self.row(narrowed(value, self.fields))
        self.out.flush()


class Json(Writer):
    _lead = "[\n"

    def row(self, row: Any) -> None:
        text = json.dumps(row, indent=2, ensure_ascii=False).replace("\n", "\n  ")
        self.out.write(f"{self._lead}  {text}")
        self._lead = ",\n"

    def end(self) -> None:
        self.out.write("[]\n" if self._lead == "[\n" else "\n]\n")
        super().end()

    def one(self, value: Any) -> None:
        self.out.write(json.dumps(narrowed(value, self.fields), indent=2, ensure_ascii=False) + "\n")
        self.out.flush()


@frozen
class _Rows:
    """Where rows of CSV go: one line each, and in a terminal without what could drive it."""

    out: TextIO

    def write(self, row: str) -> None:
        text = row.removesuffix("\r\n")  # which makes the csv module quote both of these where they are in a text
        self.out.write((printable(text) if self.out.isatty() else text) + "\n")


class Csv(Writer):
    """Objects and lists inside of a row are JSON in their cell. The header is the spec's fields, or those asked for."""

    def __init__(self, out: TextIO, fields: Sequence[str], columns: Sequence[str]) -> None:
        super().__init__(out, fields)
        self._csv = csv.writer(_Rows(out))
        self._columns = list(fields or columns)
        self._has_header = False
        self.left_out: dict[str, None] = {}
        """Fields that were received and have no column."""

    def _header(self, row: Any) -> None:
        if not self._has_header:
            self._columns = self._columns or (list(row) if isinstance(row, dict) else ["value"])
            self._csv.writerow(self._columns)
            self._has_header = True

    def row(self, row: Any) -> None:
        self._header(row)
        values = row if isinstance(row, dict) else {self._columns[0]: row}
        self._csv.writerow([_cell(values.get(column)) for column in self._columns])
        if len(values) > len(self._columns) or not values.keys() <= set(self._columns):
            self.left_out.update(dict.fromkeys(name for name in values if name not in self._columns))

    def end(self) -> None:
        self._header(None)
        super().end()

    def one(self, value: Any) -> None:
        self.page([value])


def _cell(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool() | dict() | list():
            return json_text(value)
        case _:
            return value


class Yaml(Writer):
    _is_empty = True

    def _dump(self, value: Any) -> None:
        import yaml  # noqa: PLC0415 (for those who ask for it)

        yaml.dump(
            value,
            self.out,
            Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
            allow_unicode=True,
            sort_keys=False,
        )

    def row(self, row: Any) -> None:
        self._is_empty = False
        self._dump([row])

    def end(self) -> None:
        if self._is_empty:
            self.out.write("[]\n")
        super().end()

    def one(self, value: Any) -> None:
        self._dump(narrowed(value, self.fields))
        self.out.flush()
