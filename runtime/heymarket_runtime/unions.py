"""Choices between models, or between arrays, which msgspec cannot tell apart by their JSON type.

To type checkers a choice is the union of its members. At run time it is a class of its own, which msgspec hands to
`decode_hook`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from .model import Model, names


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

    def named(cls, value: Any) -> Any:
        """Return the member that a JSON object names; None if it names none."""
        told = value.get(cls._by) if cls._by and isinstance(value, dict) else None
        index = cls._values.get(told) if isinstance(told, str) else None
        return None if index is None else cls.members[index]

    def take(cls, value: Any) -> Any:
        """Convert JSON to the member that it is. Raises `ValueError` if it is none."""
        named = cls.named(value)
        best, fit = None, -1
        for member in cls.members if named is None else (named,):
            try:
                made = msgspec.convert(value, member, dec_hook=decode_hook)
            except (msgspec.ValidationError, RecursionError):
                continue
            if (found := _fit(made, value)) > fit:
                best, fit = made, found
        if fit < 0:
            raise ValueError(f"Expected {cls.__name__}")
        return best

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


def members_of(expected: Any) -> tuple[Any, ...]:
    """Return the members of a choice; none of any other type."""
    return expected.members if isinstance(expected, Choice) else ()


def decode_hook(expected: Any, value: Any) -> Any:
    """Decode what msgspec does not know: choices."""
    if isinstance(expected, Choice):
        return expected.take(value)
    raise NotImplementedError


def _fit(made: Any, value: Any) -> int:
    """Return how well a member fits: the more fields of the JSON object it knows, the better; a map before none."""
    if isinstance(made, Model) and isinstance(value, dict):
        known = sum(name in value for name in names(type(made)))
        return 1 + known if known or not value else 0
    return 1
