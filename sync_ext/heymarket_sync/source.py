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

from . import moments
from .columns import columns
from .listings import Listing, listing, listings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dlt.common.schema.typing import TColumnSchema
    from dlt.extract import DltResource

BATCH = 500
"""Items handed to dlt at once."""

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
    for each in chosen(only):
        if each.is_incremental:
            items = _changed(each, opened, tell, since, full_refresh=full_refresh)
        else:
            items = _all(each, opened, tell)
        is_merged = each.is_incremental and not full_refresh
        yield dlt.resource(
            items,
            name=each.name,
            primary_key=each.identity or (),
            write_disposition="merge" if is_merged else "replace",
            columns=_columns(each, is_merged=is_merged),
            parallelized=True,
        )


def chosen(only: Iterable[str] | None) -> list[Listing]:
    """Return listings by name. Raises `ValueError` for one that is not there."""
    return [listing(each) for each in only] if only is not None else list(listings().values())


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
        changes = listing.call(client).changes(since=moments.before(checkpoint) if checkpoint else since)
        edge = _Edge(listing, now, before)
        for batch in _batches(changes):
            fresh = [item.raw for item in batch if not edge.has_same(item)]
            tell(listing.name, len(fresh), len(batch) - len(fresh))
            yield fresh
    # Only now: before the walk is complete there is no checkpoint that passes nothing by.
    if changes.checkpoint:
        state["checkpoint"] = moments.not_ahead(changes.checkpoint, now)
        state["edge"] = edge.items


class _Edge:
    """The newest items, by identity and content: those that come again when the next walk begins before them."""

    def __init__(self, listing: Listing, now: datetime.datetime, before: dict[str, str]) -> None:
        self._identity, self._field = listing.identity, listing.moment or ""
        self._newest = now
        self._before = before
        self._is_first = True
        self.items: dict[str, str] = {}

    def has_same(self, item: Any) -> bool:
        """Note an item if it is one of the newest, and say whether it came before as it is now."""
        raw = item.raw
        key = str(raw.get(self._identity))
        is_newest = self._is_newest(getattr(item, self._field, None))
        if not is_newest and key not in self._before:
            return False
        digest = hashlib.blake2b(msgspec.json.encode(raw, order="deterministic"), digest_size=12).hexdigest()
        if is_newest:
            self.items[key] = digest
        return self._before.get(key) == digest

    def _is_newest(self, moment: Any) -> bool:
        if not isinstance(moment, datetime.datetime):
            return False
        self._newest = min(self._newest, moment) if self._is_first else self._newest
        self._is_first = False
        return moment >= self._newest - moments.OVERLAP - _ROUNDING


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
