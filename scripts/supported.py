"""The gate: what the generator would get wrong is refused, by name and line.

It lists what is understood rather than what is not, so a keyword that nobody thought of is refused too.
"""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from spec import HTTP_METHODS, Pointer, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

# No keyword of these changes what a client has to send or understand.
_DOCS = {"title", "description", "summary", "example", "examples", "externalDocs", "deprecated", "$comment"}
_SCHEMA = {"$ref", "type", "format", "properties", "required", "items", "anyOf"}
_PARAMETER = {"$ref", "name", "in", "required", "schema", "style", "explode"}
_OPERATION = {"operationId", "tags", "parameters", "requestBody", "responses"}
_STYLES = {"path": "simple", "query": "form", "header": "simple"}
_FORMATS = {"string": {"date-time"}, "integer": {"int32", "int64"}, "number": {"float", "double"}}
NAMED_SCHEMA = 3  # steps to #/components/schemas/Name
_PAGING_INPUTS = {"cursor", "limit", "page"}


def check(spec: Spec) -> None:
    """Raise `SpecError` for the first place that the templates cannot honour."""
    for pointer, problem in problems(spec):
        raise spec.error(pointer, problem)


def problems(spec: Spec) -> Iterator[tuple[Pointer, str]]:
    """Find all places that the templates cannot honour."""
    root = spec.data
    yield from _unknown(
        root,
        {"openapi", "info", "servers", "security", "tags", "paths", "components", "jsonSchemaDialect"},
        (),
    )
    components = root.get("components", {})
    yield from _unknown(
        components,
        {"schemas", "responses", "parameters", "headers", "requestBodies", "securitySchemes"},
        ("components",),
    )
    for name, schema in components.get("schemas", {}).items():
        yield from _schema(schema, ("components", "schemas", name))
    operation_ids: set[str] = set()
    for path, item in root.get("paths", {}).items():
        yield from _unknown(item, {*HTTP_METHODS, "parameters"}, ("paths", path))
        for method in HTTP_METHODS:
            if method in item:
                pointer = ("paths", path, method)
                yield from _operation(spec, item[method], item.get("parameters", []), pointer)
                if (name := item[method].get("operationId")) in operation_ids:
                    yield (*pointer, "operationId"), f"operationId `{name}` is used twice"
                operation_ids.add(name)


def _operation(
    spec: Spec,
    operation: dict[str, Any],
    shared: list[Any],
    pointer: Pointer,
) -> Iterator[tuple[Pointer, str]]:
    yield from _unknown(operation, _OPERATION, pointer)
    for key in ("operationId", "tags"):
        if not operation.get(key):
            yield pointer, f"an operation needs `{key}`"
    if len(operation.get("tags", [])) > 1:
        yield (*pointer, "tags"), "an operation belongs to one tag, which names its resource"
    for where, parameters in ((pointer[:-1], shared), (pointer, operation.get("parameters", []))):
        for index, parameter in enumerate(parameters):
            yield from _parameter(spec.resolve(parameter), (*where, "parameters", index))
    if "requestBody" in operation:
        body = spec.resolve(operation["requestBody"])
        yield from _content(body.get("content", {}), (*pointer, "requestBody", "content"))
    successes = [status for status in operation.get("responses", {}) if str(status).startswith("2")]
    if len(successes) != 1:
        yield (*pointer, "responses"), f"one success status is supported, found {', '.join(successes) or 'none'}"
    for status in successes:
        response = spec.resolve(operation["responses"][status])
        yield from _content(response.get("content", {}), (*pointer, "responses", status, "content"))
    yield from _extensions(operation, pointer)


