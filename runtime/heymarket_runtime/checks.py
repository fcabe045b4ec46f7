"""Rules that msgspec does not know, checked before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .conversion import convert
from .errors import InvalidRequestError
from .rules import Size, has_rules, like, rules
from .unions import Choice
from .walking import additional_type, inside, joined, model_of, names, unannotated

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
    if (model := model_of(expected)) is not None and isinstance(plain, dict):
        yield from _broken_object(plain, model, name)
    for part in inside(plain, expected, name):
        yield from broken(part.value, part.type, part.name)


def keeps(plain: Any, expected: Any) -> bool:
    """Say whether a JSON value of the right type breaks nothing beyond types."""
    return not has_rules(expected) or not any(True for _ in broken(plain, expected))


def _broken_object(plain: dict[str, Any], model: Any, name: str) -> Iterator[tuple[str, str]]:
    """Find what is wrong with an object beside the values of its fields."""
    if problem := getattr(model, "_size", _ANY_SIZE).problem(plain):
        yield name, problem
    closed, additional = getattr(model, "_closed", False), additional_type(model)
    for key in plain.keys() - names(model).keys() if closed or additional is not None else ():
        if closed:
            yield joined(name, key), "no such field"
            continue
        try:
            convert(plain[key], additional)
        except msgspec.ValidationError as error:
            yield joined(name, key), str(error)


def culprit(
    plain: Any, expected: Any, name: str, error: msgspec.ValidationError
) -> tuple[str, msgspec.ValidationError]:
    """Return the innermost value that is wrong: where it is, and what msgspec says of it.

    Raises `InvalidRequestError` if it is an object that names itself as something that the spec does not know, or a
    text that can be explained by an example.
    """
    choice = unannotated(expected)
    if isinstance(choice, Choice) and choice.is_unknown(plain):
        raise InvalidRequestError(joined(name, choice.by), f"expected {choice.values}, got another string")
    for part in inside(plain, expected, name):
        try:
            convert(part.value, part.type)
        except msgspec.ValidationError as found:
            return culprit(part.value, part.type, part.name, found)
    if "matching regex" in str(error) and (example := like(expected)):
        raise InvalidRequestError(name, f"expected text such as {example}")
    return name, error
