"""What of a schema can be honoured."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.generate.names import is_wire_name
from scripts.generate.patterns import PatternError, as_python
from scripts.generate.structure import ALTERNATIVES, WORDS, is_field_sets
from scripts.generate.walk import SCHEMA, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.pointers import Pointer

Found = tuple[str, "Pointer", str]
"""Kind, place and text of a problem."""

# No keyword of these changes what a client has to send or understand.
_FOR_PEOPLE = {*WORDS, "$comment", "xml", "$schema", "$id", "contentEncoding", "contentMediaType", "contentSchema"}
_HOLDING = {"properties", "$defs", "items", "additionalProperties", "allOf", *ALTERNATIVES}
_STRUCTURE = {"$ref", "type", "format", "required", "enum", "const", "discriminator", "unevaluatedProperties"}
_RULES = {"minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
_RULES |= {"multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"}
KNOWN = _FOR_PEOPLE | _HOLDING | _STRUCTURE | _RULES
_TYPES = {"string", "integer", "number", "boolean", "array", "object", "null"}


def problems(schema: Any, pointer: Pointer) -> Iterator[Found]:
    """Find what cannot be honoured in a schema and in all that it holds."""
    waiting: list[tuple[Any, Pointer]] = [(schema, pointer)]
    while waiting:
        each, where = waiting.pop()
        if each is True:
            continue
        if not isinstance(each, dict):
            yield "a schema that nothing fits", where, "a schema that nothing fits is not supported"
            continue
        yield from _of(each, where)
        for _, inside, part in parts(SCHEMA, where, each):
            keyword = inside[len(where)]
            if keyword in _HOLDING and not (keyword == "additionalProperties" and part is False):
                waiting.append((part, inside))


def _of(schema: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    for key in schema:
        if (
            key not in KNOWN
            and not key.startswith("x-")
            and not (key == "dependentRequired" and _may_be_a_body(pointer))
        ):
            yield key, (*pointer, key), f"`{key}` is not supported by the generator"
    yield from _names(schema, pointer)
    declared = schema.get("type", [])
    for name in [declared] if isinstance(declared, str) else declared:
        if name not in _TYPES:
            yield "type", (*pointer, "type"), f"there is no type `{name}`"
    yield from _values(schema, pointer)
    if isinstance(pattern := schema.get("pattern"), str):
        try:
            as_python(pattern)
        except PatternError as error:
            yield "pattern", (*pointer, "pattern"), str(error)
    yield from _extensions(schema, pointer)
    if not isinstance(schema.get("unevaluatedProperties", True), bool):
        yield "unevaluatedProperties", (*pointer, "unevaluatedProperties"), "`unevaluatedProperties` is a boolean here"
    yield from _discriminator(schema, pointer)
    if {"anyOf", "oneOf"} <= schema.keys() and not is_field_sets(schema["anyOf"]):
        yield "oneOf", (*pointer, "oneOf"), "`oneOf` beside `anyOf` is not supported"


def _extensions(schema: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    if "x-keys" in schema and not _are_keys(schema):
        text = "`x-keys` stands in a map without named fields: a `pattern`, an `example` that fits it, and a `hint`"
        yield "x-keys", (*pointer, "x-keys"), text
    if "x-moment" in schema and not _is_moment(schema):
        text = "`x-moment` stands beside `format: date-time` and has whole numbers of minutes, `every` and `ahead`"
        yield "x-moment", (*pointer, "x-moment"), text


def _are_keys(schema: dict[str, Any]) -> bool:
    told = schema["x-keys"]
    if not isinstance(told, dict) or not {"pattern", "example"} <= told.keys() <= {"pattern", "example", "hint"}:
        return False
    if "properties" in schema or not all(isinstance(text, str) for text in told.values()):
        return False
    try:
        return re.search(as_python(told["pattern"]), told["example"]) is not None
    except PatternError:
        return False


def _is_moment(schema: dict[str, Any]) -> bool:
    told = schema["x-moment"]
    if schema.get("format") != "date-time" or not isinstance(told, dict) or not told.keys() <= {"every", "ahead"}:
        return False
    return all(type(minutes) is int and minutes > 0 for minutes in told.values())


def _may_be_a_body(pointer: Pointer) -> bool:
    """Say whether a schema is a component: of a body as a whole it is known which fields need others."""
    return len(pointer) == len(("components", "schemas", "its name"))


def _discriminator(schema: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    told = schema.get("discriminator", {"propertyName": ""})
    mapping = told.get("mapping", {}) if isinstance(told, dict) else {}
    if not isinstance(told, dict) or not isinstance(told.get("propertyName"), str):
        yield "discriminator", (*pointer, "discriminator"), "a `discriminator` is an object with a `propertyName`"
    elif not isinstance(mapping, dict) or not all(isinstance(each, str) for each in mapping.values()):
        where = (*pointer, "discriminator", "mapping")
        yield "discriminator", where, "the `mapping` of a discriminator is an object of names or references"


def _names(schema: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    for name in _dict(schema.get("properties")):
        if not is_wire_name(name):
            text = "a field whose name holds quotes, backslashes or control characters is not supported"
            yield "name of a field", (*pointer, "properties", name), text


def _values(schema: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    values = schema.get("enum", [])
    if not isinstance(values, list):
        yield "enum", (*pointer, "enum"), "`enum` is a list of values"
    elif any(isinstance(value, dict | list) for value in [*values, schema.get("const")]):
        yield "enum", (*pointer, "enum"), "an enum of objects or arrays is not supported"


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
