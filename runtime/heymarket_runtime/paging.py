"""From one page to the next without losing or repeating an item.

Like an exchange, a step to the next page is a generator without I/O: it yields calls and is sent
what was fetched. `Page` and `AsyncPage` carry the steps out.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator
from functools import cache, cached_property
from typing import Any

import msgspec

from . import rfc3339
from .arguments import Call
from .decode import walk
from .errors import PagingError
from .model import parse_json
from .operation import ByPage, ByTimestamp, ByToken, Paging

# Servers may compare cursors more coarsely than they print timestamps, but not more than this.
_SPAN = datetime.timedelta(seconds=1)
_ROUNDING = datetime.timedelta(microseconds=2)

# No server is taken to hold back after fewer items than this, unless it is asked to.
_LEAST_PAGE = 10

Moments = dict[Any, datetime.datetime | None]


class Fetched(msgspec.Struct, frozen=True):
    """A decoded answer to a call."""

    call: Call
    result: Any
    body: bytes
    request_id: str | None

    @property
    def items(self) -> list[Any]:
        paging = self.call.operation.paging
        items = walk(self.result, paging.items) if paging else self.result
        if items is None and paging and paging.items:
            return []
        if not isinstance(items, list):
            raise PagingError(f"{self.call.operation.name}: the answer holds no list of items")
        return items


class Position(msgspec.Struct, frozen=True):
    """A page's items, and how to get the next page; may be used more than once."""

    fetched: Fetched
    items: list[Any]
    following: Callable[[], Following]
    cursor: Callable[[], str | None]
    """Where to resume a listing that ends here."""


Following = Generator[Call, Fetched, Position | None]


def first_position(fetched: Fetched) -> Position:
    """Return the position of a listing's first page."""
    paging: Paging | None = fetched.call.operation.paging
    match paging:
        case ByPage():
            return _by_page(paging, fetched)
        case ByToken():
            return _by_token(paging, fetched)
        case ByTimestamp():
            return _ByTimestamp(paging, fetched.call, fetched, {}, 0).position()
        case None:
            raise TypeError(f"{fetched.call.operation.name} has no pages")


def _by_page(paging: ByPage, fetched: Fetched) -> Position:
    number = fetched.call.get(paging.page) or 1

    def following() -> Following:
        if not fetched.items:
            return None
        after = yield fetched.call.replace(paging.page, number + 1)
        if not after.items:
            return None
        if after.body == fetched.body:
            raise PagingError(f"{after.call.operation.name}: pages {number} and {number + 1} are the same")
        return _by_page(paging, after)

    return Position(fetched, fetched.items, following, lambda: str(number + 1))


def _by_token(paging: ByToken, fetched: Fetched) -> Position:
    token = walk(fetched.result, paging.next_cursor)

    def following() -> Following:
        if token in {None, ""}:
            return None
        after = yield fetched.call.replace(paging.cursor, token)
        if walk(after.result, paging.next_cursor) == token:
            raise PagingError(f"{after.call.operation.name}: a page names itself as the next one")
        return _by_token(paging, after)

    return Position(fetched, fetched.items, following, lambda: token)


