"""What a schema says about values beyond their types, as the text of the runtime's rules."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.patterns import translated

if TYPE_CHECKING:
    from collections.abc import Callable

_BOUNDS = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
_LENGTHS = {
    "str": ("minLength", "maxLength"),
    "list": ("minItems", "maxItems"),
    "dict": ("minProperties", "maxProperties"),
}
_WIDEST = 2**63
WORDS = {*_BOUNDS, "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"}
WORDS |= {"minProperties", "maxProperties"}


@attrs.frozen
class Rules:
    limits: tuple[str, ...] = ()
    """What msgspec checks: the arguments of `Limits`."""
    checks: tuple[str, ...] = ()
    """What the runtime checks."""

    def __bool__(self) -> bool:
        return bool(self.limits or self.checks)


def rules(schema: dict[str, Any], kind: str, refuse: Callable[[str, str], None]) -> Rules:
    """Return the rules for values of a kind: `str`, `int`, `float`, `list`, `dict`, or `model`.

    What cannot be honoured is told to `refuse`, with the word of JSON Schema.
    """
    if kind in {"int", "float"}:
        return _of_number(schema, kind)
    if kind == "model":
        least, most = schema.get("minProperties", 0), schema.get("maxProperties")
        return Rules(checks=(f"Properties({least}, {most})",) if least or most is not None else ())
    limits = [
        f"{name}={int(schema[word])}"
        for word, name in zip(_LENGTHS.get(kind, ()), ("min_length", "max_length"), strict=False)
        if word in schema and (name == "max_length" or schema[word]) and schema[word] < _WIDEST
    ]
    if kind == "str" and "pattern" in schema:
        try:
            limits.append(f"pattern={translated(str(schema['pattern']))!r}")
        except ValueError as error:
            refuse("pattern", f"this pattern cannot be honoured: {error}")
    return Rules(tuple(limits), ("Unique()",) if kind == "list" and schema.get("uniqueItems") else ())


def _of_number(schema: dict[str, Any], kind: str) -> Rules:
    bounds = {name: schema[word] for word, name in _BOUNDS.items() if word in schema}
    if kind == "int":
        bounds = _whole(bounds)
    # Of an inclusive bound and an exclusive one the narrower is kept: `Limits` takes one of them.
    for inclusive, exclusive, narrower in (("ge", "gt", max), ("le", "lt", min)):
        if inclusive in bounds and exclusive in bounds:
            kept = exclusive if narrower(bounds[inclusive], bounds[exclusive]) == bounds[exclusive] else inclusive
            del bounds[inclusive if kept == exclusive else exclusive]
    checks: list[str] = []
    step = schema.get("multipleOf")
    if wide := {name: bound for name, bound in bounds.items() if kind == "int" and abs(bound) >= _WIDEST}:
        checks.append(f"Between({', '.join(f'{name}={bound}' for name, bound in wide.items())})")
    limits = [f"{name}={bound!r}" for name, bound in bounds.items() if name not in wide]
    if step is not None and kind == "int" and float(step).is_integer() and 0 < step < _WIDEST:
        limits += [f"multiple_of={int(step)}"] if step != 1 else []
    elif step is not None:
        checks.append(f'MultipleOf("{step}")')
    return Rules(tuple(limits), tuple(checks))


def _whole(bounds: dict[str, Any]) -> dict[str, int]:
    """Return bounds for integers as inclusive integers."""
    found: dict[str, int] = {}
    for name, bound in bounds.items():
        exact = Fraction(str(bound))
        if name in {"ge", "gt"}:
            least = math.ceil(exact) if name == "ge" else math.floor(exact) + 1
            found["ge"] = max(found.get("ge", least), least)
        else:
            most = math.floor(exact) if name == "le" else math.ceil(exact) - 1
            found["le"] = min(found.get("le", most), most)
    return found
