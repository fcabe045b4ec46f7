"""What a schema says about single values: in words for people, and as Python's text of a constant."""

from __future__ import annotations

import json
from typing import Any

_LONGEST = 30
_INTEGERS = 2**63
_TYPES: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def described(schema: dict[str, Any]) -> str:
    """Return the description, with the values that are known (a list of values may grow, so it is open) and usual."""
    words = str(schema.get("description") or "").rstrip()
    if known := [_shown(value) for value in schema.get("enum", []) if value is not None]:
        more = len(known) - _LONGEST
        known = known[:_LONGEST] if more > 0 else known
        words = (
            f"{words} Known values: {', '.join(known)}{f' and {more} others' if more > 0 else ''}; there may be more."
        )
    if "default" in schema:
        words = f"{words} The server takes {_shown(schema['default'])} where this is left out."
    return words.lstrip()


def _shown(value: Any) -> str:
    return f"`{value}`" if isinstance(value, str) else f"`{json.dumps(value, default=str)}`"


def types_of(values: list[Any]) -> list[str]:
    """Return the types of the values of an enum, in JSON Schema's words; none if one is no scalar."""
    found = dict.fromkeys(_TYPES.get(type(value), "") for value in values)
    return [] if "" in found else [*found]


def is_literal(value: Any) -> bool:
    """Say whether `Literal` can hold a value, for msgspec too."""
    return isinstance(value, str) or (type(value) is int and -_INTEGERS <= value < _INTEGERS)
