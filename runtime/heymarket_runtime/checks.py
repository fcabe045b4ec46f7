"""Rules that msgspec does not know, checked before anything is sent."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

import msgspec

from .errors import InvalidRequestError
from .model import Model, additional_type, names
from .rules import Size, has_rules, rules
from .unions import Choice, decode_hook

if TYPE_CHECKING:
    from collections.abc import Iterator


_ANY_SIZE = Size(0, None)


def check(plain: Any, expected: Any, name: str) -> None:
    """Raise `InvalidRequestError` for the first value that breaks a rule."""
    for where, problem in broken(plain, expected, name):
        raise InvalidRequestError(where, problem)


def broken(plain: Any, expected: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Find the values that break a rule, of a JSON value that is of the right type otherwise."""
    if plain is None or not has_rules(expected):
        return
    for rule in rules(expected):
        if problem := rule.problem(plain):
            yield name, problem
    if isinstance(expected, type) and issubclass(expected, Model) and isinstance(plain, dict):
        yield from _broken_object(plain, expected, name)
    for inner, value, where in _inside(plain, expected, name):
        yield from broken(value, inner, where)


def _broken_object(plain: dict[str, Any], model: Any, name: str) -> Iterator[tuple[str, str]]:
    """Find what is wrong with an object beside the values of its fields."""
    if problem := getattr(model, "_size", _ANY_SIZE).problem(plain):
        yield name, problem
    additional, closed = additional_type(model), getattr(model, "_closed", False)
    if additional is None and not closed:
        return
    for key in plain.keys() - names(model).keys():
        where = _join(name, key)
        if closed:
            yield where, "no such field"
            continue
        try:
            msgspec.convert(plain[key], additional, dec_hook=decode_hook)
        except msgspec.ValidationError as error:
            yield where, str(error)
        else:
            yield from broken(plain[key], additional, where)


def culprit(
    plain: Any, expected: Any, name: str, error: msgspec.ValidationError
) -> tuple[str, msgspec.ValidationError]:
    """Return the innermost value that is wrong: where it is, and what msgspec says of it."""
    for inner, value, where in _inside(plain, expected, name):
        try:
            msgspec.convert(value, inner, dec_hook=decode_hook)
        except msgspec.ValidationError as found:
            return culprit(value, inner, where, found)
    return name, error


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
