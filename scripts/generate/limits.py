"""What a schema says of values beyond their types, in the words of the runtime's rules."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from scripts.generate.patterns import as_python

Limits = tuple[tuple[str, Any], ...]

_LENGTHS = {
    "str": ("minLength", "maxLength"),
    "list": ("minItems", "maxItems"),
    "dict": ("minProperties", "maxProperties"),
}
_BOUNDS = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
_WIDEST = 2**63


def limits(schema: dict[str, Any], kind: str) -> Limits:
    """Return the limits of values of a kind: `str`, `int`, `float`, `list`, `dict`; none of others."""
    if kind in {"int", "float"}:
        return _of_number(schema, kind)
    found: list[tuple[str, Any]] = []
    for word, name in zip(_LENGTHS.get(kind, ()), ("min_length", "max_length"), strict=False):
        length = _number(schema, word)
        if length is not None and length < _WIDEST and (length or name == "max_length"):
            found.append((name, int(length)))
    if kind == "str" and isinstance(schema.get("pattern"), str):
        found.append(("pattern", as_python(schema["pattern"])))
        found += [("like", each) for each in schema.get("examples", [])[:1] if isinstance(each, str)]
    if kind == "dict" and (keys := schema.get("x-keys")):
        found.append(("keys", (as_python(keys["pattern"]), keys["example"], keys.get("hint", ""))))
    if kind == "list" and schema.get("uniqueItems") is True:
        found.append(("unique", True))
    return tuple(found)


def of_timestamp(schema: dict[str, Any]) -> Limits:
    """Return the limits of a timestamp."""
    told = schema.get("x-moment")
    return (("moment", (told.get("every", 1), told.get("ahead", 0))),) if told else ()


def of_object(schema: dict[str, Any]) -> tuple[int, int | None] | None:
    """Return how many fields an object has at least and at most; None if the spec does not say."""
    least, most = int(schema.get("minProperties") or 0), schema.get("maxProperties")
    return (least, None if most is None else int(most)) if least or most is not None else None


def written(kind: str, found: Limits) -> str:
    """Return a type with its limits, as Python's text."""
    if not found:
        return kind
    known = [f"{name}={value!r}" for name, value in found if name not in _RULES]
    rules = [_RULES[name].format(value) for name, value in found if name in _RULES]
    words = ", ".join(known)
    return f"Annotated[{', '.join([kind, *([f'Limits({words})'] if known else []), *rules])}]"


# What msgspec has no word for, or counts with rounded numbers.
_RULES = {
    "unique": "Unique()",
    "multiple": 'MultipleOf("{0}")',
    "within": "Within({0[0]}, {0[1]})",
    "only": "Only({0!r})",
    "like": "Like({0!r})",
    "keys": "Keys({0[0]!r}, {0[1]!r}, {0[2]!r})",
    "moment": "Moment(every={0[0]}, ahead={0[1]})",
}


def _of_number(schema: dict[str, Any], kind: str) -> Limits:
    bounds: dict[str, Any] = {
        name: bound for word, name in _BOUNDS.items() if (bound := _number(schema, word)) is not None
    }
    found: list[tuple[str, Any]] = []
    if kind == "int":
        bounds = _whole(bounds)
        if any(abs(bound) >= _WIDEST for bound in bounds.values()):  # msgspec's are 64 bits wide
            found.append(("within", (bounds.pop("ge", None), bounds.pop("le", None))))
    # Of an inclusive bound and an exclusive one the narrower is kept: msgspec takes one of them.
    for inclusive, exclusive, narrower in (("ge", "gt", max), ("le", "lt", min)):
        if inclusive in bounds and exclusive in bounds:
            is_exclusive = narrower(bounds[inclusive], bounds[exclusive]) == bounds[exclusive]
            del bounds[inclusive if is_exclusive else exclusive]
    found += bounds.items()
    step = _number(schema, "multipleOf")
    if step is None or (kind == "int" and step == 1):
        return tuple(found)
    is_whole = kind == "int" and float(step).is_integer() and step < _WIDEST
    return (*found, ("multiple_of", int(step)) if is_whole else ("multiple", step))


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


def _number(schema: dict[str, Any], word: str) -> float | None:
    value = schema.get(word)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