def _extensions(operation: dict[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    semantics = operation.get("x-http-semantics")
    if semantics not in {None, "safe", "idempotent", "unsafe"}:
        yield (*pointer, "x-http-semantics"), f"expected safe, idempotent or unsafe, not `{semantics}`"
    paging = operation.get("x-speakeasy-pagination")
    if not paging:
        return
    where = (*pointer, "x-speakeasy-pagination")
    if paging.get("type") not in {"cursor", "offsetLimit"}:
        yield (*where, "type"), f"expected cursor or offsetLimit, not `{paging.get('type')}`"
    for index, field in enumerate(paging.get("inputs", [])):
        if field.get("type") not in _PAGING_INPUTS:
            yield (*where, "inputs", index), f"paging input type `{field.get('type')}` is not supported"
    cursor = operation.get("x-cursor")
    if cursor and (cursor.get("bound") != "exclusive" or cursor.get("order") != "descending"):
        yield (*pointer, "x-cursor"), "only an exclusive cursor over a descending order is supported"


def _parameter(parameter: dict[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    yield from _unknown(parameter, _PARAMETER, pointer)
    place = parameter["in"]
    if place not in _STYLES:
        yield pointer, f"{place} parameters are not supported"
        return
    if parameter.get("style", _STYLES[place]) != _STYLES[place]:
        yield (*pointer, "style"), f"style `{parameter['style']}` is not supported in {place}"
    if not parameter.get("explode", True):
        yield (*pointer, "explode"), "`explode: false` is not supported"
    schema = parameter.get("schema", {})
    if schema.get("type") == "object" or (schema.get("type") == "array" and place != "query"):
        yield (*pointer, "schema"), f"{schema['type']} values are not supported in {place}"
    yield from _schema(schema, (*pointer, "schema"))


def _content(content: dict[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    for media_type, value in content.items():
        if media_type != "application/json" or len(content) > 1:
            yield (*pointer, media_type), "only application/json, alone, is supported here"
        yield from _unknown(value, {"schema"}, (*pointer, media_type))
        yield from _schema(value.get("schema", {}), (*pointer, media_type, "schema"))


def _schema(schema: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if not isinstance(schema, dict):
        yield pointer, "a boolean schema is not supported"
        return
    named = pointer[:2] == ("components", "schemas") and len(pointer) == NAMED_SCHEMA
    yield from _unknown(schema, _SCHEMA, pointer)
    yield from _type(schema, pointer)
    if "properties" in schema and not named:
        yield pointer, "an object with properties must be a named component"
    if "anyOf" in schema and not (named and all(set(branch) == {"required"} for branch in schema["anyOf"])):
        yield (*pointer, "anyOf"), "anyOf is supported for sets of required fields, at the top of a named schema"
    for name, value in schema.get("properties", {}).items():
        where = (*pointer, "properties", name)
        if not name.isidentifier() or keyword.iskeyword(name) or name in _RESERVED or name.startswith("_"):
            yield where, f"`{name}` cannot be the name of a Python attribute here"
        yield from _schema(value, where)
    for name in schema.get("required", []):
        if name not in schema.get("properties", {}):
            yield (*pointer, "required"), f"required field `{name}` is not among the properties"
    if "items" in schema:
        yield from _schema(schema["items"], (*pointer, "items"))


def _type(schema: dict[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    declared = schema.get("type", [])
    types = [declared] if isinstance(declared, str) else declared
    other = [name for name in types if name != "null"]
    if len(other) > 1:
        yield (*pointer, "type"), f"a union of types is not supported: {', '.join(types)}"
    form = schema.get("format")
    if form and not any(form in _FORMATS.get(name, ()) for name in other):
        yield (*pointer, "format"), f"format `{form}` is not supported for {' or '.join(types) or 'an untyped value'}"
    if "array" in types and "items" not in schema:
        yield pointer, "an array needs `items`"


# What `Model` and the generated methods use themselves.
_RESERVED = {"raw", "to_dict", "self"}


def _unknown(value: dict[str, Any], known: set[str], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    for key in value:
        if str(key) not in known | _DOCS and not str(key).startswith("x-"):
            yield (*pointer, key), f"`{key}` is not supported by the generator"
