"""Whether two values mean the same: null is absent, as the client has it, and timestamps are instants."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def differences(expected: Any, found: Any, path: str = "$") -> list[str]:
    """Say where two JSON values differ."""
    if isinstance(expected, dict) and isinstance(found, dict):
        said, seen = _said(expected), _said(found)
        lost = [f"{path}: {name!r} is lost" for name in sorted(said.keys() - seen.keys())]
        new = [f"{path}: {name!r} came from nowhere" for name in sorted(seen.keys() - said.keys())]
        both = [name for name in said if name in seen]
        return [*lost, *new, *(each for name in both for each in differences(said[name], seen[name], f"{path}.{name}"))]
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{path}: {len(expected)} items became {len(found)}"]
        pairs = enumerate(zip(expected, found, strict=True))
        return [each for index, (one, other) in pairs for each in differences(one, other, f"{path}[{index}]")]
    return [] if _same(expected, found) else [f"{path}: {expected!r:.60} became {found!r:.60}"]


def _said(value: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if item is not None}


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return expected == found
    if isinstance(expected, str) and isinstance(found, str):
        return expected == found or (_instant(expected) == _instant(found) is not None)
    return type(expected) is type(found) and bool(expected == found)


def _instant(text: str) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if _TIMESTAMP.fullmatch(text) else None


def is_text_of(value: Any, text: str) -> bool:
    """Say whether text, as it travels in a URL, a header or a form, means a value."""
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, int | float):
        try:
            return float(text) == value if isinstance(value, float) else int(text) == value
        except ValueError:
            return False
    if isinstance(value, dict | list):
        try:
            return not differences(value, json.loads(text))
        except ValueError:
            return False
    return _same(value, text) if value is not None else text in {"", "null"}
