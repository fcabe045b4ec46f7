"""What a spec says of values beyond their types, written into the types.

`Annotated[list[int], Limits(max_length=5), Unique()]`. msgspec checks `Limits` while it decodes; the others it knows
nothing of, so what holds them is looked at value by value.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Protocol, get_args, get_origin, runtime_checkable

import msgspec

Limits = msgspec.Meta


@runtime_checkable
class Rule(Protocol):
    def problem(self, value: Any) -> str:
        """Say what is wrong with a value of the right type; empty if nothing is."""
        ...


class Unique(msgspec.Struct, frozen=True):
    """No two items are equal."""

    def problem(self, value: Any) -> str:
        seen: list[Any] = []
        for item in value if isinstance(value, list) else ():
            if any(item == other and type(item) is type(other) for other in seen):
                return "expected items of which no two are equal"
            seen.append(item)
        return ""


class MultipleOf(msgspec.Struct, frozen=True):
    """A number is a multiple of another one, exactly as both are written."""

    of: str

    def problem(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        from decimal import Decimal  # noqa: PLC0415 (few specs have such rules)

        return "" if Decimal(str(value)) % Decimal(self.of) == 0 else f"expected a multiple of {self.of}"


def rules(expected: Any) -> list[Rule]:
    """Return the rules of a type itself, not of what is inside."""
    if get_origin(expected) is not Annotated:
        return []
    return [each for each in get_args(expected)[1:] if isinstance(each, Unique | MultipleOf)]


@cache
def has_rules(expected: Any) -> bool:
    """Say whether a type, or one inside of it, has rules that msgspec does not know."""
    return _has_rules(expected, set())


def _has_rules(expected: Any, seen: set[int]) -> bool:
    from .model import Model  # noqa: PLC0415
    from .unions import members_of  # noqa: PLC0415

    if id(expected) in seen:
        return False
    seen.add(id(expected))
    if rules(expected):
        return True
    inner: tuple[Any, ...] = get_args(expected) + members_of(expected)
    if isinstance(expected, type) and issubclass(expected, Model):
        if getattr(expected, "_additional", None) is not None:
            return True
        model: Any = expected
        inner += tuple(field.type for field in msgspec.structs.fields(model))
    return any(_has_rules(each, seen) for each in inner)
