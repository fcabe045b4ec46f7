"""What people read: a table, and below it all that is refused, wrong or was not tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lab.specs.row import Row

_COLUMNS = (
    "read",
    "generated",
    "mypy",
    "pyright",
    "imports",
    "client",
    "called",
    "stock: generated",
    "types",
    "imports",
)
_MOST = 12


def table(rows: list[Row]) -> Iterator[str]:
    yield f"| document | {' | '.join(_COLUMNS)} |"
    yield "|---|" + "---|" * len(_COLUMNS)
    for row in rows:
        ours, stock = row.ours, row.stock
        made = bool(ours.get("imports")) or bool(ours.get("crashed"))
        cells = [
            _yes(ours.get("is_read")),
            f"{row.generated} of {row.operations}",
            _errors(row.mypy) if made else "-",
            _errors(row.pyright) if made else "-",
            _yes(ours.get("imports")),
            _yes(ours.get("constructs")),
            f"{row.called} of {row.generated}",
            f"{stock.get('generated', 0)} of {row.operations}",
            _errors([*row.stock_mypy, *row.stock_pyright]) if stock.get("imports") else "-",
            _yes(stock.get("imports")),
        ]
        yield f"| {row.path.name} | {' | '.join(cells)} |"


def details(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        parts = (
            ("refused", row.ours.get("refused", [])),
            ("wrong", row.faults()),
            ("not tried", [f"{label}: {why}" for label, why in row.ours.get("untried", {}).items()]),
        )
        for title, lines in parts:
            if lines:
                yield f"\n{row.path.name}: {title}"
                yield from (f"  {line}" for line in lines[:_MOST])
                if len(lines) > _MOST:
                    yield f"  and {len(lines) - _MOST} more"


def _errors(lines: list[str]) -> str:
    return f"{len(lines)} errors" if lines else "clean"


def _yes(value: object) -> str:
    return "yes" if value else "no"
