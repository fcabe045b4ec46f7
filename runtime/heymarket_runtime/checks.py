"""Rules that msgspec does not know, checked before anything is sent."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

import msgspec

from .errors import InvalidRequestError
from .model import Model
from .rules import has_rules, rules
from .unions import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(plain: Any, expected: Any, name: str) -> None:
    """Raise `InvalidRequestError` for the first value that breaks a rule."""
    if plain is None or not has_rules(expected):
        return
    for rule in rules(expected):
        if problem := rule.problem(plain):
            raise InvalidRequestError(name, problem)
    for inner, value, where in _inside(plain, expected, name):
        check(value, inner, where)


def _inside(plain: Any, expected: Any, name: str) -> Iterator[tuple[Any, Any, str]]:
    if get_origin(expected) is Annotated:
        expected = get_args(expected)[0]
    origin = get_origin(expected)
    if origin in {Union, UnionType}:
        yield from ((each, plain, name) for each in get_args(expected) if _may_be(plain, each))
    elif isinstance(expected, Choice):
        named = expected.named(plain)
        if named is not None:
            yield named, plain, name
    elif origin is list and isinstance(plain, list):
        yield from ((get_args(expected)[0], item, f"{name}[{index}]") for index, item in enumerate(plain))
    elif origin is dict and isinstance(plain, dict):
        yield from ((get_args(expected)[1], item, _join(name, key)) for key, item in plain.items())
    elif isinstance(expected, type) and issubclass(expected, Model) and isinstance(plain, dict):
        model: Any = expected
        for field in msgspec.structs.fields(model):
            if field.encode_name in plain:
                yield field.type, plain[field.encode_name], _join(name, field.encode_name)


def _may_be(plain: Any, expected: Any) -> bool:
    bare = get_args(expected)[0] if get_origin(expected) is Annotated else expected
    kind = get_origin(bare) or bare
    wanted: Any = {list: list, dict: dict, str: str, bool: bool, int: int, float: (int, float)}.get(kind, dict)
    return isinstance(plain, wanted)


def _join(name: str, field: object) -> str:
    return f"{name}.{field}" if name else str(field)
