"""Loads the API's listings into a database, and keeps it fresh."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated

from attrs import evolve
from cyclopts import Parameter

from heymarket import InvalidRequestError
from heymarket_auth import CredentialsError
from heymarket_cli import failures
from heymarket_cli.common import GROUP, Common
from heymarket_cli.connection import Source
from heymarket_cli.extras import needed
from heymarket_cli.progress import Progress
from heymarket_cli.terminal import tell
from heymarket_cli.values import UsageError
from heymarket_sync.summary import table

To = Annotated[
    str, Parameter(metavar="URL", help="duckdb:///FILE, postgresql://..., parquet:///FOLDER, csv:///FOLDER.")
]
Only = Annotated[str | None, Parameter(metavar="NAMES", help="Listings, with commas between them; all by default.")]
Since = Annotated[
    str | None, Parameter(metavar="TIME", help="Where a first sync begins (RFC 3339); later ones go on from the last.")
]
Full = Annotated[bool, Parameter(negative=(), help="Read everything again, and drop what is gone.")]
Dataset = Annotated[str | None, Parameter(metavar="NAME", help="The schema of the tables; one for each team.")]


Profiles = Annotated[
    list[str] | None,
    Parameter(
        name="--profile",
        negative=(),
        metavar="NAME",
        group=GROUP,
        help="Use the credentials that `heymarket login` keeps under this name. May be given again: each team is then"
        " loaded into a schema of its own.",
    ),
]


def sync(  # noqa: PLR0913 (its options)
    common: Common,
    *,
    to: To,
    only: Only = None,
    since: Since = None,
    full_refresh: Full = False,
    dataset: Dataset = None,
    profile: Profiles = None,
) -> int:
    with needed("cli,sync"):
        from heymarket_sync.run import sync as load  # noqa: PLC0415 (an extra, and seconds to import)

    def one(name: str | None, dataset: str | None) -> None:
        environ = Source.of(evolve(common, profile=name)).environ()
        names = only.split(",") if only else None
        with _shown() as counted, _usage():
            summary = load(
                to,
                only=names,
                since=since,
                full_refresh=full_refresh,
                dataset=dataset,
                environ=environ,
                progress=counted,
            )
        sys.stdout.write(f"{table(summary)}\n")

    if len(profile or ()) < 2:  # noqa: PLR2004 (several)
        one(profile[0] if profile else None, dataset)
        return 0
    return _each(datasets(profile or (), dataset), one, debug=common.debug)


def datasets(profiles: Sequence[str], dataset: str | None) -> dict[str, str]:
    """Return a schema for each of several profiles. Raises `UsageError` if two would share one."""
    found: dict[str, str] = {}
    for name in profiles:
        words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        schema = "_".join(filter(None, (dataset, words if words[:1].isalpha() or dataset else f"team_{words}")))
        if schema in found.values():
            raise UsageError(f"--profile: {name} would be loaded into the same schema as another, {schema}")
        found[name] = schema
    return found


def _each(schemas: Mapping[str, str], one: Callable[[str, str], None], *, debug: bool) -> int:
    """Load one team after the other, whatever becomes of those before; return the exit code of the first that failed.

    Each has a limit of its own, as the API has for each team.
    """
    codes = [0]
    for name, schema in schemas.items():
        sys.stdout.write(f"{name}, schema {schema}\n")
        try:
            one(name, schema)
        except failures.EXPECTED as error:
            if debug:
                traceback.print_exception(error)
            tell(f"profile {name}: {failures.line(error)}")
            codes.append(failures.exit_code(error))
        sys.stdout.flush()
    return next(filter(None, codes), 0)


@contextmanager
def _shown() -> Iterator[Callable[[str, int], None]]:
    """Show how many items were read, of all listings together."""
    progress = Progress(sys.stderr, is_counting=True, is_shown=sys.stderr.isatty())
    read: dict[str, int] = {}

    def counted(name: str, items: int) -> None:
        progress.counted(items - read.get(name, 0))
        read[name] = items

    try:
        yield counted
    finally:
        progress.clear()


@contextmanager
def _usage() -> Iterator[None]:
    try:
        yield
    except (CredentialsError, InvalidRequestError):
        raise
    except ValueError as error:
        raise UsageError(str(error)) from error
