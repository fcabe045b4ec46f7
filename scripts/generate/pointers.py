"""JSON pointers (RFC 6901) and the references that are made of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

Pointer = tuple[str | int, ...]


def show(pointer: Pointer) -> str:
    """Write a pointer as a reference."""
    return "#/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in pointer)


def steps(fragment: str) -> Pointer:
    """Return the pointer that the part of a reference after `#` means. Raises `ValueError` if it means none."""
    first, *rest = unquote(fragment).split("/")
    if first:
        raise ValueError(fragment)
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in rest)


def value_at(data: Any, pointer: Pointer) -> Any:
    """Return what a pointer leads to. Raises `KeyError`."""
    for step in pointer:
        try:
            data = data[int(step)] if isinstance(data, list) else data[step]
        except (IndexError, KeyError, TypeError, ValueError):
            raise KeyError(step) from None
    return data
