"""Results for people: columns that fit the terminal, local times, and no text that could drive the terminal."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, TextIO

from rich.cells import cell_len, set_cell_size

from heymarket_cli.rows import at, json_text
from heymarket_cli.writers import Writer
from heymarket_runtime.errors import printable

_GAP = 2
_WIDEST = 32
_NARROWEST = 6
_SPARE = 8
_MANY = 20
"""Rows that tell how long the texts of all rows may be."""
# Fields by which people know a thing, whatever it is.
_TELLING = (
    *("id", "name", "title", "display_name", "first", "last", "tag", "phone", "email", "target", "text", "status"),
    *("updated", "inbox", "assigned"),
)


class Table(Writer):
    """Widths are settled by the first page, so that a listing can stream."""

    def __init__(  # noqa: PLR0913
        self,
        out: TextIO,
        fields: Sequence[str],
        columns: Sequence[str],
        *,
        times: frozenset[str],
        width: int,
        colours: bool,
        is_ranked: bool,
    ) -> None:
        super().__init__(out, fields)
        self._columns = list(fields or columns)
        self._times = times
        self._width = width
        self._colours = colours
        self._is_ranked = is_ranked
        self._widths: dict[str, int] = {}
        self.left_out: list[str] = []
        """Columns that had no room."""

    def page(self, rows: Sequence[Any]) -> None:
        if rows and not self._widths:
            self._settle(rows)
            self._line({column: column for column in self._widths}, style="1")
        super().page(rows) if not self.fields else self._chosen(rows)

    def _chosen(self, rows: Sequence[Any]) -> None:
        for row in rows:
            self.row(row)
        self.out.flush()

    def row(self, row: Any) -> None:
        self._line(self._cells(row, self._widths))

    def one(self, value: Any) -> None:
        """Write an object with a line for each field, in full."""
        if not isinstance(value, dict):
            self.out.write(_text(value) + "\n")
        else:
            names = [*self._columns, *(each for each in value if not self.fields and each not in self._columns)]
            cells = {name: cell for name, cell in self._cells(value, names).items() if cell or self.fields}
            width = max(map(cell_len, cells), default=0)
            for name, cell in cells.items():
                self.out.write(f"{self._styled(set_cell_size(name, width), '1')}{' ' * _GAP}{cell}".rstrip() + "\n")
        self.out.flush()

    def _cells(self, row: Any, names: Sequence[str] | dict[str, int]) -> dict[str, str]:
        if not isinstance(row, dict):
            return dict.fromkeys(names, "") | {next(iter(names)): _text(row)}
        return {name: _time(at(row, name)) if name in self._times else _text(at(row, name)) for name in names}

    def _settle(self, rows: Sequence[Any]) -> None:
        """Choose columns and widths by the first rows."""
        columns = self._columns or list(rows[0] if isinstance(rows[0], dict) else ["value"])
        natural = dict.fromkeys(columns, 0)
        kinds: dict[str, type[Any]] = dict.fromkeys(columns, str)
        for row in rows:
            for name, cell in self._cells(row, columns).items():
                natural[name] = max(natural[name], cell_len(cell))
                if (value := at(row, name)) is not None:
                    kinds[name] = type(value)
        wide = {name: max(size, cell_len(name)) for name, size in natural.items()}
        if not self.fields:
            filled = {name: min(wide[name], _WIDEST) for name, size in natural.items() if size}
            wanted = sorted(filled, key=lambda name: self._rank(name, kinds[name])) if self._is_ranked else filled
            wide = _fitting({name: filled[name] for name in wanted}, self._width) or {columns[0]: wide[columns[0]]}
            self.left_out = [name for name in filled if name not in wide]
        texts = [name for name in wide if kinds[name] is str and name not in self._times]
        self._widths = _widened(_squeezed(wide, self._width), self._width, texts if len(rows) < _MANY else [])

    def _rank(self, name: str, kind: type[Any]) -> tuple[int, int]:
        """Say how early a column comes: what tells things apart, times, texts, the rest, and last what is nested."""
        if name in _TELLING:
            return 0, _TELLING.index(name)
        if name in self._times:
            return 1, 0
        if kind is str and not name.endswith("_id"):
            return 2, 0
        return (4 if kind in {dict, list} else 3), 0

    def _line(self, cells: dict[str, str], style: str = "") -> None:
        parts = [_fitted(cells[name], width) for name, width in self._widths.items()]
        self.out.write(self._styled((" " * _GAP).join(parts).rstrip(), style) + "\n")

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if style and self._colours else text


def _fitting(widths: dict[str, int], room: int) -> dict[str, int]:
    """Return those columns, early ones first, that fit; the first one in any case."""
    taken: dict[str, int] = {}
    for name, width in widths.items():
        if not taken or width <= room:
            taken[name] = width
            room -= width + _GAP
    return taken


def _widened(widths: dict[str, int], room: int, texts: Sequence[str]) -> dict[str, int]:
    """Give texts some room to spare, as later rows may have longer ones, and the last column all the rest."""
    spare = room - sum(widths.values()) - _GAP * (len(widths) - 1)
    for name in texts:
        more = min(max(_WIDEST - widths[name], 0), _SPARE, spare)
        widths = {**widths, name: widths[name] + max(more, 0)}
        spare -= max(more, 0)
    last = next(reversed(widths))
    return {**widths, last: widths[last] + max(spare, 0)}


def _squeezed(widths: dict[str, int], room: int) -> dict[str, int]:
    """Take from the widest columns what is too much."""
    widths = dict(widths)
    while sum(widths.values()) + _GAP * (len(widths) - 1) > room:
        widest = max(widths, key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _fitted(text: str, width: int) -> str:
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return printable(" ".join(value.split()))
        case _:
            return printable(json_text(value))


def _time(value: Any) -> str:
    """Return the local time of a timestamp, or what else stands in its place."""
    try:
        moment = datetime.datetime.fromisoformat(value)
        return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (TypeError, ValueError, OverflowError):
        return _text(value)
