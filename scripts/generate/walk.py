"""Goes through a spec knowing what each part is, so that a field called `schema` or an example is not taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.pointers import Pointer

HTTP_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SCHEMA, PATH, OPERATION, PARAMETER, RESPONSE, BODY = "schema", "path", "operation", "parameter", "response", "body"

SECTIONS = {
    SCHEMA: "schemas",
    RESPONSE: "responses",
    PARAMETER: "parameters",
    "example": "examples",
    BODY: "requestBodies",
    "header": "headers",
    "security": "securitySchemes",
    "link": "links",
    "callback": "callbacks",
    PATH: "pathItems",
}
"""The section of `components` that holds each kind."""

_ONE, _LIST, _MAP = "one", "list", "map"
_MEDIA = {"content": (_MAP, "media")}
_VALUE = {"schema": (_ONE, SCHEMA), "examples": (_MAP, "example"), **_MEDIA}
_PARTS: dict[str, dict[str, tuple[str, str]]] = {
    "document": {"paths": (_MAP, PATH), "webhooks": (_MAP, PATH), "components": (_ONE, "components")},
    "components": {section: (_MAP, kind) for kind, section in SECTIONS.items()},
    PATH: {**dict.fromkeys(HTTP_METHODS, (_ONE, OPERATION)), "parameters": (_LIST, PARAMETER)},
    OPERATION: {
        "parameters": (_LIST, PARAMETER),
        "requestBody": (_ONE, BODY),
        "responses": (_MAP, RESPONSE),
        "callbacks": (_MAP, "callback"),
    },
    PARAMETER: _VALUE,
    "header": _VALUE,
    BODY: _MEDIA,
    RESPONSE: {"headers": (_MAP, "header"), "links": (_MAP, "link"), **_MEDIA},
    "media": {"schema": (_ONE, SCHEMA), "examples": (_MAP, "example"), "encoding": (_MAP, "encoding")},
    "encoding": {"headers": (_MAP, "header")},
    SCHEMA: {
        **dict.fromkeys(
            ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"), (_MAP, SCHEMA)
        ),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), (_LIST, SCHEMA)),
        **dict.fromkeys(("items", "additionalProperties", "not", "contains", "if", "then", "else"), (_ONE, SCHEMA)),
        **dict.fromkeys(("propertyNames", "unevaluatedItems", "unevaluatedProperties"), (_ONE, SCHEMA)),
        "contentSchema": (_ONE, SCHEMA),
    },
}
# Only these maps may hold extensions beside what they are of.
_EXTENSIBLE = {PATH, RESPONSE}


def walk(value: Any, kind: str = "document", pointer: Pointer = ()) -> Iterator[tuple[str, Pointer, dict[str, Any]]]:
    """Yield kind, pointer and value of every object that OpenAPI has a name for, outer ones first.

    Takes any data: what is not of the right type is left out. An object that is changed before the next is asked
    for is gone through as it is then.
    """
    waiting = [(kind, pointer, value)]
    while waiting:
        kind, pointer, value = waiting.pop()
        if isinstance(value, dict):
            yield kind, pointer, value
            waiting += reversed(list(parts(kind, pointer, value)))


def parts(kind: str, pointer: Pointer, value: dict[str, Any]) -> Iterator[tuple[str, Pointer, Any]]:
    """Return kind, pointer and value of what is directly inside of an object, whatever it is."""
    if kind == "callback":
        yield from _items(value, PATH, pointer)
        return
    known = _PARTS.get(kind, {})
    for field, part in value.items():
        if field not in known:
            continue
        holds, inner = known[field]
        if holds == _ONE:
            yield inner, (*pointer, field), part
        elif holds == _LIST and isinstance(part, list):
            for index, each in enumerate(part):
                yield inner, (*pointer, field, index), each
        elif holds == _MAP and isinstance(part, dict):
            yield from _items(part, inner, (*pointer, field))


def _items(value: dict[str, Any], kind: str, pointer: Pointer) -> Iterator[tuple[str, Pointer, Any]]:
    for name, each in value.items():
        if not (kind in _EXTENSIBLE and str(name).startswith("x-")):
            yield kind, (*pointer, name), each


def references(value: Any, kind: str = "document", pointer: Pointer = ()) -> Iterator[tuple[str, Pointer, str]]:
    """Find every `$ref`: the kind of what it stands for, where it stands, and what it says."""
    for found, where, part in walk(value, kind, pointer):
        if isinstance(part.get("$ref"), str):
            yield found, (*where, "$ref"), part["$ref"]
