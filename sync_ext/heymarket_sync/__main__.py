"""`python -m heymarket_sync --to duckdb:///heymarket.duckdb`: load the API's listings; `--help` says more."""

from __future__ import annotations

import argparse
import sys

from heymarket import ConnectionFailedError, HeymarketError, InvalidRequestError
from heymarket_auth import CredentialsError

from .errors import SyncRunningError
from .summary import table

# As those of the command `heymarket`.
_CODES: tuple[tuple[type[Exception], int], ...] = (
    (InvalidRequestError, 2),
    (CredentialsError, 3),
    (ConnectionFailedError, 4),
    (SyncRunningError, 5),
    (HeymarketError, 1),
    (ValueError, 2),
)


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
    from .run import sync  # noqa: PLC0415 (`--help` need not wait for it)

    try:
        summary = sync(
            given.to,
            only=given.only.split(",") if given.only else None,
            since=given.since,
            full_refresh=given.full_refresh,
            dataset=given.dataset,
            progress=_progress,
        )
    except tuple(kind for kind, _ in _CODES) as error:
        print(f"heymarket_sync: {error}", file=sys.stderr)
        return next(code for kind, code in _CODES if isinstance(error, kind))
    print(table(summary))
    return 0


def _progress(name: str, items: int) -> None:
    print(f"{name}: {items:,} read", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
