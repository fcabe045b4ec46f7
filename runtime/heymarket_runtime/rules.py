"""What a spec says about values beyond their types: written in the types of models and operations.

msgspec checks `Limits` by itself. The others are part of `Checked[...]`, which is `Annotated[...]` to type checkers.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from msgspec import Meta as Limits

from .facts import ReadOnly, WriteOnly

if TYPE_CHECKING:
    from typing import Annotated as Checked
else:
    from .checks import Checked

__all__ = [
    "Between",
    "ByField",
    "ByFit",
    "Checked",
    "Exactly",
    "Limits",
    "MultipleOf",
    "OneSet",
    "Others",
    "Properties",
    "ReadOnly",
    "Unique",
    "WriteOnly",
]


class Rule(msgspec.Struct, frozen=True):
    """Says of a JSON value whether it is allowed, and what is."""

    @property
    def expected(self) -> str:
        raise NotImplementedError

    def holds(self, value: Any) -> bool:
        raise NotImplementedError


class Unique(Rule, frozen=True):
    """An array without equal items."""

    @property
    def expected(self) -> str:
        return "array without equal items"

    def holds(self, value: Any) -> bool:
        return not isinstance(value, list) or len(set(map(_key, value))) == len(value)


class MultipleOf(Rule, frozen=True):
    """A multiple of a decimal number, which is written as text so that it is exact."""

    step: str

    @property
    def expected(self) -> str:
        return f"multiple of {self.step}"

    def holds(self, value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return True
        if isinstance(value, float) and not math.isfinite(value):
            return False
        # The text of a float has the digits that were meant.
        number = Fraction(value) if isinstance(value, int) else Fraction(str(value))
        return (number / Fraction(self.step)).denominator == 1


class Between(Rule, frozen=True):
    """A number within bounds that are beyond those of `Limits`, which are 64 bits wide."""

    ge: int | None = None
    le: int | None = None

    @property
    def expected(self) -> str:
        bounds = [f"{sign} {bound}" for sign, bound in ((">=", self.ge), ("<=", self.le)) if bound is not None]
        return f"number {' and '.join(bounds)}"

    def holds(self, value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return True
        return (self.ge is None or value >= self.ge) and (self.le is None or value <= self.le)


class Properties(Rule, frozen=True):
    """An object with a number of fields."""

    at_least: int = 0
    at_most: int | None = None

    @property
    def expected(self) -> str:
        most = "" if self.at_most is None else f"at most {self.at_most}"
        least = f"at least {self.at_least}" if self.at_least else ""
        return f"object of {' and '.join(filter(None, [least, most]))} fields"

    def holds(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        return len(value) >= self.at_least and (self.at_most is None or len(value) <= self.at_most)


class OneSet(Rule, frozen=True):
    """An object that has one of several sets of fields whole."""

    sets: tuple[tuple[str, ...], ...]

    @property
    def expected(self) -> str:
        return f"object with {' or '.join(' and '.join(f'`{name}`' for name in names) for names in self.sets)}"

    def holds(self, value: Any) -> bool:
        return not isinstance(value, dict) or any(all(name in value for name in names) for names in self.sets)


class Exactly(Rule, frozen=True):
    """The one value that is allowed; where it is text or an integer, `Literal` says so instead."""

    value: Any

    @property
    def expected(self) -> str:
        return msgspec.json.encode(self.value).decode()

    def holds(self, value: Any) -> bool:
        return bool(_key(value) == _key(self.value))


class ByField(msgspec.Struct, frozen=True):
    """Chooses among objects by the value of one of their fields."""

    is_choice: ClassVar[bool] = True
    name: str
    values: dict[str, Any]
    """The type for each value."""


class ByFit(msgspec.Struct, frozen=True):
    """Chooses the type that a value fits best."""

    is_choice: ClassVar[bool] = True


class Others(Rule, frozen=True):
    """Marks the field of a model that holds what the spec does not name: no field of JSON has its name."""

    @property
    def expected(self) -> str:
        return "no field of this name"

    def holds(self, value: Any) -> bool:  # noqa: ARG002
        return False


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
