"""JSON values: made from a schema, changed at a JSON path, and what they mean."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from . import schemas

if TYPE_CHECKING:
    from .schemas import JsonPath

_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_PICO = 10**12


def full(schema: Any) -> Any:  # noqa: PLR0911 - one a type
    """Return a value in which everything that the schema has is there."""
    match schemas.types(schema):
        case ["object"]:
            fields = [*schemas.together(schema).items(), *schemas.entry(schema)]
            return {name: full(field) for name, field in fields}
        case ["array"]:
            return [full(schema["items"])]
        case ["string"] if "pattern" in schema:
            return schema["examples"][0]
        case ["string"] if "x-moment" in schema:
            return schemas.moments(schema["x-moment"])[0]
        case ["string"]:
            return "2024-02-29T12:34:56.789Z" if schema.get("format") == "date-time" else "text"
        case ["integer"]:
            return 7
        case ["number"]:
            return 7.5
        case ["boolean"]:
            return True
        case _:
            return {"any": ["thing"]}


_AWKWARD: dict[str, tuple[Any, Any]] = {
    "string": (" Ünï/?&=%20 ", ""),
    "integer": (2**53 + 1, 0),
    "number": (1e-7, 0),
    "boolean": (True, False),
}


def awkward(schema: Any, *, falsy: bool = False) -> Any:
    """Return a value full of what is easily lost or changed: long numbers, blanks, nothing much."""
    match schemas.types(schema):
        case ["object"] if "properties" in schema:
            return {name: awkward(field, falsy=falsy) for name, field in schemas.together(schema).items()}
        case ["array"]:
            kinds = (falsy, not falsy, falsy)[: schema.get("maxItems")]
            return [awkward(schema["items"], falsy=each) for each in kinds]
        case ["string"] if "x-moment" in schema:
            return schemas.moments(schema["x-moment"])[1 if falsy else 2]
        case ["string"] if schema.get("format") == "date-time":
            return "0999-01-01T00:00:00.000001-11:59" if falsy else "2024-02-29T23:59:59.999999+05:30"
        case [name] if name in _AWKWARD and "pattern" not in schema:
            return _AWKWARD[name][falsy]
        case _:
            return full(schema)


def smallest(schema: Any) -> Any:
    """Return the value that satisfies the schema with the least in it."""
    match schemas.types(schema or {"type": "null"}):
        case ["object"]:
            needed = schema.get("required", [])
            return {name: smallest(field) for name, field in schema.get("properties", {}).items() if name in needed}
        case ["array"]:
            return [smallest(schema["items"])] * schema.get("minItems", 0)
        case []:
            return None
        case _:
            return full(schema)


def replaced(value: Any, path: JsonPath, new: Any) -> Any:
    """Return a copy of a value with another one at a JSON path."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return [replaced(item, rest, new) if index == step else item for index, item in enumerate(value or [None])]
    return {**value, step: replaced(value.get(step), rest, new)}


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


def known(value: Any, schema: Any) -> Any:
    """Return a value without the fields that its schema does not name, which a typed object cannot hold."""
    if isinstance(value, list):
        return [known(item, (schema or {}).get("items")) for item in value]
    if isinstance(value, dict) and "properties" in (schema or {}):
        fields = schema["properties"]
        return {name: known(item, fields[name]) for name, item in value.items() if name in fields}
    for _, held in schemas.entry(schema or {}) if isinstance(value, dict) else ():
        return {name: known(item, held) for name, item in value.items()}
    return value


def whole(value: Any) -> Any:
    """Return a value with 1 for 1.0: both are integers in JSON Schema, and one type in Python is enough."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [whole(item) for item in value]
    return {name: whole(item) for name, item in value.items()} if isinstance(value, dict) else value
