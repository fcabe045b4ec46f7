"""Listings in order of time, whose cursor is the timestamp of the last item."""

from __future__ import annotations

import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from heymarket_runtime import rfc3339
from heymarket_runtime.decode import value_at
from heymarket_runtime.errors import PagingError
from heymarket_runtime.model import parse_json

from .strategy import Next, Position, Strategy

if TYPE_CHECKING:
    from heymarket_runtime.arguments import Call
    from heymarket_runtime.decode import Success
    from heymarket_runtime.operation import Input

# Servers may compare cursors more coarsely than they print timestamps, but not more than this.
_COARSEST = datetime.timedelta(seconds=1)
# Two timestamps that `datetime` rounded, each by up to a microsecond.
_ROUNDING = datetime.timedelta(microseconds=2)

# We assume that a server cuts no page below 10 items unless `limit` asks for fewer.
_LEAST_PAGE = 10

Seen = dict[Any, datetime.datetime | None]
"""Identities of items, and when they changed."""


class ByTimestamp(Strategy, frozen=True, kw_only=True):
    """The cursor is a timestamp of the last item; what comes back lies strictly beyond it.

    Every page overlaps with the one before, and what was seen is dropped: "strictly beyond" would skip items that
    share the cursor's timestamp across the border of a page, so the cursor is moved back by one tick of its own
    text.
    """

    sent_as: Input
    """Request field that takes the cursor."""
    field: str
    """Item field that holds the timestamp."""
    identity: str
    """Item field that tells items apart."""
    limit: Input | None = None
    reversed_by: Input | None = None
    """Request field that, when true, turns the order from newest first to oldest first."""
    first_only: tuple[Input, ...] = ()
    """Request fields that must not be sent again once a cursor is."""

    def first(self, success: Success) -> Position:
        return _Walk(self, success.call, success, {}, 0).position(success.items)

    def next(self, position: Position) -> Next:
        walk: _Walk = position.memory
        return walk.next()

    def cursor(self, position: Position) -> str | None:
        walk: _Walk = position.memory
        return walk.resume()

    def texts(self, success: Success) -> list[Any]:
        """Return the items' timestamps as received: `datetime` rounds them, and a rounded cursor skips items."""
        if not self.items:
            try:
                return [getattr(item, self.field) for item in _text_decoder(self.field).decode(success.body)]
            except msgspec.DecodeError:
                pass  # an item that is no object; read the slow way
        items = value_at(parse_json(success.body), self.items)
        return [item.get(self.field) if isinstance(item, dict) else None for item in items]


