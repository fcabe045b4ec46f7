"""What a tool takes, in JSON Schema: the arguments of a method, as the spec describes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from heymarket_cli.operations import Method, bare
from heymarket_cli.options import BODY

Schema = dict[str, Any]

_PACKAGED = files("heymarket_cli.mcp") / "heymarket.json"
_IN_REPOSITORY = Path(__file__).parents[3] / "openapi" / "heymarket.json"
_COMPONENTS, _DEFINITIONS = "#/components/schemas/", "#/$defs/"
_NOT_JSON_SCHEMA = {"discriminator", "example", "externalDocs", "xml"}


@cache
def spec() -> dict[str, Any]:
    source = _PACKAGED if _PACKAGED.is_file() else _IN_REPOSITORY
    found: dict[str, Any] = json.loads(source.read_bytes())
    return found


def input_schema(method: Method) -> Schema:
    """Return the schema of an object with the method's arguments, self-contained: what it refers to is in `$defs`.

    That one of several arguments has to be given is not in it: hosts refuse such schemas at the root. The description
    of the operation says it, and the client refuses a wrong call before anything is sent.
    """
    described = dict(_described(_operation(method)))
    told = method.doc.arguments
    properties: dict[str, Schema] = {}
    for name in method.arguments:
        schema = dict(described.get(bare(name), {}))
        if text := told.get(name):
            schema["description"] = text
        properties[name] = schema
    found: Schema = {
        "type": "object",
        "properties": properties,
        "required": method.required,
        "additionalProperties": False,
    }
    if definitions := _definitions(found):
        found["$defs"] = definitions
    return found


def _operation(method: Method) -> dict[str, Any]:
    item = spec()["paths"][method.operation.path]
    operation: dict[str, Any] = item[method.operation.method.lower()]
    return {**operation, "parameters": [*item.get("parameters", ()), *operation.get("parameters", ())]}


def _described(operation: dict[str, Any]) -> Iterator[tuple[str, Schema]]:
    """Yield the schema for each argument, by its bare name. Parameters come last, so that they win over the body."""
    for media in _resolved(operation.get("requestBody", {})).get("content", {}).values():
        yield BODY, _plain(media["schema"])
        yield from ((bare(name), _plain(schema)) for name, schema in _properties(media["schema"]))
    for given in operation["parameters"]:
        parameter = _resolved(given)
        media = next(iter(parameter.get("content", {}).values()), parameter)
        yield bare(parameter["name"]), _plain(media.get("schema", {}))


def _properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the fields of an object, those of what it is composed of included."""
    schema = _resolved(schema)
    for part in schema.get("allOf", ()):
        yield from _properties(part)
    yield from schema.get("properties", {}).items()


def _resolved(value: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        found = spec()
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        value = found
    return value


def _plain(value: Any) -> Any:
    """Return a schema of the spec in JSON Schema's words alone."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, each in value.items():
        if name == "$ref":
            found[name] = each.replace(_COMPONENTS, _DEFINITIONS)
        elif name == "properties":
            found[name] = {field: _plain(schema) for field, schema in each.items()}
        elif name in {"default", "enum", "const", "examples"}:
            found[name] = each
        elif not name.startswith("x-") and name not in _NOT_JSON_SCHEMA:
            found[name] = _plain(each)
    return found


def _definitions(schema: Schema) -> dict[str, Schema]:
    """Return the components that a schema refers to, and those that they refer to."""
    found: dict[str, Schema] = {}
    waiting = list(_references(schema))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _plain(spec()["components"]["schemas"][name])
            waiting += _references(found[name])
    return dict(sorted(found.items()))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _references(each)
    elif isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(_DEFINITIONS)
        for each in value.values():
            yield from _references(each)
