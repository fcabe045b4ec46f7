"""A dlt source with a resource for each listing; `dlt.pipeline(...).run(heymarket_source())` loads them.

What can be asked for changes is merged by identity, from where the last complete load stood. That checkpoint is part
of dlt's state, which is stored with the data it belongs to: neither is there without the other. The rest is small and
replaced whole, so what is deleted goes away there.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Any

import dlt
import msgspec

from heymarket import Heymarket, RateLimit
from heymarket_auth import connect
from heymarket_runtime import rfc3339

from .columns import columns
from .listings import Listing, listings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dlt.common.schema.typing import TColumnSchema
    from dlt.extract import DltResource

BATCH = 500
"""Items handed to dlt at once."""

_OVERLAP = datetime.timedelta(minutes=1)
"""How far before the checkpoint a walk begins: the vendor's clocks may differ, and a change be seen late."""

# `datetime` rounds what the wire has in nanoseconds.
_ROUNDING = datetime.timedelta(microseconds=2)


Open = Callable[[], AbstractContextManager[Heymarket]]
Tell = Callable[[str, int, int], None]


@dlt.source(name="heymarket", root_key=True)  # a table may be replaced today and merged tomorrow
def heymarket_source(
    client: Heymarket | None = None,
    *,
    only: Iterable[str] | None = None,
    since: str | datetime.datetime | None = None,
    full_refresh: bool = False,
    tell: Tell = lambda *_: None,
) -> Iterable[DltResource]:
    """Return the resources, all of them or `only` some by name.

    `client` is yours to close; without one, credentials come from the environment, as for `connect`. The first load
    begins at `since`, later ones where the one before stood. A `full_refresh` reads everything and replaces the
    tables, which is the only way to see what was deleted from listings that are merged. `tell` is called with the
    name of a listing, and how many of its items were new and how many the same as before.

    Raises `ValueError` for a name that no listing has.
    """
    limit = RateLimit()
    opened: Open = (lambda: connect(rate_limit=limit)) if client is None else (lambda: nullcontext(client))
    for listing in chosen(only):
        if listing.is_incremental:
            items = _changed(listing, opened, tell, since, full_refresh=full_refresh)
        else:
            items = _all(listing, opened, tell)
        is_merged = listing.is_incremental and not full_refresh
        yield dlt.resource(
            items,
            name=listing.name,
            primary_key=listing.identity or (),
            write_disposition="merge" if is_merged else "replace",
            columns=_columns(listing, is_merged=is_merged),
            parallelized=True,
        )


def chosen(only: Iterable[str] | None) -> list[Listing]:
    """Return listings by name. Raises `ValueError` for one that is not there."""
    known = listings()
    names = list(known if only is None else only)
    for name in names:
        if name not in known:
            raise ValueError(f"there is no listing {name!r}; there are {', '.join(known)}")
    return [known[name] for name in names]


def _columns(listing: Listing, *, is_merged: bool) -> dict[str, TColumnSchema]:
    found = columns(listing.item, listing.identity)
    if is_merged and listing.moment:
        # One that changes while it is listed may come twice; the newest is kept.
        found[listing.moment]["dedup_sort"] = "desc"
    return found


def _all(listing: Listing, opened: Open, tell: Tell) -> Iterator[list[dict[str, Any]]]:
    seen: set[Any] = set()
    with opened() as client:
        for batch in _batches(listing.call(client)):
            # One that moves to a later page meanwhile comes twice.
            fresh = [item.raw for item in batch if not listing.identity or item.raw.get(listing.identity) not in seen]
            seen.update(each.get(listing.identity) for each in fresh)
            tell(listing.name, len(fresh), 0)
            yield fresh


def _changed(
    listing: Listing,
    opened: Open,
    tell: Tell,
    since: str | datetime.datetime | None,
    *,
    full_refresh: bool,
) -> Iterator[list[dict[str, Any]]]:
    state = dlt.current.resource_state()
    before: dict[str, str] = {} if full_refresh else state.get("edge", {})
    checkpoint = None if full_refresh else state.get("checkpoint")
    now = datetime.datetime.now(datetime.UTC)
    with opened() as client:
        changes = listing.call(client).changes(since=_before(checkpoint) if checkpoint else since)
        edge = _Edge(listing, now)
        for batch in _batches(changes):
            fresh = []
            for item in batch:
                digest = edge.add(item)
                if before.get(str(item.raw.get(listing.identity))) != digest:
                    fresh.append(item.raw)
            tell(listing.name, len(fresh), len(batch) - len(fresh))
            yield fresh
    # Only now: before the walk is complete there is no checkpoint that passes nothing by.
    if changes.checkpoint:
        state["checkpoint"] = min(changes.checkpoint, now.isoformat(), key=_moment)  # what is dated ahead hides nothing
        state["edge"] = edge.items


def _moment(text: str) -> datetime.datetime:
    return rfc3339.parse(text).moment


def _before(checkpoint: str) -> datetime.datetime:
    return _moment(checkpoint) - _OVERLAP


class _Edge:
    """The newest items, by identity and content: those that come again when the next walk begins before them."""

    def __init__(self, listing: Listing, now: datetime.datetime) -> None:
        self._identity, self._field = listing.identity, listing.moment or ""
        self._newest = now
        self._is_first = True
        self.items: dict[str, str] = {}

    def add(self, item: Any) -> str:
        """Return what stands for an item's content."""
        digest = hashlib.blake2b(msgspec.json.encode(item.raw, order="deterministic"), digest_size=12).hexdigest()
        moment = getattr(item, self._field, None)
        if isinstance(moment, datetime.datetime):
            self._newest = min(self._newest, moment) if self._is_first else self._newest
            self._is_first = False
            if moment >= self._newest - _OVERLAP - _ROUNDING:
                self.items[str(item.raw.get(self._identity))] = digest
        return digest


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
