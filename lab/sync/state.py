"""What a destination holds, beside what the API lists: what is lost, what is there twice, and what is out of date."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import psycopg2
from attrs import define, field

from heymarket_sync.columns import members, plain
from heymarket_sync.listings import listings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from heymarket import Heymarket
    from heymarket_sync.listings import Listing

Row = dict[str, Any]
FILES = {"parquet": "read_parquet", "csv": "read_csv"}
"""Destinations that are folders of files, and what reads them."""
_NUMBERS = ("id", "_dlt_list_idx")


@define
class Difference:
    lost: list[str] = field(factory=list[str])
    doubled: list[str] = field(factory=list[str])
    wrong: list[str] = field(factory=list[str])

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.wrong)


def differences(client: Heymarket, url: str, dataset: str) -> Difference:
    """Compare all tables of a destination with what the API lists now."""
    found = Difference()
    with _tables(url, dataset) as tables:
        for name, listing in listings().items():
            expected = {item.raw["id"]: item.raw for item in listing.call(client)}
            stored = tables.get(name, [])
            counts = Counter(row["id"] for row in stored)
            found.doubled += [f"{name} {key}" for key, count in counts.items() if count > 1]
            found.lost += [f"{name} {key}" for key in expected if key not in counts]
            found.wrong += [f"{name} {key} is gone" for key in counts if key not in expected]
            copies = _copies(listing)
            children = {each: rows for each, rows in _children(tables, name).items() if not each.startswith(copies)}
            for row in stored:
                raw = expected.get(row["id"])
                if raw and (why := _wrong(row, raw, children, copies)):
                    found.wrong.append(f"{name} {row['id']}: {why}")
    return found


def _copies(listing: Listing) -> tuple[str, ...]:
    """Return what columns begin with that hold a copy of another listing's item: it is as old as the item around it."""
    items = [each.item for each in listings().values()]
    return tuple(f"{name}__" for name, kind in members(listing.item).items() if plain(kind) in items)


def _wrong(row: Row, raw: Row, children: dict[str, dict[str, list[Row]]], copies: tuple[str, ...]) -> str | None:
    expected, lists = _flat(raw, maps={*row})
    lists = {name: each for name, each in lists.items() if not name.startswith(copies)}
    for column in {*expected, *row}:
        if not column.startswith(("_dlt", *copies)) and not _is_same(row.get(column), expected.get(column)):
            there = f"{expected.get(column)!r} (updated {row.get('updated')}, {raw.get('updated')})"
            return f"{column} is {row.get(column)!r}, not {there}"
    for column in {*lists, *children}:
        inside = [_flat(each)[0] if isinstance(each, dict) else {"value": each} for each in lists.get(column, [])]
        stored = [_known(each) for each in children.get(column, {}).get(row["_dlt_id"], [])]
        if len(stored) != len(inside) or not all(
            _is_same(here.get(name), there.get(name))
            for here, there in zip(stored, inside, strict=True)
            for name in {*here, *there}
        ):
            return f"{column} is {stored!r}, not {inside!r}"
    return None


def _is_same(stored: Any, received: Any) -> bool:
    if isinstance(stored, datetime.datetime) and isinstance(received, str):
        return stored.astimezone(datetime.UTC) == datetime.datetime.fromisoformat(received).astimezone(datetime.UTC)
    if isinstance(stored, str) and isinstance(received, dict):  # a column of JSON
        return bool(json.loads(stored) == received)
    if isinstance(stored, str) and isinstance(received, bool | int | float):  # a cell of CSV
        return stored.lower() == str(received).lower() or (
            not isinstance(received, bool) and _number(stored) == received
        )
    if isinstance(stored, str) and isinstance(received, str) and stored != received:
        return _is_same(_moment(stored), received)
    if stored is None and received == "":  # in CSV nothing is both
        return True
    return bool(stored == received)


def _number(text: str) -> float | None:
    with contextlib.suppress(ValueError):
        return float(text)
    return None


def _moment(text: str) -> datetime.datetime | None:
    with contextlib.suppress(ValueError):
        return datetime.datetime.fromisoformat(text)
    return None


def _children(tables: dict[str, list[Row]], name: str) -> dict[str, dict[str, list[Row]]]:
    found: dict[str, dict[str, list[Row]]] = {}
    for table, rows in tables.items():
        if table.startswith(f"{name}__"):
            by_parent = found.setdefault(table.removeprefix(f"{name}__"), defaultdict(list))
            for row in sorted(rows, key=lambda row: row["_dlt_list_idx"]):
                by_parent[row["_dlt_parent_id"]].append(row)
    return found


def _known(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None and not name.startswith("_dlt")}


def _flat(raw: Row, prefix: str = "", maps: Collection[str] = ()) -> tuple[Row, dict[str, list[Any]]]:
    """Return an object's columns and its lists, named as dlt names them; `maps` are columns of JSON."""
    row: Row = {}
    lists: dict[str, list[Any]] = {}
    for name, value in raw.items():
        if isinstance(value, list):
            lists[prefix + name] = value
        elif isinstance(value, dict) and prefix + name not in maps:
            inner, more = _flat(value, f"{prefix}{name}__", maps)
            row |= inner
            lists |= more
        else:
            row[prefix + name] = value
    return row, lists


@contextlib.contextmanager
def _tables(url: str, dataset: str) -> Iterator[dict[str, list[Row]]]:
    scheme, _, place = url.partition(":///")
    if scheme in FILES:
        yield _read(Path(place, dataset), scheme)
        return
    is_file = scheme == "duckdb"
    connection: Any = duckdb.connect(url.removeprefix("duckdb:///")) if is_file else psycopg2.connect(url)
    with contextlib.closing(connection):
        cursor = connection.cursor()
        cursor.execute(f"SELECT table_name FROM information_schema.tables WHERE table_schema = '{dataset}'")  # noqa: S608
        names = [name for (name,) in cursor.fetchall() if not name.startswith("_dlt")]
        found = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{dataset}"."{name}"')  # noqa: S608
            columns = [each[0] for each in cursor.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        yield found


def _read(folder: Path, scheme: str) -> dict[str, list[Row]]:
    """Return the tables of a folder. Those of CSV hold texts, but for the numbers that tell rows apart."""
    options = "union_by_name = true" + (", all_varchar = true, header = true" if scheme == "csv" else "")
    found: dict[str, list[Row]] = {}
    for each in sorted(folder.iterdir() if folder.exists() else ()):
        if each.name.startswith("_dlt") or not any(each.glob(f"*.{scheme}")):
            continue
        with duckdb.connect() as database:
            database.execute("SET TimeZone = 'UTC'")
            cursor = database.execute(f"SELECT * FROM {FILES[scheme]}('{each}/*.{scheme}', {options})")  # noqa: S608
            names = [column[0] for column in cursor.description or ()]
            found[each.name] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        for row in found[each.name]:
            row.update({name: int(row[name]) for name in _NUMBERS if row.get(name) is not None})
    return found
