"""One step of a listing in order of time: from a page to the next, or to an end that can be believed."""

from __future__ import annotations

import sys
from itertools import compress
from typing import TYPE_CHECKING, Any

import msgspec

from heymarket_runtime.errors import PagingError

from .edge import Edge
from .strategy import Next, Position

if TYPE_CHECKING:
    from collections.abc import Generator

    from heymarket_runtime.arguments import Call
    from heymarket_runtime.decode import Success

    from .by_timestamp import ByTimestamp
    from .snapshot import Moment, Snapshot

    Asked = Generator[Call, Success, Snapshot]

# We assume that a server cuts no page below 10 items, unless `limit` asks for fewer or this listing has shown that it
# does.
_LEAST_PAGE = 10

Seen = dict[Any, "Moment"]
"""Identities of items, and when they changed."""


class Walk(msgspec.Struct, frozen=True):
    """One page of such a listing, with what must be known of those before it."""

    strategy: ByTimestamp
    origin: Call
    """The listing's first call."""
    page: Snapshot
    """The response that holds the page."""
    fresh: Snapshot
    """What of it was not delivered before."""
    seen: Seen = {}
    """What was delivered before this page and lies near it."""
    bound: Moment = None
    """Timestamps that are older are not gone on from."""
    largest: int = 0
    """Most items that a response to an unchanged limit held before this page."""
    fewest: int = sys.maxsize
    """Fewest items of a response after which more followed, although `limit` allowed more."""
    lightest: int = sys.maxsize
    """Fewest bytes of such a response."""

    def next(self) -> Next:
        if not self.page.items:
            return (yield from self._from_nothing())
        edge = self._edge()
        seen = self._seen_near(edge)
        overlap, coarse = edge.moved(-1), edge.moved(-edge.second)
        beyond = yield from self._ask(self._call(overlap))
        if coarse != overlap and not beyond.reaches(seen):
            # The last item changed just now, or the server compares more coarsely than it prints.
            overlap = coarse
            beyond = yield from self._ask(self._call(overlap))
        if not beyond.items:
            beyond = yield from self._past_nothing(edge)
            if not beyond.items:
                return None
        if (fresh := self._fresh(beyond, edge, seen)).items:
            return self._next(beyond, fresh, seen)
        return (yield from self._past_seen(beyond, overlap, edge, seen))

    def known_beyond(self, cursor: str) -> Generator[Call, Success, list[bool]]:
        """Ask the server which items of this page it sorts beyond a cursor."""
        call = self._call(cursor, self._asked(self.page.success.call))
        beyond = yield from self._ask(call)
        if not beyond.items:  # there are none, or the response was wrong
            beyond = yield from self._ask(call)
        known = set(beyond.identities)
        return [identity in known for identity in self.fresh.identities]

    def _from_nothing(self) -> Next:
        """Ask again: the listing is empty, or its first response was wrong."""
        success = yield self.page.success.call
        return self.strategy.first(success) if success.items else None

    def _past_nothing(self, edge: Edge) -> Asked:
        """Ask where something has to be, and then once more for what lies beyond.

        Not even what was delivered came back: it has changed, or the response was wrong.
        """
        known = yield from self._ask(self._call(self._start()))
        if not known.items:
            known = yield from self._ask(self._call(None))
        beyond = yield from self._ask(self._call(edge.moved(-edge.second)))
        if not beyond.items and any(moment and edge.is_reached_by(moment) for moment in known.moments):
            raise PagingError(f"{self._name}: the server returns nothing around {edge}, although there is something")
        return beyond

    def _past_seen(self, beyond: Snapshot, overlap: str, edge: Edge, seen: Seen) -> Next:
        """Tell the end from a page that is full of one timestamp: nothing new arrived."""
        strictly = yield from self._ask(self._call(str(edge)))
        if strictly.items and not self._fresh(strictly, edge, seen).items:
            # The server may print, or compare, less exactly than it sorts.
            strictly = yield from self._ask(self._call(edge.moved(edge.second)))
            if strictly.items and not self._fresh(strictly, edge, seen).items:
                raise PagingError(f"{self._name}: the server keeps repeating the items around {edge}")
        if not strictly.items and not self._may_be_cut(beyond):
            return None
        size = 2 * max(len(seen), self._largest, self._asked(self.origin) or _LEAST_PAGE)
        if self.strategy.limit is not None:
            wide = yield from self._ask(self._call(overlap, size))
            if (fresh := self._fresh(wide, edge, seen)).items:
                return self._next(wide, fresh, seen)
            beyond = wide if wide.reaches(seen) else beyond
        if not strictly.items and (yield from self._is_last(beyond, size, edge, seen)):
            return None
        raise PagingError(
            f"{self._name}: at least {len(seen)} items have timestamps around {edge}, the server returns no more "
            "of them at once, and there may be others; narrow the listing to go past them",
        )

    def _is_last(self, response: Snapshot, size: int, edge: Edge, seen: Seen) -> Generator[Call, Success, bool]:
        """Tell the last response of a listing from one that was cut off among equal timestamps."""
        if not self._may_be_cut(response):
            return True
        if self.strategy.reversed_by is not None:
            # From the other side: a response that goes on past the edge holds everything that lies at it.
            back = yield from self._ask(self._turned(edge.moved_if_possible(edge.second), size))
            if back.items:
                return edge.is_passed_by(self.strategy.instants(back.success)) and not edge.hides(back, seen)
        # Or it had room for more, by count and by size; anywhere in the listing can show that. It proves
        # something only where items are of about the same size; a server that turns its order round is never asked.
        other = yield from self._ask(self._call(None, size))
        room = len(other.success.body) - len(response.success.body)
        return other.size > response.size and 2 * room >= self.strategy.largest_item(other.success, response.success)

    def _next(self, page: Snapshot, fresh: Snapshot, seen: Seen) -> Position:
        cut, fewest, lightest = self.page, self.fewest, self.lightest
        if cut.size != self._asked(cut.success.call):
            fewest, lightest = min(fewest, cut.size), min(lightest, len(cut.success.body))
        walk = Walk(self.strategy, self.origin, page, fresh, seen, self.bound, self._largest, fewest, lightest)
        return Position(self.strategy, page.success, fresh.items, walk)

    def _fresh(self, response: Snapshot, edge: Edge, seen: Seen) -> Snapshot:
        """Return the items not delivered before."""
        fresh = response.without(seen)
        moments = [moment for moment in fresh.moments if moment is not None]
        # One that changed in between may be out of place, but the last one must lie beyond the cursor.
        if moments and edge.is_before(moments[0]):
            if not edge.is_beyond(moments[-1]):
                raise PagingError(f"{self._name}: the server ignores the cursor `{self.strategy.sent_as.name}`")
            # Or it did not change at all: the server shows it with another timestamp than the one it sorts by.
            page = set(zip(self.page.identities, self.page.moments, strict=True))
            fresh = fresh.without(
                {each[0] for each in zip(fresh.identities, fresh.moments, strict=True) if each in page}
            )
        return fresh

    def _ask(self, call: Call) -> Asked:
        return self.strategy.snapshot((yield call))

    def _call(self, cursor: str | None, size: int | None = None) -> Call:
        call = self.origin.replace(self.strategy.sent_as, self.strategy.sent(cursor))
        if size is not None and self.strategy.limit is not None:
            call = call.replace(self.strategy.limit, size)
        for field in self.strategy.first_only:
            call = call.replace(field, None)
        return call

    def _turned(self, cursor: str | None, size: int) -> Call:
        """Return a call for what comes after a cursor in the opposite order."""
        assert self.strategy.reversed_by is not None  # noqa: S101 (asked before)
        return self._call(cursor, size).replace(self.strategy.reversed_by, None if self._ascending else True)

    def _edge(self) -> Edge:
        """Return the timestamp of the last item that has one."""
        self.strategy.check_order(self.page)
        for instant in self.strategy.instants(self.page.success, backwards=True):
            edge = Edge(instant, self._ascending, self._name)
            if self.bound is None or (edge.moment and edge.moment >= self.bound):
                return edge
        raise PagingError(f"{self._name}: no item has a usable `{self.strategy.field}` to go on from")

    def _start(self) -> str | None:
        """Return a cursor from which the page begins, or the listing."""
        first = next(iter(self.strategy.instants(self.page.success)))
        edge = Edge(first, self._ascending, self._name)
        return edge.moved_if_possible(-edge.second)

    def _seen_near(self, edge: Edge) -> Seen:
        """Return the items that an overlapping response can hold again; there are few, so memory stays flat."""
        dated = {identity: moment for identity, moment in self.seen.items() if moment}
        identities, moments = [*dated, *self.page.identities], [*dated.values(), *self.page.moments]
        return dict(compress(zip(identities, moments, strict=True), edge.near(moments)))

    def resume(self) -> str | None:
        try:
            edge = self._edge()
            return str(self.strategy.sent(edge.moved(-edge.second)))
        except PagingError:
            return self.strategy.given(self.page.success.call)

    def _asked(self, call: Call) -> int | None:
        asked: int | None = call.get(self.strategy.limit) if self.strategy.limit else None
        return asked

    def _may_be_cut(self, response: Snapshot) -> bool:
        """Whether a response is so long, by count or by size, that more may follow."""
        asked = self._asked(response.success.call) or _LEAST_PAGE
        # The item that did not fit may have been as large as all that did.
        return response.size >= min(asked, _LEAST_PAGE, self.fewest) or 2 * len(response.success.body) >= self.lightest

    @property
    def _largest(self) -> int:
        """Most items that a response to an unchanged limit held so far."""
        widened = self._asked(self.page.success.call) != self._asked(self.origin)
        return max(self.largest, 0 if widened else self.page.size)

    @property
    def _ascending(self) -> bool:
        return self.strategy.is_ascending(self.origin)

    @property
    def _name(self) -> str:
        return self.origin.operation.name
