"""One listing as one file, complete or not there: JSON lines, CSV or Parquet.

Items are first collected beside the file, as received, page by page, with a note of where the listing stands. A run
that is killed leaves both, and the next one goes on from there. When all is there, the file is written from it under
a temporary name, and renamed.
"""

from __future__ import annotations

import datetime
import os
import shutil
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from heymarket import Heymarket, RateLimit
from heymarket_auth import connect

from . import moments
from .collected import Collected, is_kept
from .errors import SyncRunningError
from .files import writer
from .listings import listing
from .locks import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from heymarket_runtime.pacing import Limiter

    from .listings import Listing


@frozen
class Exported:
    """What an export wrote."""

    items: int
    resumed: int
    """How many an earlier run had collected."""


def export(  # noqa: PLR0913 (what a command has as options)
    name: str,
    to: str | os.PathLike[str],
    *,
    client: Heymarket | None = None,
    environ: Mapping[str, str] | None = None,
    rate_limit: Limiter | int | None = 500,
    progress: Callable[[int], None] = lambda _: None,
) -> Exported:
    """Write a listing into a file that ends in `.jsonl`, `.csv` or `.parquet`, and replace one that is there.

    Columns are the spec's, typed as there, and then those that were received and the spec lacks. Objects and lists are
    JSON in a column of text; so is a whole column with a value that does not fit its type. An item that changes
    meanwhile is there once, as it was last. Until the file is complete, what was collected is in a folder beside it
    whose name ends in `.part`; another run for the same team goes on from there. Listings that are not in order of
    time begin anew.

    Without a client, credentials come from `environ`, by default the environment. `progress` is called with how many
    items were collected.

    Raises `ValueError` for a name that no listing has or an ending that is no format, `HeymarketError` for what the
    API refuses, `SyncRunningError` if another export to the same file runs, and `OSError` if the disk is full.
    """
    chosen, path = listing(name), Path(to).absolute()
    write = writer(path)
    limit = RateLimit(rate_limit) if isinstance(rate_limit, int) else rate_limit
    with _alone(path) as folder:
        with nullcontext(client) if client else connect(environ=environ, rate_limit=limit) as opened:
            team = f"team {opened.team.get().id}"
            with Collected.open(folder, f"{chosen.name} of {team}") as collected:
                resumed = collected.count
                _collect(chosen, opened, collected, progress)
                temporary = folder / path.name
                items = write(temporary, collected, chosen)
        temporary.replace(path)
        collected.remove()
    return Exported(items, resumed)


def _collect(chosen: Listing, client: Heymarket, collected: Collected, progress: Callable[[int], None]) -> None:
    if not chosen.is_incremental:
        collected.clear()
        collected.add([item.raw for item in chosen.call(client)], cursor=None)
        progress(collected.count)
        return
    if not collected.is_walked:
        first = chosen.call(client, cursor=collected.cursor)
        if collected.since is None:
            collected.since = _newest(chosen, first)
        for page in first.pages():
            collected.add([item.raw for item in page.items], cursor=page.cursor)
            progress(collected.count)
        collected.is_walked = True
    # Whatever changed since the first page was read has moved to where this walk had passed already.
    if collected.since is not None:
        changed = chosen.call(client).changes(since=moments.before(collected.since))
        collected.add(collected.lacking([item.raw for item in changed]), cursor=collected.cursor)
        progress(collected.count)


def _newest(chosen: Listing, first: Any) -> str | None:
    texts = [item.raw.get(chosen.moment) for item in first.items]
    known = [each for each in texts if isinstance(each, str) and moments.is_timestamp(each)]
    now = datetime.datetime.now(datetime.UTC)
    return moments.not_ahead(max(known, key=moments.moment_of), now) if known else None


@contextmanager
def _alone(path: Path) -> Iterator[Path]:
    """Give the folder beside a file that only this run uses."""
    folder = path.with_name(f"{path.name}.part")
    folder.mkdir(exist_ok=True)
    with locked(folder / "lock") as is_alone:
        if not is_alone:
            raise SyncRunningError(f"another export to {path} is running")
        try:
            yield folder
        finally:
            if not is_kept(folder):
                shutil.rmtree(folder, ignore_errors=True)  # whatever becomes of it, the file is there or never was
