"""Choices between models, or between arrays, which msgspec cannot tell apart by their JSON type.

To type checkers a choice is the union of its members. At run time it is a class of its own, which msgspec hands to
`decode_hook`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

_MOST_VALUES = 20


class Choice(type):
    """The class of choices. Whatever was taken for one is an instance of it."""

    _find: Callable[[], tuple[Any, ...]]
    _by: str
    _values: Mapping[str, int]

    def __instancecheck__(cls, _value: object) -> bool:
        return True

    @property
    def members(cls) -> tuple[Any, ...]:
        found: tuple[Any, ...] | None = cls.__dict__.get("_found")
        if found is None:
            found = cls._find()
            cls._found = found
        return found

    @property
    def by(cls) -> str:
        """The field that tells the members apart; empty if the spec names none."""
        return cls._by

    @property
    def values(cls) -> str:
        """The values of that field, as JSON."""
        told = [msgspec.json.encode(each).decode() for each in cls._values]
        others = f", {len(told) - _MOST_VALUES} others" if len(told) > _MOST_VALUES else ""
        return f"{', '.join(told[:_MOST_VALUES])}{others}" if others else " or ".join(told)

    def named(cls, value: Any) -> Any:
        """Return the member that a JSON object names; None if it names none."""
        told = cls._told(value)
        index = None if told is None else cls._values.get(told)
        return None if index is None else cls.members[index]

    def is_unknown(cls, value: Any) -> bool:
        """Say whether a JSON object names what is no member, although the spec has a name for each."""
        told = cls._told(value)
        return told is not None and told not in cls._values and len({*cls._values.values()}) == len(cls.members)

    def _told(cls, value: Any) -> str | None:
        told = value.get(cls._by) if cls._by and isinstance(value, Mapping) else None
        return told if isinstance(told, str) else None

    def meant(cls, value: Any) -> Any:
        """Return the member that JSON is, or comes closest to; None if there is none like it."""
        if cls.is_unknown(value):
            return None
        if (named := cls.named(value)) is not None:
            return named
        from . import likeness  # noqa: PLC0415 (few specs have such choices)

        fitting = likeness.fitting(value, cls.members)
        return likeness.closest(value, cls.members) if fitting is None else fitting[0]

    def take(cls, value: Any) -> Any:
        """Convert JSON to the member that it is. Raises `ValueError` if it is none."""
        named, fitting = cls.named(value), None
        if named is not None or not cls.is_unknown(value):
            from . import likeness  # noqa: PLC0415 (few specs have such choices)

            fitting = likeness.fitting(value, cls.members if named is None else (named,))
        if fitting is None:
            raise ValueError(f"Expected {cls.__name__}")
        return fitting[1]

    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        from pydantic_core import core_schema  # noqa: PLC0415

        return core_schema.no_info_plain_validator_function(
            lambda value: cls.take(value) if isinstance(value, dict) else value
        )


def one_of(
    name: str, find: Callable[[], tuple[Any, ...]], *, by: str = "", values: Mapping[str, int] | None = None
) -> Any:
    """Return the run-time type of a choice. `find` returns its members when somebody asks."""
    return Choice(name, (), {"_find": staticmethod(find), "_by": by, "_values": values or {}, "__slots__": ()})


def decode_hook(expected: Any, value: Any) -> Any:
    """Decode what msgspec does not know: choices."""
    if isinstance(expected, Choice):
        return expected.take(value)
    raise NotImplementedError
