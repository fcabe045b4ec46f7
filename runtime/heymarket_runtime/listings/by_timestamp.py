"""Listings in order of time, whose cursor is the timestamp of the last item."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from heymarket_runtime import rfc3339
from heymarket_runtime.decode import value_at
from heymarket_runtime.errors import PagingError
from heymarket_runtime.model import parse_json

from .snapshot import Snapshot
from .strategy import Next, Position, Strategy
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from heymarket_runtime.arguments import Call
    from heymarket_runtime.decode import Success
    from heymarket_runtime.operation import Input

    from .snapshot import Moment


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
    unit: Literal["", "unix-seconds"] = ""
    """What the cursor is sent in, if that is not the text of a timestamp."""

    def first(self, success: Success) -> Position:
        page = Snapshot.of(success, success.unread(), identity=self.identity, field=self.field)
        return Position(self, success, page.items, Walk(self, success.call, page, page))

    def next(self, position: Position) -> Next:
        walk: Walk = position.memory
        return walk.next()

    def cursor(self, position: Position) -> str | None:
        walk: Walk = position.memory
        return walk.resume()

    def given(self, call: Call) -> str | None:
        cursor: str | int | None = call.get(self.sent_as)
        return None if cursor is None else str(cursor)

    def sent(self, instant: str | None) -> str | int | None:
        """Return a timestamp as the request has it."""
        return rfc3339.parse(instant).ticks if self.unit and instant is not None else instant

    def snapshot(self, success: Success) -> Snapshot:
        return Snapshot.of(success, success.items, identity=self.identity, field=self.field)

    def is_ascending(self, call: Call) -> bool:
        return bool(self.reversed_by and call.get(self.reversed_by))

    def bounded(self, position: Position, bound: Moment) -> Position:
        """Return a page from which the listing does not go on at a timestamp that is older than a moment."""
        return msgspec.structs.replace(position, memory=msgspec.structs.replace(position.memory, bound=bound))

    def moments(self, position: Position) -> list[Moment]:
        """Return when each item of a page changed, as the server shows it."""
        walk: Walk = position.memory
        return walk.fresh.moments

    def known_beyond(self, position: Position, timestamp: str) -> Generator[Call, Success, list[bool]]:
        """Ask the server which items of a page it sorts beyond a timestamp."""
        walk: Walk = position.memory
        instant = rfc3339.parse(timestamp)._replace(
            offset="Z"
        )  # a caller's may be written in ways that few servers read
        return walk.known_beyond(str(instant.in_seconds() if self.unit else instant))

    def check_order(self, page: Snapshot) -> None:
        call = page.success.call
        if not page.is_in_order(ascending=self.is_ascending(call)):
            raise PagingError(f"{call.operation.name}: the items are not in order of `{self.field}`, so no cursor fits")

    def instants(self, success: Success, *, backwards: bool = False) -> Iterable[rfc3339.Instant]:
        """Return the items' timestamps, as exact as a cursor is: a rounded one would skip items.

        Where it counts seconds, they are rounded down: the tick that pages overlap by is then a whole second.
        """
        texts = self._texts(success)
        for text in reversed(texts) if backwards else texts:
            try:
                instant = rfc3339.parse(text)
                yield instant.in_seconds() if self.unit else instant
            except (TypeError, ValueError):
                continue

    def _texts(self, success: Success) -> list[Any]:
        if not self.items:
            try:
                return [getattr(item, self.field) for item in _text_decoder(self.field).decode(success.body)]
            except msgspec.DecodeError:
                pass  # an item that is no object; read the slow way
        return [item.get(self.field) if isinstance(item, dict) else None for item in self._received(success)]

    def largest_item(self, *responses: Success) -> int:
        """Return how many bytes the largest of their items takes."""
        sizes = (len(msgspec.json.encode(item)) for success in responses for item in self._received(success))
        return max(sizes, default=0)

    def _received(self, success: Success) -> list[Any]:
        items: list[Any] = value_at(parse_json(success.body), self.items) or []
        return items


@cache
def _text_decoder(field: str) -> msgspec.json.Decoder[list[Any]]:
    item = msgspec.defstruct("Item", [(field, Any, None)])
    return msgspec.json.Decoder(list[item])  # type: ignore[valid-type]
