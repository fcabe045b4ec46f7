"""One sync from its arguments to its summary: alone, from what the destination knows, and safe to kill at any moment.

Whatever a killed run left behind on this machine is thrown away, not loaded: nobody can tell which of its files the
destination has already. What the destination stores is complete, its checkpoint included, so the next run reads again
from there, and merges by identity what was there already.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections import Counter
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .destinations import Destination, destination
from .errors import SyncError, SyncRunningError
from .locks import locked
from .summary import Counts, Summary
from .watched import Watched

# Before dlt is imported: it tells its makers of each load, unless it is told not to.
os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")

import dlt
from dlt.common.pipeline import get_dlt_pipelines_dir
from dlt.destinations.exceptions import DatabaseUndefinedRelation
from dlt.pipeline.exceptions import PipelineStepFailed

from heymarket import Heymarket, HeymarketError, RateLimit
from heymarket_auth import connect

from .source import chosen, heymarket_source

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from heymarket_runtime.pacing import Limiter


def sync(  # noqa: PLR0913 (what a command has as options)
    to: str,
    *,
    only: Iterable[str] | None = None,
    since: str | datetime.datetime | None = None,
    full_refresh: bool = False,
    dataset: str | None = None,
    client: Heymarket | None = None,
    environ: Mapping[str, str] | None = None,
    rate_limit: Limiter | int | None = 500,
    folder: str | os.PathLike[str] | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Summary:
    """Load listings into a database or a folder of files; see `heymarket_source` for `only`, `since`, `full_refresh`.

    `to` is `duckdb:///FILE`, `postgresql://USER@HOST/DATABASE`, `parquet:///FOLDER` or `csv:///FOLDER`; one more
    slash makes a path absolute. Files are written whole each time. `dataset` names the schema of the tables, by default
    `main` in DuckDB and `heymarket` elsewhere: give each team its own, and a client of its own. Without a client,
    credentials come from `environ`, by default the environment. `folder` is where unfinished work is kept.
    `progress` is called with the name of a listing and how many of its items were read.

    Raises `HeymarketError` for what the API refuses, `SyncRunningError` if another sync to the same place runs, and
    `SyncError` for what the destination refuses. The next run goes on from the last one that was complete.
    """
    begun, where = time.monotonic(), destination(to)
    dataset = where.dataset(dataset)
    names = [each.name for each in chosen(only)]
    watched = Watched(RateLimit(rate_limit) if isinstance(rate_limit, int) else rate_limit)
    with _alone(where, dataset, Path(folder or get_dlt_pipelines_dir())) as name:
        read: dict[str, Counter[str]] = {each: Counter() for each in names}

        def tell(listing: str, fresh: int, same: int) -> None:
            read[listing].update(fresh=fresh, same=same)
            if progress:
                progress(listing, read[listing].total())

        pipeline = dlt.pipeline(
            name, pipelines_dir=str(folder or get_dlt_pipelines_dir()), destination=where.make(), dataset_name=dataset
        )
        with nullcontext(client) if client else connect(environ=environ, rate_limit=watched) as opened, _told():
            pipeline.sync_destination()
            before = _rows(pipeline, names)
            source = heymarket_source(
                opened, only=names, since=since, full_refresh=full_refresh or where.is_files, tell=tell
            )
            options: dict[str, Any] = {"loader_file_format": where.file_format} if where.file_format else {}
            dlt.config["normalize.data_writer.disable_compression"] = where.is_files  # a name says what a file is
            pipeline.run(source, **options)
            after = _rows(pipeline, names)
        replaced = {each.name for each in chosen(names) if full_refresh or where.is_files or not each.is_incremental}
    return Summary(
        {each: _counts(read[each], before[each], after[each], replaced=each in replaced) for each in names},
        watched.requests,
        time.monotonic() - begun,
        watched.paused,
    )


def _counts(read: Counter[str], before: int | None, after: int | None, *, replaced: bool) -> Counts:
    fresh, same = read["fresh"], read["same"]
    if before is None or after is None:  # files are not counted
        return Counts(new=fresh, unchanged=same)
    if replaced:
        return Counts(new=max(0, after - before), changed=min(after, before), gone=max(0, before - after))
    new = max(0, after - before)
    return Counts(new=new, changed=max(0, fresh - new), unchanged=same)


def _rows(pipeline: dlt.Pipeline, names: Iterable[str]) -> dict[str, int | None]:
    if pipeline.destination is None or "filesystem" in pipeline.destination.destination_name:
        return dict.fromkeys(names)
    found: dict[str, int | None] = {}
    with pipeline.sql_client() as database:
        for name in names:
            found[name] = 0
            with suppress(DatabaseUndefinedRelation):
                rows = database.execute_sql(f"SELECT count(*) FROM {database.make_qualified_table_name(name)}")  # noqa: S608 (our own names)
                found[name] = rows[0][0] if rows else 0
    return found


@contextmanager
def _alone(where: Destination, dataset: str, folder: Path) -> Iterator[str]:
    """Give the name of a pipeline that nobody else runs, with nothing left of earlier runs."""
    name = f"heymarket_{hashlib.blake2b(f'{where.identity} {dataset}'.encode(), digest_size=8).hexdigest()}"
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / f"{name}.lock") as is_alone_here:
        if not is_alone_here:
            raise SyncRunningError(f"another sync to {where.shown} is running")
        with where.alone(dataset) as is_alone:
            if not is_alone:
                raise SyncRunningError(f"another sync to {where.shown} is running, on another machine")
            shutil.rmtree(folder / name, ignore_errors=True)
            yield name


@contextmanager
def _told() -> Iterator[None]:
    """Raise what went wrong, not the step of dlt that it went wrong in."""
    try:
        yield
    except PipelineStepFailed as failed:
        cause: BaseException | None = failed
        while cause is not None:
            if isinstance(cause, HeymarketError):
                raise cause from None
            cause = cause.__cause__ or cause.__context__
        reason = str(failed.exception or failed).strip().splitlines()[0]
        raise SyncError(f"{failed.step} failed: {reason}") from failed
