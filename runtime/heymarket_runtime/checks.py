"""Types that msgspec does not know by itself: it asks `hook` for their values."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from .facts import ReadOnly, WriteOnly, facts
from .protocols import ModelMeta


class CheckedType(type):
    """A type and the rules for its values."""

    inner: Any
    rules: tuple[Any, ...]
    marks: tuple[ReadOnly | WriteOnly, ...]
    choice: Any
    """How to choose among several types, if that is not plain."""

    def __instancecheck__(cls, value: object) -> bool:
        return True  # msgspec asks this of what `hook` has checked


class Checked:
    """`Checked[type, rule, ...]`."""

    def __class_getitem__(cls, parts: tuple[Any, ...]) -> CheckedType:
        inner, *given = parts
        limits = tuple(each for each in given if isinstance(each, msgspec.Meta))
        own = tuple(each for each in given if not isinstance(each, msgspec.Meta))
        made = CheckedType("Checked", (), {})
        made.inner = Annotated[(inner, *limits)] if limits else inner
        made.rules = tuple(each for each in own if hasattr(each, "holds"))
        made.marks = tuple(each for each in own if isinstance(each, ReadOnly | WriteOnly))
        made.choice = next((each for each in own if hasattr(each, "is_choice")), None)
        return made


def hook(expected: Any, value: Any) -> Any:
    """Return a parsed JSON value as one of a checked type. Raises `ValueError`."""
    from .taking import Strict  # noqa: PLC0415 (few specs have such types)

    return Strict().take(value, expected, ())


def plain_type(expected: Any) -> Any:
    """Return a type as type checkers see it: for libraries that do not know ours."""
    if isinstance(expected, CheckedType):
        return plain_type(expected.inner)
    origin, parts = get_origin(expected), tuple(map(plain_type, get_args(expected)))
    if origin in {Union, types.UnionType}:
        return Union[parts]  # noqa: UP007
    return origin[parts] if origin in {list, dict} else expected


def alternatives(expected: Any) -> tuple[Any, ...]:
    """Return the types that a type admits, None aside, without what is said about their values."""
    if isinstance(expected, CheckedType):
        return alternatives(expected.inner)
    origin = get_origin(expected)
    if origin is Annotated:
        return alternatives(get_args(expected)[0])
    if origin in {Union, types.UnionType}:
        return tuple(each for part in get_args(expected) for each in alternatives(part) if each is not type(None))
    return (expected,)


def inner_types(expected: Any) -> tuple[Any, ...]:
    """Return the types of what is inside of arrays and maps, or of what a type consists of otherwise."""
    if isinstance(expected, CheckedType):
        return (expected.inner,)
    origin = get_origin(expected)
    if origin is Annotated:
        return get_args(expected)[:1]
    return get_args(expected) if origin in {Union, types.UnionType, list, dict} else ()


@cache
def is_own(expected: Any) -> bool:
    """Say whether a type holds anything that msgspec cannot check by itself."""
    return _is_own(expected, set())


def _is_own(expected: Any, seen: set[Any]) -> bool:
    if isinstance(expected, CheckedType):
        return True
    if isinstance(expected, ModelMeta):
        if expected in seen:
            return False
        seen.add(expected)
        own = facts(expected)
        return own.is_special or any(_is_own(field.type, seen) for field in own.fields)
    return any(_is_own(each, seen) for each in inner_types(expected))
