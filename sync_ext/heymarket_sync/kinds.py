"""Which type a column of a file has: the spec's, or that of the values, or text with JSON in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heymarket_runtime import rfc3339

from .columns import columns, members

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .listings import Listing

JSON = "json"
_GUESSED = ("bool", "bigint", "double", "text")
_LARGEST = 2**63
_EXACT = 2**53  # beyond, not every whole number is a double
_NANO_DIGITS = 9


def kinds(listing: Listing, items: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the columns of a listing and their types: those of the spec first, then those that it lacks.

    A type is one of dlt's: bool, bigint, double, text, timestamp, json.
    """
    declared = columns(listing.item, None)
    left: dict[str, tuple[str, ...]] = {
        name: (str(declared[name].get("data_type")),) if name in declared else () for name in members(listing.item)
    }
    for item in items:
        for name, value in item.items():
            candidates = left.setdefault(name, _GUESSED)
            if value is not None and candidates and not fits(value, candidates[0]):
                left[name] = tuple(each for each in candidates[1:] if fits(value, each))
    return {name: candidates[0] if candidates else JSON for name, candidates in left.items()}


def fits(value: Any, kind: str) -> bool:
    """Say whether a column of a type can hold a JSON value, so that nothing of it is lost."""
    match kind:
        case "bool":
            return isinstance(value, bool)
        case "bigint":
            return _is_number(value) and value == value // 1 and -_LARGEST <= value < _LARGEST
        case "double":
            return _is_number(value) and (isinstance(value, float) or abs(value) <= _EXACT)
        case "text":
            return isinstance(value, str) and (value.isascii() or _is_unicode(value))
        case "timestamp":
            return isinstance(value, str) and nanoseconds(value) is not None
        case _:
            return False


def nanoseconds(text: str) -> int | None:
    """Return a timestamp as nanoseconds since 1970; None if it is none, or they cannot say it."""
    try:
        instant = rfc3339.parse(text)
    except ValueError:
        return None
    found = instant.nanoseconds
    return found if instant.digits <= _NANO_DIGITS and -_LARGEST <= found < _LARGEST else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_unicode(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False