class _ByTimestamp(msgspec.Struct, frozen=True, dict=True):
    """Overlap every page with the one before, and drop what was seen.

    The rule "only items strictly beyond the cursor" would skip items that share the cursor's timestamp
    across the border of a page, so the cursor is moved back by one tick of its own text.
    """

    paging: ByTimestamp
    origin: Call
    """The listing's first call."""
    fetched: Fetched
    seen: Moments
    """Identities delivered before this page whose timestamps lie near its own."""
    largest: int
    """Most items that an answer to an unchanged limit held before this page."""

    def position(self, items: list[Any] | None = None) -> Position:
        return Position(self.fetched, self.fetched.items if items is None else items, self._following, self._resume)

    def _following(self) -> Following:
        if not self.fetched.items:
            return None
        cursor = self._cursor()
        seen = self._seen_near(cursor)
        overlap, coarse = self._moved(cursor, -1), self._moved(cursor, -_second(cursor))
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

    def _past_seen(self, beyond: Fetched, overlap: str, cursor: rfc3339.Instant, seen: Moments) -> Following:
        """Tell the end from more equal timestamps than an answer holds: the overlapping one held nothing new."""
        strictly = yield self._call(str(cursor))
        if strictly.items and not self._fresh(strictly, cursor, seen):
            # The server may print, or compare, less exactly than it sorts.
            strictly = yield self._call(self._moved(cursor, _second(cursor)))
            if strictly.items and not self._fresh(strictly, cursor, seen):
                raise PagingError(f"{self._name}: the server keeps repeating the items around {cursor}")
        if not strictly.items and len(beyond.items) < self._full_page:
            return None
        if self.paging.limit is not None:
            size = 2 * max(len(seen), self._full_page)
            wide = yield self._call(overlap).replace(self.paging.limit, size)
            if fresh := self._fresh(wide, cursor, seen):
                return self._next(wide, fresh, seen)
            if not strictly.items:
                # It is the end if the server had room for more; anywhere in the listing can show that.
                if len(wide.items) < _LEAST_PAGE:
                    return None
                anywhere = yield self._call(None).replace(self.paging.limit, size)
                if len(anywhere.items) > len(wide.items):
                    return None
        raise PagingError(
            f"{self._name}: at least {len(seen)} items have timestamps around {cursor}, the server returns no more "
            "of them at once, and there may be others; narrow the listing to go past them",
        )

    def _next(self, fetched: Fetched, fresh: list[Any], seen: Moments) -> Position:
        return _ByTimestamp(self.paging, self.origin, fetched, seen, self._capacity).position(fresh)

    def _fresh(self, fetched: Fetched, cursor: rfc3339.Instant, seen: Moments) -> list[Any]:
        """Return the items not delivered before."""
        fresh = [item for item in fetched.items if self._identity(item) not in seen]
        edge = _moment(cursor)
        moments = [moment for item in fresh if (moment := self._moment(item))]
        # One that changed in between may be out of place, but the last one must lie beyond the cursor.
        if moments and edge and self._is_before(moments[0], edge) and not self._is_beyond(moments[-1], edge):
            raise PagingError(f"{self._name}: the server ignores the cursor `{self.paging.cursor.name}`")
        return fresh

    def _is_before(self, moment: datetime.datetime, edge: datetime.datetime) -> bool:
        """Whether an item belongs, beyond doubt, to what came before the cursor."""
        return (edge - moment if self._ascending else moment - edge) > _SPAN + _ROUNDING

    def _is_beyond(self, moment: datetime.datetime, edge: datetime.datetime) -> bool:
        return moment > edge if self._ascending else moment < edge

    def _reaches(self, fetched: Fetched, seen: Moments) -> bool:
        """Whether an answer overlaps with what was delivered."""
        return any(self._identity(item) in seen for item in fetched.items)

    def _moved(self, cursor: rfc3339.Instant, ticks: int) -> str:
        """Move a cursor on in the listing's direction, or back if negative."""
        try:
            return str(cursor.moved(ticks if self._ascending else -ticks))
        except OverflowError:
            raise PagingError(f"{self._name}: {cursor} is the last timestamp there is") from None

    def _call(self, cursor: str | None) -> Call:
        call = self.origin.replace(self.paging.cursor, cursor)
        for place in self.paging.first_only:
            call = call.replace(place, None)
        return call

    def _cursor(self) -> rfc3339.Instant:
        """Return the timestamp of the last item that has one, from its text as received."""
        moments = [moment for item in self.fetched.items if (moment := self._moment(item))]
        if moments != sorted(moments, reverse=not self._ascending):
            raise PagingError(f"{self._name}: the items are not in order of `{self.paging.field}`, so no cursor fits")
        for text in reversed(texts(self.fetched, self.paging)):
            try:
                return rfc3339.parse(text)
            except (TypeError, ValueError):
                continue
        raise PagingError(f"{self._name}: no item has a usable `{self.paging.field}` to go on from")

    def _seen_near(self, cursor: rfc3339.Instant) -> Moments:
        """Return the identities that an overlapping answer can hold again; memory stays flat."""
        edge = _moment(cursor)
        near: Moments = {
            identity: moment
            for identity, moment in self.seen.items()
            if moment and edge and not self._is_before(moment, edge)
        }
        for item in self.fetched.items:
            moment = self._moment(item)
            if moment is None or edge is None or not self._is_before(moment, edge):
                near[self._identity(item)] = moment
        return near

    def _identity(self, item: Any) -> Any:
        identity = getattr(item, self.paging.identity, None)
        return identity if isinstance(identity, int | str) else repr(item)

    def _moment(self, item: Any) -> datetime.datetime | None:
        value = getattr(item, self.paging.field, None)
        return value if isinstance(value, datetime.datetime) else None

    def _resume(self) -> str | None:
        try:
            cursor = self._cursor()
            return self._moved(cursor, -_second(cursor))
        except PagingError:
            given: str | None = self.fetched.call.get(self.paging.cursor)
            return given

    @property
    def _capacity(self) -> int:
        """Most items that an answer to an unchanged limit held so far."""
        limit = self.paging.limit
        widened = limit is not None and self.fetched.call.get(limit) != self.origin.get(limit)
        return max(self.largest, 0 if widened else len(self.fetched.items))

    @property
    def _full_page(self) -> int:
        """Fewest items at which an answer may have been cut off."""
        asked = self.origin.get(self.paging.limit) if self.paging.limit else None
        return max(self._capacity, min(asked or _LEAST_PAGE, _LEAST_PAGE))

    @cached_property
    def _ascending(self) -> bool:
        return bool(self.paging.reversed_by and self.origin.get(self.paging.reversed_by))

    @property
    def _name(self) -> str:
        return self.origin.operation.name


def _second(instant: rfc3339.Instant) -> int:
    return int(10**instant.digits)


def _moment(instant: rfc3339.Instant) -> datetime.datetime | None:
    """Return the instant as `datetime` knows it; None beyond its years."""
    try:
        return instant.moment
    except OverflowError:
        return None


def texts(fetched: Fetched, paging: ByTimestamp) -> list[Any]:
    """Return the items' timestamps as received: `datetime` rounds them, and a rounded cursor skips items."""
    if not paging.items:
        try:
            return [getattr(item, paging.field) for item in _text_decoder(paging.field).decode(fetched.body)]
        except msgspec.DecodeError:
            pass  # an item that is no object; read the slow way
    items = walk(parse_json(fetched.body), paging.items)
    return [item.get(paging.field) if isinstance(item, dict) else None for item in items]


@cache
def _text_decoder(field: str) -> msgspec.json.Decoder[list[Any]]:
    item = msgspec.defstruct("Item", [(field, Any, None)])
    return msgspec.json.Decoder(list[item])  # type: ignore[valid-type]
