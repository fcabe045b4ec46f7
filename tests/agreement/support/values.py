"""Equality of JSON values by meaning: timestamps as instants, null as absent, 1.0 as 1."""

from __future__ import annotations

import datetime
import re
from typing import Any

_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_PICO = 10**12
_MICROSECOND = 10**6


def instant(text: str) -> tuple[int, bool] | None:
    """Return picoseconds, and whether microseconds say it exactly; None for what is no timestamp."""
    match = _RFC3339.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    fraction = (match[7] or "").ljust(12, "0")
    offset = (int(match[9]) * 60 + int(match[10])) * (-1 if match[8] == "-" else 1) if match[8] else 0
    days = datetime.date(year, month, day).toordinal()
    seconds = days * 86_400 + hour * 3_600 + (minute - offset) * 60 + second
    return seconds * _PICO + int(fraction[:12]), not fraction[6:].strip("0")


def differences(  # noqa: PLR0911 - one a kind of value
    expected: Any, found: Any, schema: Any, place: str = "$", *, exact_text: bool = False
) -> list[str]:
    """Say where two values differ; `exact_text` compares timestamps letter by letter."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return [] if expected is found else [f"{place}: {expected!r} became {found!r}"]
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return [] if expected == found else [f"{place}: {expected!r} became {found!r}"]
    if isinstance(expected, dict) and isinstance(found, dict):
        fields = (schema or {}).get("properties", {})
        said = {name: value for name, value in expected.items() if value is not None}
        seen = {name: value for name, value in found.items() if value is not None}
        lost = [f"{place}: {name!r} is lost" for name in said.keys() - seen.keys()]
        new = [f"{place}: {name!r} came from nowhere" for name in seen.keys() - said.keys()]
        return (
            lost
            + new
            + [
                line
                for name in said.keys() & seen.keys()
                for line in differences(
                    said[name], seen[name], fields.get(name), f"{place}.{name}", exact_text=exact_text
                )
            ]
        )
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{place}: {len(expected)} items became {len(found)}"]
        return [
            line
            for index, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(one, other, (schema or {}).get("items"), f"{place}[{index}]", exact_text=exact_text)
        ]
    if (
        not exact_text
        and isinstance(expected, str)
        and isinstance(found, str)
        and (schema or {}).get("format") == "date-time"
    ):
        return _instants_differ(expected, found, place)
    return [] if type(expected) is type(found) and expected == found else [f"{place}: {expected!r} became {found!r}"]


def _instants_differ(expected: str, found: str, place: str) -> list[str]:
    if expected == found:
        return []
    one, other = instant(expected), instant(found)
    if one is None or other is None:
        return [f"{place}: {expected!r} became {found!r}"]
    allowed = 0 if one[1] else _MICROSECOND
    return [] if abs(one[0] - other[0]) <= allowed else [f"{place}: the instant {expected} became {found}"]


def known(value: Any, schema: Any) -> Any:
    """Return a value without the fields that its schema does not name, which a typed object cannot hold."""
    if isinstance(value, list):
        return [known(item, (schema or {}).get("items")) for item in value]
    if isinstance(value, dict) and "properties" in (schema or {}):
        fields = schema["properties"]
        return {name: known(item, fields[name]) for name, item in value.items() if name in fields}
    return value


def whole(value: Any) -> Any:
    """Return a value with 1 for 1.0: both are integers in JSON Schema, and one type in Python is enough."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [whole(item) for item in value]
    return {name: whole(item) for name, item in value.items()} if isinstance(value, dict) else value
