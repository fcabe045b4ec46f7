"""A listing's items as one file: JSON lines, CSV or Parquet."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .collected import json_line
from .kinds import JSON, kinds, nanoseconds

if TYPE_CHECKING:
    import pyarrow

    from .collected import Collected
    from .listings import Listing

Write = Callable[[Path, "Collected", "Listing"], int]
"""Writes a file and returns how many items it holds."""

_ROWS = 10_000  # in a group of Parquet


def writer(path: Path) -> Write:
    """Return what writes a file of this name. Raises `ValueError` if its ending is no format."""
    found = {".jsonl": _json_lines, ".csv": _csv, ".parquet": _parquet}.get(path.suffix.lower())
    if found is None:
        raise ValueError(f"expected a name that ends in .parquet, .jsonl or .csv, got {path.name!r}")
    if found is _parquet:
        importlib.import_module("pyarrow.parquet")  # without it, nothing is to be collected
    return found


def _json_lines(path: Path, collected: Collected, listing: Listing) -> int:
    with path.open("wb") as out:
        return sum(1 for line, _ in _last(collected, listing) if out.write(line))


def _csv(path: Path, collected: Collected, listing: Listing) -> int:
    names = list(kinds(listing, (item for _, item in collected)))
    count = 0
    with path.open("w", encoding="utf-8", newline="", errors="backslashreplace") as out:
        out.write(",".join(map(_quoted, names)) + "\n")
        for _, item in _last(collected, listing):
            out.write(",".join([_cell(item.get(name)) for name in names]) + "\n")
            count += 1
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return _quoted(value if isinstance(value, str) else _json(value))


def _quoted(text: str) -> str:
    """Return a cell: unlike the csv module's, one that tells an empty text from nothing."""
    if text and not any(each in text for each in ',"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def _parquet(path: Path, collected: Collected, listing: Listing) -> int:
    import pyarrow.parquet  # noqa: PLC0415 (a large package, for one of the formats)

    types = kinds(listing, (item for _, item in collected))
    schema = pyarrow.schema([pyarrow.field(name, _arrow(kind)) for name, kind in types.items()])
    count = 0
    with pyarrow.parquet.ParquetWriter(path, schema) as out:
        rows: list[dict[str, Any]] = []
        for _, item in _last(collected, listing):
            rows.append({name: _value(item.get(name), kind) for name, kind in types.items()})
            count += 1
            if len(rows) == _ROWS:
                out.write_batch(pyarrow.RecordBatch.from_pylist(rows, schema=schema))
                rows = []
        out.write_batch(pyarrow.RecordBatch.from_pylist(rows, schema=schema))
    return count


def _arrow(kind: str) -> pyarrow.DataType:
    import pyarrow  # noqa: PLC0415

    return {
        "bool": pyarrow.bool_(),
        "bigint": pyarrow.int64(),
        "double": pyarrow.float64(),
        "timestamp": pyarrow.timestamp("ns", tz="UTC"),
    }.get(kind, pyarrow.string())


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    match kind:
        case "bigint":
            return int(value)
        case "double":
            return float(value)
        case "timestamp":
            return nanoseconds(value)
        case _:
            return _json(value) if kind == JSON else value


def _json(value: Any) -> str:
    return json_line(value).decode().rstrip("\n")


def _last(collected: Collected, listing: Listing) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Yield each item once, as it was received last: it may have changed, or come once more when a run went on."""
    identity = listing.identity
    last = {} if identity is None else {_key(item, identity): number for number, (_, item) in enumerate(collected)}
    for number, (line, item) in enumerate(collected):
        if identity is None or last[_key(item, identity)] == number:
            yield line, item


def _key(item: dict[str, Any], identity: str) -> Any:
    found = item.get(identity)
    return found if isinstance(found, int | str) else json_line(item)
