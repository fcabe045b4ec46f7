"""Which form a result gets."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

from heymarket_cli.common import Common
from heymarket_cli.rows import check_fields, wanted_fields
from heymarket_cli.terminal import has_colours
from heymarket_cli.writers import Csv, Json, JsonLines, Writer, Yaml


def write(common: Common, value: Any, columns: Sequence[str]) -> None:
    """Write rows, or one object, that no operation gave."""
    fields = wanted_fields(common.fields)
    rows = value if isinstance(value, list) else [value]
    check_fields(fields, columns, rows)
    writer = writer_for(common, fields, columns)
    if isinstance(value, list):
        writer.page(value)
        writer.end()
    else:
        writer.one(value)


def writer_for(
    common: Common,
    fields: Sequence[str],
    columns: Sequence[str],
    times: frozenset[str] = frozenset(),
    *,
    is_ranked: bool = False,
) -> Writer:
    """Return what writes a result. With `is_ranked`, a table shows the most telling columns first."""
    out = sys.stdout
    match common.output or ("table" if out.isatty() else "jsonl"):
        case "table":
            from heymarket_cli.table import Table  # noqa: PLC0415 (scripts have no use for it)

            width = shutil.get_terminal_size().columns
            return Table(out, fields, columns, times=times, width=width, colours=has_colours(out), is_ranked=is_ranked)
        case "csv":
            return Csv(out, fields, columns)
        case "json":
            return Json(out, fields)
        case "yaml":
            return Yaml(out, fields)
        case _:
            return JsonLines(out, fields)
