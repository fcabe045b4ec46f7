"""One call of an operation: what is sent, and how its result is written."""

from __future__ import annotations

import itertools
import logging
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from heymarket import HeymarketError, Page
from heymarket_cli.common import Common
from heymarket_cli.connection import client
from heymarket_cli.options import Options, flag_of
from heymarket_cli.progress import Progress
from heymarket_cli.rows import check_fields, columns_of, item_model, plain, times_of, wanted_fields
from heymarket_cli.safety import NotSent, confirm
from heymarket_cli.terminal import has_colours, tell
from heymarket_cli.values import UsageError, read_json
from heymarket_cli.writers import Csv, Json, JsonLines, Writer, Yaml
from heymarket_runtime.log import logger
from heymarket_runtime.model import Model


def run(options: Options, given: dict[str, Any], common: Common, words: Sequence[str]) -> None:
    """Call the method with what was given, and write the result; the words of the command line say how to go on."""
    body = body_of(common)
    arguments = options.arguments(given, body)
    fields = wanted_fields(common.fields)
    if not common.dry_run:
        confirm(options.method, arguments, yes=common.yes)
    with client(common) as connected, watched(common) as progress:
        model = item_model(options.method.operation)
        result = _Result(common, fields, model, progress)
        try:
            answer = options.method.call(connected, arguments)
            if isinstance(answer, Page):
                result.listing(answer)
            else:
                result.whole(answer)
        except NotSent:
            return
        except (KeyboardInterrupt, HeymarketError) as error:
            progress.clear()
            if options.method.cursor is not None:
                cursor = result.cursor or getattr(error, "cursor", None)
                _tell_how_to_go_on(words, flag_of(options.method.cursor), cursor, progress.count)
            raise
        finally:
            progress.clear()


def body_of(common: Common) -> Any:
    try:
        return None if common.json is None else read_json(common.json)
    except ValueError as error:
        raise UsageError(f"--json: {error}") from None


class _Result:
    """Writes what comes back."""

    def __init__(self, common: Common, fields: Sequence[str], model: type[Model] | None, progress: Progress) -> None:
        self._common = common
        self._fields = fields
        self._progress = progress
        self._columns = columns_of(model)
        self._writer = writer_for(common, fields, self._columns, times_of(model))
        self.cursor: str | None = None
        """Where to go on: after the last page that is written whole."""

    def listing(self, first: Page[Any]) -> None:
        left = sys.maxsize if self._common.first is None else self._common.first
        pages = first.pages()
        while left > 0 and (page := next(pages, None)) is not None:
            items = list(islice(page.items, left))
            left -= len(items)
            after = page.cursor
            self._write(items)
            self.cursor = after
        self._end()

    def whole(self, answer: Any) -> None:
        if answer is None:
            return
        if isinstance(answer, bytes):
            sys.stdout.buffer.write(answer)
        elif isinstance(answer, list):
            self._write(answer)
            self._end()
        else:
            value = plain(answer)
            check_fields(self._fields, self._columns, [value])
            self._writer.one(value)

    def _write(self, items: list[Any]) -> None:
        rows = [plain(each) for each in items]
        if not self._progress.count and rows:
            check_fields(self._fields, self._columns, rows)
        self._progress.clear()
        self._writer.page(rows)
        self._progress.counted(len(rows))

    def _end(self) -> None:
        self._progress.clear()
        self._writer.end()
        if left_out := list(getattr(self._writer, "left_out", ())):
            is_csv = isinstance(self._writer, Csv)
            if is_csv or sys.stderr.isatty():
                where = "not in the spec, so without a column" if is_csv else "without room"
                tell(f"{where}: {', '.join(left_out)} (--fields chooses, -o jsonl shows all)")


def write(common: Common, value: Any, columns: Sequence[str]) -> None:
    """Write rows, or one object, that no operation gave."""
    fields = wanted_fields(common.fields)
    rows = value if isinstance(value, list) else [value]
    check_fields(fields, columns, rows)
    writer = writer_for(common, fields, columns, frozenset())
    if isinstance(value, list):
        writer.page(value)
        writer.end()
    else:
        writer.one(value)


def writer_for(common: Common, fields: Sequence[str], columns: Sequence[str], times: frozenset[str]) -> Writer:
    out = sys.stdout
    match common.output or ("table" if out.isatty() else "jsonl"):
        case "table":
            from heymarket_cli.table import Table  # noqa: PLC0415 (scripts have no use for it)

            width = shutil.get_terminal_size().columns
            return Table(out, fields, columns, times=times, width=width, colours=has_colours(out))
        case "csv":
            return Csv(out, fields, columns)
        case "json":
            return Json(out, fields)
        case "yaml":
            return Yaml(out, fields)
        case _:
            return JsonLines(out, fields)


@contextmanager
def watched(common: Common) -> Iterator[Progress]:
    """Show on standard error how a call goes on: a line that comes and goes, or with `--debug` the client's log."""
    is_shown = sys.stderr.isatty() and not common.debug
    progress = Progress(sys.stderr, is_counting=not sys.stdout.isatty(), is_shown=is_shown)
    handlers: list[logging.Handler] = [progress]
    if common.debug:
        handlers.append(logging.StreamHandler(sys.stderr))
    level = logger.level
    logger.setLevel(logging.INFO)
    for handler in handlers:
        logger.addHandler(handler)
    try:
        yield progress
    finally:
        for handler in handlers:
            logger.removeHandler(handler)
        logger.setLevel(level)


def _tell_how_to_go_on(words: Sequence[str], flag: str, cursor: str | None, count: int) -> None:
    if cursor is None:
        if count:
            tell(f"stopped after {count:,} items; start anew")
        return
    kept = [
        word
        for before, word in itertools.pairwise(["", *words])
        if flag not in {before, word} and not word.startswith(f"{flag}=")
    ]
    again = shlex.join(["heymarket", *kept, flag, cursor])
    tell(f"stopped after {count:,} items; to go on, perhaps with the last ones once more: {again}")
