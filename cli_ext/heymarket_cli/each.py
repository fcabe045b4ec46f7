"""One call for each row of a file, with a line of report for each, and those that failed in a file to run again."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import frozen

from heymarket import ApiError, AuthenticationError, HeymarketError
from heymarket_cli import failures
from heymarket_cli.common import Common
from heymarket_cli.connection import client
from heymarket_cli.operations import Method
from heymarket_cli.options import Option, Options
from heymarket_cli.progress import watched
from heymarket_cli.rows import check_fields, plain, wanted_fields
from heymarket_cli.safety import NotSent, ask, concerns
from heymarket_cli.terminal import tell
from heymarket_cli.values import UsageError
from heymarket_cli.writing import writer_for

_COLUMNS = ("row", "ok", "result", "error", "request_id")
_ERROR = "_error"
"""Column of the file of failed rows; columns with an underscore in front are not read."""


@frozen
class Row:
    number: int
    values: Mapping[str, Any]
    """As the file has them."""
    arguments: dict[str, Any]


def run_each(options: Options, given: Mapping[str, Any], common: Common, body: Any) -> int:
    """Call the method for each row, and return the exit code: 1 if any row failed."""
    fields = wanted_fields(common.fields)
    check_fields(fields, _COLUMNS, ())
    rows = [_row(options, given, body, number, row) for number, row in enumerate(_read(common.each or "-"), start=1)]
    if not common.dry_run:
        _confirm(options.method, rows, yes=common.yes)
    writer = writer_for(common, fields, _COLUMNS)
    calls = _Calls(options, rows)
    try:
        with client(common) as connected, watched(common) as progress:
            for report in calls.made(connected):
                progress.clear()
                writer.page([report])
                progress.counted(1)
            progress.clear()
    finally:
        if common.failed is not None and not common.dry_run:
            _write_failed(Path(common.failed), calls.failed())
    if not common.dry_run:
        writer.end()
    if failed := len(calls.errors):
        tell(f"{failed:,} of {len(rows):,} rows failed{f'; they are in {common.failed}' if common.failed else ''}")
    return failures.REFUSED if calls.errors else 0


def _confirm(method: Method, rows: Sequence[Row], *, yes: bool) -> None:
    if method.operation.semantics == "safe":
        return
    concerned = f"{len(rows)} rows" if len(rows) > 1 else None
    concerned = concerned or next((found for row in rows if (found := concerns(method, row.arguments))), None)
    if concerned is not None:
        ask(f"{method.words} concerns {concerned}", yes=yes)


class _Calls:
    """Makes the calls, and knows which of them failed."""

    def __init__(self, options: Options, rows: Sequence[Row]) -> None:
        self._options = options
        self._rows = rows
        self._done: set[int] = set()
        self.errors: dict[int, str] = {}

    def made(self, connected: Any) -> Iterator[dict[str, Any]]:
        """Yield the report of each row."""
        for row in self._rows:
            report: dict[str, Any] = {"row": row.number, "ok": True}
            try:
                report["result"] = plain(self._options.method.call(connected, row.arguments))
            except NotSent:
                continue
            except AuthenticationError:
                raise  # so would all others be
            except HeymarketError as error:
                self.errors[row.number] = failures.line(error)
                report |= {"ok": False, "error": failures.line(error)}
                if isinstance(error, ApiError):
                    report["request_id"] = error.request_id
            else:
                self._done.add(row.number)
            yield report

    def failed(self) -> Iterator[dict[str, Any]]:
        """Yield the rows that failed, and those that were not reached."""
        for row in self._rows:
            if row.number not in self._done:
                yield {**row.values, _ERROR: self.errors.get(row.number, "not sent, or interrupted")}


def _row(options: Options, given: Mapping[str, Any], body: Any, number: int, values: Mapping[str, Any]) -> Row:
    found: dict[str, Any] = dict(given)
    objects: dict[str, Any] = {}
    try:
        for name, value in values.items():
            if name.startswith("_") or value in ("", None):
                continue
            if (option := _option(options, name)) is not None:
                _take(found, option, name, value)
            else:
                objects[name] = value
        return Row(number, values, options.arguments(found, body) | objects)
    except (UsageError, ValueError) as error:
        raise UsageError(f"row {number}: {error}") from None


def _option(options: Options, name: str) -> Option | None:
    """Return the option that a column is named after; None for an argument that is an object, as JSON lines have."""
    known = {_key(option.flag): option for option in options.each}
    option = known.get(_key(name)) or known.get(_key(name.partition(".")[0]))
    if option is not None and (option.kind.form == "map" or _key(option.flag) == _key(name)):
        return option
    if name in options.method.arguments:
        return None
    raise UsageError(f"no such option: {name}; there are {', '.join(known)}")


def _take(found: dict[str, Any], option: Option, name: str, value: Any) -> None:
    kind, key = option.kind, option.identifier
    if not isinstance(value, str):  # of JSON lines, where values have their types
        found[key] = value
    elif kind.form == "map":
        found[key] = {**found.get(key, {}), name.partition(".")[2]: kind.read(value)}
    elif kind.form == "many":
        found[key] = json.loads(value) if value.startswith("[") else [kind.read(value)]
    else:
        found[key] = kind.read(value)


def _key(name: str) -> str:
    return name.removeprefix("--").replace("-", "_")


def _read(name: str) -> Iterator[Mapping[str, Any]]:
    try:
        text = sys.stdin.read() if name == "-" else _text(Path(name))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise UsageError(f"--each: {name}: {reason}") from None
    if text.lstrip().startswith("{"):
        yield from _json_lines(text)
    else:
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1):
            if None in row or None in row.values():
                raise UsageError(f"--each: row {number} has not as many cells as the header")
            yield row


def _text(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:  # a cell may hold line breaks of any kind
        return file.read()


def _json_lines(text: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(filter(str.strip, text.split("\n")), start=1):
        value: Any = None
        with suppress(json.JSONDecodeError):
            value = json.loads(line)
        if not isinstance(value, dict):
            raise UsageError(f"--each: row {number} is no JSON object")
        yield value


def _write_failed(path: Path, rows: Iterator[Mapping[str, Any]]) -> None:
    """Write the rows as CSV, or as JSON lines where a value is no text; no file if there is none."""
    found = list(rows)
    path.unlink(missing_ok=True)
    if not found:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        if all(isinstance(value, str) for row in found for value in row.values()):
            names = list(dict.fromkeys(name for row in found for name in row))
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(found)
        else:
            file.writelines(json.dumps(row) + "\n" for row in found)
