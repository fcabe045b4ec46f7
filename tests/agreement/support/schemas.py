"""Views of a schema: bounded as its formats say, closed to unknown fields, tolerant of null."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Place = tuple[str | int, ...]
_WIDTHS = {"int32": 2**31, "int64": 2**63}


def mapped(node: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Return a copy of a document in which every schema-like object is changed, the innermost first."""
    if isinstance(node, list):
        return [mapped(item, change) for item in node]
    if not isinstance(node, dict):
        return node
    return change({key: mapped(item, change) for key, item in node.items()})


def _remembered(make: Callable[..., Any]) -> Callable[..., Any]:
    """Remember what was made of a schema object, which is kept so that its id stays its own."""
    known: dict[Any, Any] = {}

    @functools.wraps(make)
    def remembering(schema: Any, /, **options: Any) -> Any:
        key = (id(schema), *options.items())
        if key not in known:
            known[key] = schema, make(schema, **options)
        return known[key][1]

    return remembering


@_remembered
def bounded(node: Any) -> Any:
    """Give integers the limits of their format, which JSON Schema alone ignores."""

    def change(schema: dict[str, Any]) -> dict[str, Any]:
        width = _WIDTHS.get(schema["format"]) if isinstance(schema.get("format"), str) else None
        return {"minimum": -width, "maximum": width - 1, **schema} if width else schema

    return mapped(node, change)


@_remembered
def closed(node: Any, *, widths: bool = True) -> Any:
    """Forbid unknown fields.

    An open schema hides a disagreement: a renamed field passes for an unknown one and a missing one.
    """

    def change(schema: dict[str, Any]) -> dict[str, Any]:
        is_schema = schema.get("type") == "object" and isinstance(schema.get("properties"), dict)
        return {**schema, "additionalProperties": False} if is_schema else schema

    return mapped(bounded(node) if widths else node, change)


@_remembered
def tolerant(node: Any) -> Any:
    """Allow null where a field may be absent, which this API does not tell apart."""
    return _nullable(node, lambda schema: {**schema, "type": [*types(schema), "null"]} if "type" in schema else schema)


def tolerant_union(node: Any) -> Any:
    """Say the same as `tolerant` in a way from which schemathesis's coverage phase makes valid timestamps only."""
    return _nullable(bounded(node), lambda schema: {"anyOf": [schema, {"type": "null"}]})


def _nullable(node: Any, or_null: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    def change(schema: dict[str, Any]) -> dict[str, Any]:
        fields = schema.get("properties")
        if "object" not in types(schema) or not isinstance(fields, dict):
            return schema
        needed = schema.get("required", [])
        optional = {name: or_null(field) for name, field in fields.items() if name not in needed}
        return {**schema, "properties": {**fields, **optional}}

    return mapped(node, change)


def is_object(schema: Any) -> bool:
    return "object" in types(schema) and "properties" in schema


def types(schema: Any) -> list[str]:
    """Return the types that a schema allows, without null."""
    named = schema.get("type", [])
    return [name for name in ([named] if isinstance(named, str) else named) if name != "null"]


@_remembered
def validator(schema: Any) -> Draft202012Validator:
    return Draft202012Validator(schema, validate_formats=True)


def faults(schema: Any, value: Any) -> list[str]:
    """Say what in a value is against a schema."""
    return [f"{list(error.instance_path)}: {error.message[:200]}" for error in validator(schema).iter_errors(value)]


def fault_places(schema: Any, value: Any) -> set[Place]:
    """Return where a value is against a schema; a missing field counts as a place."""
    found: set[Place] = set()
    for error in validator(schema).iter_errors(value):
        place: Place = tuple(error.instance_path)
        missing = getattr(error.kind, "property", None) if error.kind.name == "required" else None
        found.add((*place, missing) if missing else place)
    return found


def path_of(place: Place) -> str:
    """Write a place as the client does: `filters.inboxes[0]`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps)


def places(schema: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Walk all places of a schema; index 0 stands for the items of an array."""
    yield place, schema
    for name, field in schema.get("properties", {}).items():
        yield from places(field, (*place, name))
    if "items" in schema:
        yield from places(schema["items"], (*place, 0))


def full(schema: Any) -> Any:  # noqa: PLR0911 - one a type
    """Return a value in which every place of the schema is filled."""
    match types(schema):
        case ["object"]:
            return {name: full(field) for name, field in schema.get("properties", {}).items()}
        case ["array"]:
            return [full(schema["items"])]
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
    """Return a value in which every place holds what is easily lost or changed: long numbers, blanks, nothing much."""
    match types(schema):
        case ["object"] if "properties" in schema:
            return {name: awkward(field, falsy=falsy) for name, field in schema["properties"].items()}
        case ["array"]:
            return [awkward(schema["items"], falsy=each) for each in (falsy, not falsy, falsy)]
        case ["string"] if schema.get("format") == "date-time":
            return "0999-01-01T00:00:00.000001-11:59" if falsy else "2024-02-29T23:59:59.999999+05:30"
        case [name] if name in _AWKWARD:
            return _AWKWARD[name][falsy]
        case _:
            return full(schema)


def some_branch(schema: Any) -> Any:
    """Return a schema in which the first of the alternative sets of fields is required."""
    branches = schema.get("anyOf", [])
    if not branches or "required" not in branches[0]:
        return schema
    return {**schema, "required": [*schema.get("required", []), *branches[0]["required"]]}


def without_field_sets(schema: Any) -> Any:
    """Return an object's schema without its alternative sets of required fields, which no type can say."""
    return {key: value for key, value in schema.items() if key != "anyOf"}


def replaced(value: Any, place: Place, new: Any) -> Any:
    """Return a copy of a value with another one at a place."""
    if not place:
        return new
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        return [replaced(item, rest, new) if index == step else item for index, item in enumerate(value)]
    return {**value, step: replaced(value.get(step), rest, new)}


def smallest(schema: Any) -> Any:
    """Return the value that satisfies the schema with the least in it."""
    match types(schema or {"type": "null"}):
        case ["object"]:
            needed = schema.get("required", [])
            return {name: smallest(field) for name, field in schema.get("properties", {}).items() if name in needed}
        case ["array"]:
            return []
        case []:
            return None
        case _:
            return full(schema)
