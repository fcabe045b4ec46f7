"""Types by the kinds of JSON that they stand for, and what these are called."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from .checks import alternatives
from .protocols import ModelMeta

_ALSO: dict[Any, tuple[type, ...]] = {float: (float, int)}
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}


def split(expected: Any) -> tuple[Any, tuple[msgspec.Meta, ...]]:
    """Split a type from the limits to its values."""
    if get_origin(expected) is Annotated:
        inner, *given = get_args(expected)
        return inner, tuple(each for each in given if isinstance(each, msgspec.Meta))
    return expected, ()


def bare(expected: Any) -> tuple[Any, bool]:
    """Split `X | None` into X and whether None is allowed."""
    if type(None) in get_args(expected) and get_origin(expected) is not Literal:
        inner = members(expected)
        return (inner[0] if len(inner) == 1 else Union[tuple(inner)]), True  # noqa: UP007
    return expected, expected is Any


def members(expected: Any) -> list[Any]:
    """Return the types of a union, None aside, each with what is said about its values."""
    return [each for each in get_args(expected) if each is not type(None)]


def kind(expected: Any) -> str:
    """Return `array`, `object` or `value`, whichever all values of a type are."""
    kinds = {_kind(each) for each in alternatives(expected)}
    return kinds.pop() if len(kinds) == 1 else "value"


def _kind(expected: Any) -> str:
    origin = get_origin(expected) or expected
    if origin is list:
        return "array"
    return "object" if origin is dict or isinstance(origin, ModelMeta) else "value"


def name(expected: Any) -> str:
    """Return what values of a type are called in JSON."""
    return " or ".join(dict.fromkeys(_name(each) for each in alternatives(expected)))


def _name(expected: Any) -> str:
    if (promised := _kind(expected)) != "value":
        return promised
    if get_origin(expected) is Literal:
        return " or ".join(msgspec.json.encode(value).decode() for value in get_args(expected))
    return _TYPES.get(expected, getattr(expected, "__name__", str(expected)))


def found(value: Any) -> str:
    """Return what a value is called in JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def suits(value: Any, expected: Any) -> bool:
    """Say whether a value is of a kind of JSON that a type takes, whatever else it says."""
    return any(_suits(value, each) for each in alternatives(expected))


def _suits(value: Any, expected: Any) -> bool:
    if expected is Any:
        return True
    if get_origin(expected) is Literal:
        return any(type(value) is type(each) for each in get_args(expected))
    if isinstance(value, dict | list):
        return _kind(expected) == found(value)
    if isinstance(value, str):
        return _kind(expected) == "value" and expected not in {bool, int, float}
    return any(type(value) is each for each in _ALSO.get(expected, (expected,))) or (
        expected is int and isinstance(value, float) and value.is_integer()
    )