class _Walk(msgspec.Struct, frozen=True, dict=True):
    """One page of such a listing, with what must be known of those before it."""

    strategy: ByTimestamp
    origin: Call
    """The listing's first call."""
    success: Success
    seen: Seen
    """Identities delivered before this page whose timestamps lie near its own."""
    largest: int
    """Most items that a response to an unchanged limit held before this page."""

    def position(self, items: list[Any]) -> Position:
        return Position(self.strategy, self.success, items, self)

    def next(self) -> Next:
        if not self.success.items:
            return None
        cursor = self._cursor()
        seen = self._seen_near(cursor)
        overlap, coarse = self._moved(cursor, -1), self._moved(cursor, -_ticks_of_a_second(cursor))
        beyond = yield self._call(overlap)
        if coarse != overlap and not self._reaches(beyond, seen):
            # The last item changed just now, or the server compares more coarsely than it prints.
            overlap = coarse
            beyond = yield self._call(overlap)
        if fresh := self._fresh(beyond, cursor, seen):
            return self._next(beyond, fresh, seen)
        if not beyond.items:
            return None
        return (yield from self._past_seen(beyond, overlap, cursor, seen))

    def _past_seen(self, beyond: Success, overlap: str, cursor: rfc3339.Instant, seen: Seen) -> Next:
        """Nothing new arrived: either the listing ended, or one timestamp has more items than fit a page."""
        strictly = yield self._call(str(cursor))
        if strictly.items and not self._fresh(strictly, cursor, seen):
            # The server may print, or compare, less exactly than it sorts.
            strictly = yield self._call(self._moved(cursor, _ticks_of_a_second(cursor)))
            if strictly.items and not self._fresh(strictly, cursor, seen):
                raise PagingError(f"{self._name}: the server keeps repeating the items around {cursor}")
        if not strictly.items and len(beyond.items) < self._full_page:
            return None
        if self.strategy.limit is not None:
            size = 2 * max(len(seen), self._full_page)
            wide = yield self._call(overlap).replace(self.strategy.limit, size)
            if fresh := self._fresh(wide, cursor, seen):
                return self._next(wide, fresh, seen)
            if not strictly.items:
                # It is the end if the server had room for more; anywhere in the listing can show that.
                if len(wide.items) < _LEAST_PAGE:
                    return None
                anywhere = yield self._call(None).replace(self.strategy.limit, size)
                if len(anywhere.items) > len(wide.items):
                    return None
        raise PagingError(
            f"{self._name}: at least {len(seen)} items have timestamps around {cursor}, the server returns no more "
            "of them at once, and there may be others; narrow the listing to go past them",
        )

    def _next(self, success: Success, fresh: list[Any], seen: Seen) -> Position:
        return _Walk(self.strategy, self.origin, success, seen, self._capacity).position(fresh)

    def _fresh(self, success: Success, cursor: rfc3339.Instant, seen: Seen) -> list[Any]:
        """Return the items not delivered before."""
        fresh = [item for item in success.items if self._identity(item) not in seen]
        edge = _moment(cursor)
        moments = [moment for item in fresh if (moment := self._changed(item))]
        # One that changed in between may be out of place, but the last one must lie beyond the cursor.
        if moments and edge and self._is_before(moments[0], edge) and not self._is_beyond(moments[-1], edge):
            raise PagingError(f"{self._name}: the server ignores the cursor `{self.strategy.sent_as.name}`")
        return fresh

    def _is_before(self, moment: datetime.datetime, edge: datetime.datetime) -> bool:
        """Whether an item belongs, beyond doubt, to what came before the cursor."""
        return (edge - moment if self._ascending else moment - edge) > _COARSEST + _ROUNDING

    def _is_beyond(self, moment: datetime.datetime, edge: datetime.datetime) -> bool:
        return moment > edge if self._ascending else moment < edge

    def _reaches(self, success: Success, seen: Seen) -> bool:
        """Whether a response overlaps with what was delivered."""
        return any(self._identity(item) in seen for item in success.items)

    def _moved(self, cursor: rfc3339.Instant, ticks: int) -> str:
        """Move a cursor on in the listing's direction, or back if negative."""
        try:
            return str(cursor.moved(ticks if self._ascending else -ticks))
        except OverflowError:
            raise PagingError(f"{self._name}: {cursor} is the last timestamp there is") from None

    def _call(self, cursor: str | None) -> Call:
        call = self.origin.replace(self.strategy.sent_as, cursor)
        for field in self.strategy.first_only:
            call = call.replace(field, None)
        return call

    def _cursor(self) -> rfc3339.Instant:
        """Return the timestamp of the last item that has one, from its text as received."""
        moments = [moment for item in self.success.items if (moment := self._changed(item))]
        if moments != sorted(moments, reverse=not self._ascending):
            raise PagingError(f"{self._name}: the items are not in order of `{self.strategy.field}`, so no cursor fits")
        for text in reversed(self.strategy.texts(self.success)):
            try:
                return rfc3339.parse(text)
            except (TypeError, ValueError):
                continue
        raise PagingError(f"{self._name}: no item has a usable `{self.strategy.field}` to go on from")

    def _seen_near(self, cursor: rfc3339.Instant) -> Seen:
        """Return the items that an overlapping response can hold again; there are few, so memory stays flat."""
        edge = _moment(cursor)
        near: Seen = {
            identity: moment
            for identity, moment in self.seen.items()
            if moment and edge and not self._is_before(moment, edge)
        }
        for item in self.success.items:
            moment = self._changed(item)
            if moment is None or edge is None or not self._is_before(moment, edge):
                near[self._identity(item)] = moment
        return near

    def _identity(self, item: Any) -> Any:
        identity = getattr(item, self.strategy.identity, None)
        return identity if isinstance(identity, int | str) else repr(item)

    def _changed(self, item: Any) -> datetime.datetime | None:
        value = getattr(item, self.strategy.field, None)
        return value if isinstance(value, datetime.datetime) else None

    def resume(self) -> str | None:
        try:
            cursor = self._cursor()
            return self._moved(cursor, -_ticks_of_a_second(cursor))
        except PagingError:
            given: str | None = self.success.call.get(self.strategy.sent_as)
            return given

    @property
    def _capacity(self) -> int:
        """Most items that a response to an unchanged limit held so far."""
        limit = self.strategy.limit
        widened = limit is not None and self.success.call.get(limit) != self.origin.get(limit)
        return max(self.largest, 0 if widened else len(self.success.items))

    @property
    def _full_page(self) -> int:
        """Fewest items at which a response may have been cut off."""
        asked = self.origin.get(self.strategy.limit) if self.strategy.limit else None
        return max(self._capacity, min(asked or _LEAST_PAGE, _LEAST_PAGE))

    @cached_property
    def _ascending(self) -> bool:
        return bool(self.strategy.reversed_by and self.origin.get(self.strategy.reversed_by))

    @property
    def _name(self) -> str:
        return self.origin.operation.name


def _ticks_of_a_second(instant: rfc3339.Instant) -> int:
    return int(10**instant.digits)


def _moment(instant: rfc3339.Instant) -> datetime.datetime | None:
    """Return the instant as `datetime` knows it; None beyond its years."""
    try:
        return instant.moment
    except OverflowError:
        return None


@cache
def _text_decoder(field: str) -> msgspec.json.Decoder[list[Any]]:
    item = msgspec.defstruct("Item", [(field, Any, None)])
    return msgspec.json.Decoder(list[item])  # type: ignore[valid-type]
