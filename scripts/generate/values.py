"""What a schema says about single values, in words for people."""

from __future__ import annotations

from typing import Any


def described(schema: dict[str, Any]) -> str:
    """Return the description, with the values that are known: a list of values may grow, so it is open."""
    words = str(schema.get("description", "")).rstrip()
    if known := [f"`{value}`" for value in schema.get("enum", []) if value is not None]:
        words = f"{words} Known values: {', '.join(known)}; there may be more.".lstrip()
    return words
