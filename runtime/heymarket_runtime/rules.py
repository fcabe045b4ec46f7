"""What a spec says of values beyond their types, written into the types.

`Annotated[list[int], Limits(max_length=5), Unique()]`. msgspec checks `Limits` while it decodes; the others it knows
nothing of, so what holds them is looked at value by value.
"""

from __future__ import annotations

import math
import re
import time
from functools import cache
from typing import Annotated, Any, Protocol, get_args, get_origin, runtime_checkable

import msgspec

from .walking import additional_type, model_of, types_within

Limits = msgspec.Meta
_MINUTE = 60 * 10**9  # nanoseconds


@runtime_checkable
class Rule(Protocol):
    def problem(self, value: Any) -> str:
        """Say what is wrong with a value of the right type; empty if nothing is."""
        ...


class Like(msgspec.Struct, frozen=True):
    """An example of what a pattern wants: of the two, people understand the example."""

    example: str


class Unique(msgspec.Struct, frozen=True):
    """No two items are equal."""

    def problem(self, value: Any) -> str:
        if not isinstance(value, list) or len(set(map(_key, value))) == len(value):
            return ""
        return "expected items of which no two are equal"


class MultipleOf(msgspec.Struct, frozen=True):
    """A number is a multiple of another one, exactly as both are written."""

    of: str

    def problem(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return ""
        from fractions import Fraction  # noqa: PLC0415 (few specs have such rules)

        # The text of a float has the digits that were meant.
        number = Fraction(value) if isinstance(value, int) else Fraction(str(value))
        return "" if (number / Fraction(self.of)).denominator == 1 else f"expected a multiple of {self.of}"


class Within(msgspec.Struct, frozen=True):
    """A number is within bounds that are wider than those of `Limits`, which have 64 bits."""

    least: int | None
    most: int | None

    def problem(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        if self.least is not None and value < self.least:
            return f"expected a number >= {self.least}"
        return f"expected a number <= {self.most}" if self.most is not None and value > self.most else ""


class Keys(msgspec.Struct, frozen=True):
    """The keys of a map match a pattern; others would be dropped silently."""

    pattern: str
    example: str
    hint: str

    def problem(self, value: Any) -> str:
        wrong = [key for key in value if not re.search(self.pattern, key)] if isinstance(value, dict) else []
        hint = f"; {self.hint}" if self.hint else ""
        return f"expected keys such as {self.example}, not {wrong[0]!r}{hint}" if wrong else ""


class Moment(msgspec.Struct, frozen=True):
    """A timestamp lies on every so many minutes of the clock, and so many minutes ahead of now, by this machine's."""

    every: int
    ahead: int

    def problem(self, value: Any) -> str:
        from . import rfc3339  # noqa: PLC0415 (few specs have such rules)

        try:
            instant = rfc3339.parse(value)
        except (TypeError, ValueError):
            return ""
        earliest, grid = time.time_ns() + self.ahead * _MINUTE, self.every * _MINUTE
        if instant.nanoseconds % grid == 0 and instant.nanoseconds >= earliest:
            return ""
        first = rfc3339.Instant(-(-earliest // grid) * grid // 10**9, 0, "Z")
        return (
            f"expected a time on a multiple of {self.every} minutes and at least {self.ahead} minutes ahead, "
            f"such as {first}"
        )


class Only(msgspec.Struct, frozen=True):
    """There is one value."""

    value: Any

    def problem(self, value: Any) -> str:
        if _key(value) == _key(self.value):
            return ""
        return f"expected {msgspec.json.encode(self.value).decode()}"


class Size(msgspec.Struct, frozen=True):
    """An object has so many fields, named in the spec or not."""

    least: int
    most: int | None

    def problem(self, value: Any) -> str:
        if not isinstance(value, dict):
            return ""
        if len(value) < self.least:
            return f"expected at least {self.least} {'field' if self.least == 1 else 'fields'}"
        too_many = self.most is not None and len(value) > self.most
        return f"expected at most {self.most} {'field' if self.most == 1 else 'fields'}" if too_many else ""


def _key(value: Any) -> Any:
    """Return what is equal for values that JSON Schema calls equal: `1` and `1.0`, but not `1` and `true`."""
    match value:
        case bool():
            return (bool, value)
        case list():
            return (list, *map(_key, value))
        case dict():
            return frozenset((name, _key(item)) for name, item in value.items())
        case _:
            return value


def rules(expected: Any, *, received: bool = False) -> list[Rule]:
    """Return the rules of a type itself, not of what is inside; of a received value those that a server keeps."""
    if get_origin(expected) is not Annotated:
        return []
    known = Unique | MultipleOf | Within | Only
    return [each for each in get_args(expected)[1:] if isinstance(each, known if received else known | Keys | Moment)]


def like(expected: Any) -> str:
    """Return an example of what a type wants; empty if there is none."""
    told = get_args(expected)[1:] if get_origin(expected) is Annotated else ()
    return next((each.example for each in told if isinstance(each, Like)), "")


@cache
def has_rules(expected: Any) -> bool:
    """Say whether a type, or one inside of it, has rules that msgspec does not know."""
    return any(rules(each) or _has_own(each) for each in types_within(expected))


def _has_own(expected: Any) -> bool:
    """Say whether a model has rules beside those of its fields."""
    if (model := model_of(expected)) is None:
        return False
    return hasattr(model, "_closed") or hasattr(model, "_size") or additional_type(model) not in {None, Any}
