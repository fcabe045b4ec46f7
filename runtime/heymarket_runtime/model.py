"""Base of the generated models."""

from __future__ import annotations

import datetime
from collections import deque
from itertools import count, repeat
from typing import TYPE_CHECKING, Annotated, Any, cast

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Timestamp = Annotated[datetime.datetime, msgspec.Meta(tz=True)]
"""An aware `datetime`; RFC 3339 text on the wire, kept to the microsecond."""


class Received:
    """The body of one response, parsed when somebody asks for it."""

    __slots__ = ("body", "value")

    def __init__(self, body: bytes) -> None:
        self.body: bytes = body

    def parse(self) -> Any:
        try:
            return self.value
        except AttributeError:
            self.value: Any = parse_json(self.body)
            return self.value


def parse_json(body: bytes) -> Any:
    """Parse JSON; `ValueError` if it is none."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        # The standard library also takes escaped lone surrogates, which JSON's grammar allows.
        import json  # noqa: PLC0415

        try:
            return json.loads(body, parse_constant=_refuse_constant)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


class _Linked:
    """Room for where an object came from, outside the fields that make it what it is."""

    __slots__ = ("_source",)
    _source: tuple[Received, int | tuple[str | int, ...]]


class Model(_Linked, msgspec.Struct, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """A JSON object. `None` stands for a field that is absent or null."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form of the known fields, without absent ones."""
        return cast("dict[str, Any]", msgspec.to_builtins(self))

    @property
    def raw(self) -> dict[str, Any]:
        """The JSON object exactly as received, unknown fields included.

        Kept for the objects that a response consists of: its result, or the items of its list.
        Objects inside those are reached through the `raw` of the outer one. `LookupError` for an
        object that was not received that way.
        """
        try:
            received, place = self._source
        except AttributeError:
            raise LookupError(
                f"this {type(self).__name__} has no raw form: it is not the result or a list item of a response",
            ) from None
        value = received.parse()
        for step in (place,) if isinstance(place, int) else place:
            value = value[step]
        return cast("dict[str, Any]", value)


def link_items(items: Sequence[Any], received: Received, prefix: tuple[str, ...] = ()) -> None:
    """Tell received objects where they came from, for `raw`."""
    places: Iterable[Any] = ((*prefix, index) for index in count()) if prefix else count()
    try:
        # A loop in C: this runs for every item of every page.
        deque(map(setattr, items, repeat("_source"), zip(repeat(received), places, strict=False)), maxlen=0)
    except AttributeError:  # an item that is no object was kept as received
        for index, item in enumerate(items):
            if isinstance(item, Model):
                link_result(item, received, (*prefix, index))


def link_result(result: Model, received: Received, place: tuple[str | int, ...] = ()) -> None:
    result._source = (received, place)  # noqa: SLF001
