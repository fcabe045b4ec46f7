"""One call of an operation: what is sent, and how its result is written."""

from __future__ import annotations

import itertools
import shlex
import sys
from collections.abc import Sequence
from itertools import islice
from typing import Any

from heymarket import HeymarketError, Page
from heymarket_cli.common import Common
from heymarket_cli.connection import client
from heymarket_cli.each import run_each
from heymarket_cli.options import Options, flag_of
from heymarket_cli.progress import Progress, watched
from heymarket_cli.rows import check_fields, columns_of, item_model, plain, times_of, wanted_fields
from heymarket_cli.safety import NotSent, confirm
from heymarket_cli.terminal import tell
from heymarket_cli.writers import Csv
from heymarket_cli.writing import writer_for
from heymarket_runtime.model import Model


def run(options: Options, given: dict[str, Any], common: Common, words: Sequence[str]) -> int:
    """Call the method with what was given, write the result, and return the exit code.

    The words of the command line say how to go on.
    """
    body = common.body()
    if common.each is not None:
        return run_each(options, given, common, body)
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
            return 0
        except (KeyboardInterrupt, HeymarketError) as error:
            progress.clear()
            if options.method.cursor is not None:
                cursor = result.cursor or getattr(error, "cursor", None)
                _tell_how_to_go_on(words, flag_of(options.method.cursor), cursor, progress.count)
            raise
        finally:
            progress.clear()
    return 0


class _Result:
    """Writes what comes back."""

    def __init__(self, common: Common, fields: Sequence[str], model: type[Model] | None, progress: Progress) -> None:
        self._common = common
        self._fields = fields
        self._progress = progress
        self._columns = columns_of(model)
        self._writer = writer_for(common, fields, self._columns, times_of(model), is_ranked=True)
        self.cursor: str | None = None
        """Where to go on: after the last page that is written whole."""

    def listing(self, first: Page[Any]) -> None:
        left = sys.maxsize if self._common.first is None else self._common.first
        pages = first.pages()
        while left > 0 and (page := next(pages, None)) is not None:
            # Not `items`, which on a first page is what was received, with what a server sends twice.
            items = list(islice(page._position.items, left))  # noqa: SLF001
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
        left_out = list(getattr(self._writer, "left_out", ()))
        if left_out and isinstance(self._writer, Csv):
            tell(f"not in the spec, so without a column: {', '.join(left_out)} (--fields chooses, -o jsonl shows all)")
        elif left_out and sys.stderr.isatty():
            fields = "one more field" if len(left_out) == 1 else f"{len(left_out)} more fields"
            tell(f"no room for {fields}: --fields chooses, -o jsonl shows all")


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
