"""Which member of a choice JSON is, where it does not name one."""

from __future__ import annotations

from typing import Any, get_args, get_origin

import msgspec

from . import checks
from .conversion import convert
from .rules import Only, rules
from .walking import fields, inside, may_be, model_of, unannotated

_SOME = 20
"""Items of an array that are enough to tell what it is."""


def fitting(value: Any, members: tuple[Any, ...]) -> tuple[Any, Any] | None:
    """Return the member that JSON fits best, and what it is as one; None if it fits none."""
    found = [(each, made[0]) for each in members if (made := _converted(value, each))]
    if kept := [each for each in found if checks.keeps(value, each[0])]:
        return max(kept, key=lambda each: _known(value, each[1]))
    meant = closest(value, members) if found else None
    return next((each for each in found if each[0] is meant), None)


def closest(value: Any, members: tuple[Any, ...]) -> Any:
    """Return the member that JSON was most likely meant for, though it fits none; None if it is like none."""
    alike = [each for each in members if may_be(value, each)]
    if len(alike) > 1:
        alike = [each for each in alike if any(True for _ in inside(value, each, ""))]
    return max(alike, key=lambda each: _score(value, each), default=None)


def _converted(value: Any, expected: Any) -> tuple[Any] | None:
    try:
        return (convert(value, expected),)
    except (msgspec.ValidationError, RecursionError):
        return None


def _known(value: Any, made: Any) -> int:
    """Return how many fields of a JSON object a member knows, and more; a map before a model that knows none."""
    if model_of(type(made)) and isinstance(value, dict):
        known = sum(name in value for name in type(made).__struct_encode_fields__)
        return 1 + known if known or not value else 0
    return 1


def _score(value: Any, expected: Any) -> tuple[int, int]:
    """Return how many constants are as they should be, and how many fields are."""
    if isinstance(value, list) and get_origin(unannotated(expected)) is list:
        scores = [_score(item, get_args(unannotated(expected))[0]) for item in value[:_SOME]]
        return sum(each[0] for each in scores), sum(each[1] for each in scores)
    constants, others = 0, 0
    for part in inside(value, expected, ""):
        is_good = bool(_converted(part.value, part.type)) and checks.keeps(part.value, part.type)
        if any(isinstance(each, Only) for each in rules(part.type)):
            constants += 1 if is_good else -1
        others += is_good
    missing = fields(expected) if model_of(expected) else ()
    return constants, others - sum(each.required and each.encode_name not in value for each in missing)
