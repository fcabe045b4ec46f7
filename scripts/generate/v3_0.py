"""Reads an OpenAPI 3.0 document as a 3.1 one; https://www.openapis.org/blog/2021/02/16/migrating-from-openapi-3-0-to-3-1-0."""

from __future__ import annotations

from typing import Any

from scripts.generate.structure import ALTERNATIVES, is_word
from scripts.generate.walk import SCHEMA, walk

_BESIDE_REFERENCE = {"$ref", "summary", "description"}
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def upgrade(data: dict[str, Any]) -> None:
    """Change a document, whatever else may be wrong with it, into what means the same in 3.1.

    The words of 3.0 are taken in a document of 3.1 too, where they would mean nothing.
    """
    is_older = str(data.get("openapi")).startswith("3.0")
    if is_older or data.get("openapi") == "3.1":
        data["openapi"] = "3.1.0"
    for kind, _, part in walk(data):
        if is_older and isinstance(part.get("$ref"), str):
            # What stands beside a reference counts in 3.1; in 3.0 it was to be ignored.
            for key in set(part) - _BESIDE_REFERENCE:
                del part[key]
        elif kind == SCHEMA:
            _upgrade_schema(part)


def _upgrade_schema(schema: dict[str, Any]) -> None:
    for exclusive, bound in _BOUNDS.items():
        if schema.get(exclusive) is True and bound in schema:
            schema[exclusive] = schema.pop(bound)
        elif isinstance(schema.get(exclusive), bool):
            del schema[exclusive]
    if "example" in schema and "examples" not in schema:
        schema["examples"] = [schema.pop("example")]
    if schema.pop("nullable", False) is True:
        _allow_null(schema)


def _allow_null(schema: dict[str, Any]) -> None:
    null = {"type": "null"}
    if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"].append(None)
    for key in ALTERNATIVES:
        if isinstance(schema.get(key), list):
            if null not in schema[key]:
                schema[key].append(null)
            if isinstance(schema.get("type"), str):
                schema["type"] = [schema["type"], "null"]
            return
    if isinstance(schema.get("allOf"), list):
        inner = {key: schema.pop(key) for key in list(schema) if not is_word(key)}
        schema["anyOf"] = [inner, null]
    elif isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
