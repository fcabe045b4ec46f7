"""`python -m heymarket_sync --to duckdb:///heymarket.duckdb`: load the API's listings; `--help` says more."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .run import Summary

DONE, FAILED, WRONG, RUNNING = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m heymarket_sync", description=__doc__)
    parser.add_argument(
        "--to", required=True, metavar="URL", help="duckdb:///FILE, postgresql://..., parquet:///FOLDER"
    )
    parser.add_argument("--only", metavar="NAMES", help="listings, with commas between them; all by default")
    parser.add_argument("--since", metavar="TIME", help="where a first sync begins (RFC 3339); later ones go on")
    parser.add_argument("--full-refresh", action="store_true", help="read everything again, and drop what is gone")
    parser.add_argument("--dataset", help="the schema of the tables; one for each team")
    given = parser.parse_args(arguments)
    from heymarket import HeymarketError, InvalidRequestError  # noqa: PLC0415 (`--help` need not wait for it)

    from .errors import SyncError, SyncRunningError  # noqa: PLC0415
    from .run import sync  # noqa: PLC0415

    try:
        summary = sync(
            given.to,
            only=given.only.split(",") if given.only else None,
            since=given.since,
            full_refresh=given.full_refresh,
            dataset=given.dataset,
            progress=_progress,
        )
    except (InvalidRequestError, ValueError) as error:
        return _failed(error, WRONG)
    except SyncRunningError as error:
        return _failed(error, RUNNING)
    except (HeymarketError, SyncError) as error:
        return _failed(error, FAILED)
    print(table(summary))
    return DONE


def table(summary: Summary) -> str:
    """Return a summary for people."""
    rows: list[tuple[str, ...]] = [("", "new", "changed", "unchanged", "gone")]
    rows += [
        (name, *(f"{count:,}" for count in (each.new, each.changed, each.unchanged, each.gone)))
        for name, each in summary.tables.items()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]
    ended = f"{summary.requests:,} requests in {summary.seconds:.1f} s, {summary.paused:.1f} s of pauses"
    return "\n".join([*lines, ended])


def _progress(name: str, items: int) -> None:
    print(f"{name}: {items:,} read", file=sys.stderr, flush=True)


def _failed(error: Exception, code: int) -> int:
    print(f"heymarket_sync: {error}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
