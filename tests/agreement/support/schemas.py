"""Views of a schema: bounded as its formats say, closed to unknown fields, tolerant of null."""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

JsonPath = tuple[str | int, ...]
_STARTED = datetime.datetime.now(datetime.UTC)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_WIDTHS = {"int32": 2**31, "int64": 2**63}


def mapped(node: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Return a copy of a spec, or a part of it, in which every schema-like object is changed, the innermost first."""
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


@_remembered
def fitting(node: Any) -> Any:
    """Say what a client refuses beyond the schema: by examples which moments may be named, and which keys a map has."""

    def change(schema: dict[str, Any]) -> dict[str, Any]:
        if "x-keys" in schema:
            return {**schema, "propertyNames": {"pattern": schema["x-keys"]["pattern"]}}
        return {"type": "string", "enum": moments(schema["x-moment"])} if "x-moment" in schema else schema

    return mapped(node, change)


def moments(told: dict[str, int]) -> list[str]:
    """Return moments that may be named until tomorrow."""
    grid = datetime.timedelta(minutes=told.get("every", 1))
    earliest = _STARTED + datetime.timedelta(days=1, minutes=told.get("ahead", 0))
    first = _EPOCH - (_EPOCH - earliest) // grid * grid
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    return [each.isoformat() for each in (first, (first + 7 * grid).astimezone(zone), first + 10_000 * grid)]


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


def fault_paths(schema: Any, value: Any) -> set[JsonPath]:
    """Return the JSON paths where a value is against a schema; a missing field has one too."""
    found: set[JsonPath] = set()
    for error in validator(schema).iter_errors(value):
        path = _whole(tuple(error.instance_path), value, error.instance)
        missing = getattr(error.kind, "property", None) if error.kind.name == "required" else None
        found.add((*path, missing) if missing else path)
    return found


def _whole(path: JsonPath, value: Any, wrong: Any) -> JsonPath:
    """Return a path with its empty keys, which the validator leaves out."""
    found: JsonPath = ()
    for each in path:
        step = str(each) if isinstance(value, dict) else each  # digits come as a number
        while isinstance(value, dict) and step not in value and "" in value:
            found, value = (*found, ""), value[""]
            step = str(each) if isinstance(value, dict) else each
        found, value = (*found, step), value[step]
    is_inside = isinstance(value, dict) and "" in value and value != wrong and value[""] == wrong
    return (*found, "") if is_inside else found


def written(path: JsonPath) -> str:
    """Write a JSON path as the client does: `filters.inboxes[0]`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps)


def paths(schema: Any, path: JsonPath = ()) -> Iterator[tuple[JsonPath, Any]]:
    """Walk all JSON paths of a schema; index 0 stands for the items of an array, and one key for those of a map."""
    yield path, schema
    for name, field in schema.get("properties", {}).items():
        yield from paths(field, (*path, name))
    for key, held in entry(schema):
        yield from paths(held, (*path, key))
    if "items" in schema:
        yield from paths(schema["items"], (*path, 0))


def entry(schema: Any) -> list[tuple[str, Any]]:
    """Return the key and the schema of one entry, if the schema is that of a map."""
    held = schema.get("additionalProperties")
    key = schema.get("x-keys", {}).get("example", "text")
    return [(key, held)] if isinstance(held, dict) else []


def some_branch(schema: Any) -> Any:
    """Return a schema in which the first of the alternative sets of fields is required."""
    first = [name for word in FIELD_SETS for name in (field_sets(schema, word) or [[]])[0]]
    return {**schema, "required": [*schema.get("required", []), *first]} if first else schema


FIELD_SETS = ("anyOf", "oneOf")


def field_sets(schema: Any, word: str) -> list[list[str]]:
    """Return the alternative sets of required fields of an object: one of them must be given, or exactly one."""
    return [each["required"] for each in (schema or {}).get(word, []) if set(each) == {"required"}]


def together(schema: Any) -> dict[str, Any]:
    """Return as many fields of an object as may be given together, with their schemas."""
    others = {name for names in field_sets(schema, "oneOf")[1:] for name in names}
    return {name: field for name, field in (schema or {}).get("properties", {}).items() if name not in others}


def without_field_sets(schema: Any) -> Any:
    """Return an object's schema without what it says of fields together, which no type can say."""
    return {key: value for key, value in schema.items() if key not in {*FIELD_SETS, "dependentRequired"}}
