"""What a walk reads of a response's items, taken before anybody else gets to change them."""

from __future__ import annotations

import datetime
from collections import Counter
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Container

    from heymarket_runtime.decode import Success

Moment = datetime.datetime | None


_USABLE = frozenset({int, str})


class Snapshot(msgspec.Struct, frozen=True):
    """A response's items, each once, with what tells them apart and puts them in order.

    Items belong to the caller as soon as they are delivered, so a walk looks at them here and never again; at
    those of a first page, which is delivered before, it looks in a copy.
    """

    success: Success
    items: list[Any]
    identities: list[Any]
    moments: list[Moment]
    """When each item changed; None if it does not say."""
    size: int
    """How many items the response held, repeated ones included."""

    @classmethod
    def of(cls, success: Success, read: list[Any], *, identity: str, field: str) -> Snapshot:
        """Take it from a response, whose items are `read` from the same or from equal objects."""
        items = success.items
        identities, moments = _identities(read, identity), _moments(read, field)
        snapshot = cls(success, items, identities, moments, len(items))
        if len(set(identities)) == len(items):
            return snapshot
        places = {identity: place for place, identity in reversed([*enumerate(identities)])}
        return snapshot._only([places[identity] == place for place, identity in enumerate(identities)])

    def without(self, known: Container[Any]) -> Snapshot:
        """Return what is left without the items known already."""
        return self._only([identity not in known for identity in self.identities])

    def _only(self, wanted: list[bool]) -> Snapshot:
        if all(wanted):
            return self
        items, identities, moments = (
            list(compress(each, wanted)) for each in (self.items, self.identities, self.moments)
        )
        return Snapshot(self.success, items, identities, moments, self.size)

    def reaches(self, known: Container[Any]) -> bool:
        """Whether there is an item that is known."""
        return any(identity in known for identity in self.identities)

    def is_in_order(self, *, ascending: bool) -> bool:
        known = [moment for moment in self.moments if moment is not None]
        return known == sorted(known, reverse=not ascending)


def _identities(items: list[Any], name: str) -> list[Any]:
    values = _attributes(items, name)
    if _USABLE.issuperset(map(type, values)):
        return values
    # An item without identity is told apart by its content; nothing says that two of the same content are one.
    counts = Counter[str]()
    for place, (value, item) in enumerate(zip(values, items, strict=True)):
        if type(value) not in _USABLE:
            content = repr(item)
            values[place] = (content, counts[content])
            counts[content] += 1
    return values


def _moments(items: list[Any], name: str) -> list[Moment]:
    values = _attributes(items, name)
    if set(map(type, values)) <= {datetime.datetime}:
        return values
    return [value if isinstance(value, datetime.datetime) else None for value in values]


def _attributes(items: list[Any], name: str) -> list[Any]:
    try:
        return list(map(attrgetter(name), items))  # a loop in C: this runs for every page
    except AttributeError:  # an item that is no object was kept as received
        return [getattr(item, name, None) for item in items]
