"""Loads the API's listings into a database, and keeps it fresh."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from heymarket import InvalidRequestError
from heymarket_auth import CredentialsError
from heymarket_cli.common import Common
from heymarket_cli.connection import Source
from heymarket_cli.progress import Progress
from heymarket_cli.values import UsageError

To = Annotated[
    str, Parameter(metavar="URL", help="duckdb:///FILE, postgresql://..., parquet:///FOLDER, csv:///FOLDER.")
]
Only = Annotated[str | None, Parameter(metavar="NAMES", help="Listings, with commas between them; all by default.")]
Since = Annotated[
    str | None, Parameter(metavar="TIME", help="Where a first sync begins (RFC 3339); later ones go on from the last.")
]
Full = Annotated[bool, Parameter(negative=(), help="Read everything again, and drop what is gone.")]
Dataset = Annotated[str | None, Parameter(metavar="NAME", help="The schema of the tables; one for each team.")]


def sync(  # noqa: PLR0913 (its options)
    common: Common,
    *,
    to: To,
    only: Only = None,
    since: Since = None,
    full_refresh: Full = False,
    dataset: Dataset = None,
) -> int:
    try:
        from heymarket_sync.run import sync as load  # noqa: PLC0415 (an extra, and seconds to import)
    except ImportError as error:
        raise UsageError(f'{error}; it comes with pip install "heymarket[cli,sync]"') from None
    from heymarket_sync.summary import table  # noqa: PLC0415

    progress = Progress(sys.stderr, is_counting=True, is_shown=sys.stderr.isatty())
    read: dict[str, int] = {}

    def counted(name: str, items: int) -> None:
        progress.counted(items - read.get(name, 0))
        read[name] = items

    try:
        names = only.split(",") if only else None
        environ = Source.of(common).environ()
        summary = load(
            to, only=names, since=since, full_refresh=full_refresh, dataset=dataset, environ=environ, progress=counted
        )
    except (CredentialsError, InvalidRequestError):
        raise
    except ValueError as error:
        raise UsageError(str(error)) from error
    finally:
        progress.clear()
    sys.stdout.write(f"{table(summary)}\n")
    return 0
