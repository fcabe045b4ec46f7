"""Schemas in one: what an object of all of them holds."""

from __future__ import annotations

from typing import Any

_TYPES: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list}
_TYPES |= {"object": dict, "null": type(None)}
_OF_ARRAYS = {"items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"}
_OF_OBJECTS = {"properties", "additionalProperties", "patternProperties", "minProperties", "maxProperties", "required"}
_OF_TEXT = {"pattern", "minLength", "maxLength", "format"}
_OF_NUMBERS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}


def types(schema: Any) -> list[str]:
    """Return the types that a schema names, or that follow from its keywords."""
    if not isinstance(schema, dict):
        return []
    declared = schema.get("type")
    if isinstance(declared, str):
        return [declared]
    if isinstance(declared, list):
        return [*declared]
    for kind, keywords in (
        ("object", _OF_OBJECTS),
        ("array", _OF_ARRAYS),
        ("string", _OF_TEXT),
        ("number", _OF_NUMBERS),
    ):
        if keywords & schema.keys():
            return [kind]
    return []


def is_of(value: Any, declared: Any) -> bool:
    """Say whether a value is of the types that a schema declares."""
    kinds = [declared] if isinstance(declared, str) else declared or [*_TYPES]
    return any(
        isinstance(value, _TYPES[each]) and isinstance(value, bool) == (each == "boolean") for each in kinds
    ) or (isinstance(value, bool) and "boolean" in kinds)


def merged(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that asks for both, as far as drawing a value goes."""
    made = {**one, **two}
    if "properties" in one and "properties" in two:
        both = one["properties"].keys() & two["properties"].keys()
        shared = {name: {"allOf": [one["properties"][name], two["properties"][name]]} for name in both}
        made["properties"] = {**one["properties"], **two["properties"], **shared}
    if "required" in one and "required" in two:
        made["required"] = [*dict.fromkeys([*one["required"], *two["required"]])]
    if "enum" in one and "enum" in two:
        made["enum"] = [each for each in one["enum"] if each in two["enum"]]
    if types(one) and types(two) and "type" in one and "type" in two:
        kinds = [each for each in types(one) if each in types(two)]
        if "number" in types(one) + types(two) and "integer" in types(one) + types(two):
            kinds.append("integer")
        made["type"] = kinds or made["type"]
    for low in ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"):
        if low in one and low in two:
            made[low] = max(one[low], two[low])
    for high in ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"):
        if high in one and high in two:
            made[high] = min(one[high], two[high])
    return made
