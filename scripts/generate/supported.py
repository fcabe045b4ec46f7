"""The gate: what the generator would get wrong is refused, by name and line.

It lists what is understood rather than what is not, so a keyword that nobody thought of is refused too.
"""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from openapi_python_client.strings import ClassName

from scripts.generate.lower import FORM, TEXT
from scripts.generate.names import attribute
from scripts.generate.problem import Problem, RefusedError
from scripts.generate.schemas import Schemas, is_file
from scripts.generate.spec import HTTP_METHODS, JSON, Pointer, Spec, chosen

if TYPE_CHECKING:
    from collections.abc import Iterator


# No keyword of these changes what a client has to send or understand.
_DOCS = {"title", "description", "summary", "example", "examples", "externalDocs", "deprecated", "$comment"}
_PARAMETER = {"$ref", "name", "in", "required", "schema", "style", "explode"}
_OPERATION = {"operationId", "tags", "parameters", "requestBody", "responses"}
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_CLIENT = {"request", "close", "with_options"}
# What generated modules import beside the models.
_CLASSES = {"Any", "AsyncPages", "AsyncResource", "ByPage", "ByTimestamp", "ByToken", "Input", "Mapping", "Model"}
_CLASSES |= {"Annotated", "Literal", "Required", "TypedDict"}
_CLASSES |= {"Operation", "Page", "Parameter", "Resource", "Sequence", "Timestamp", "Upload"}
_RESOURCE = {"with_raw_response", "prepare", "prepare_form"}
_PAGING_INPUTS = {"cursor", "limit", "page"}


def check(spec: Spec, schemas: Schemas | None = None) -> None:
    """Raise `RefusedError` with every part of the spec that the templates cannot honour."""
    if found := list(problems(spec, schemas or Schemas(spec))):
        raise RefusedError(spec, found)


def problems(spec: Spec, schemas: Schemas) -> Iterator[Problem]:
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
    forms = schemas.forms
    for name, schema in components.get("schemas", {}).items():
        if ClassName(name, "") in _CLASSES:
            yield Problem(
                "name of a schema",
                ("components", "schemas", name),
                f"a schema cannot be called `{name}`: the client has such a class",
            )
        if f"{name}Param" in components["schemas"]:
            yield Problem(
                "name of a schema",
                ("components", "schemas", f"{name}Param"),
                f"`{name}Param` may be the name of a dict like `{name}`",
            )
        if f"#/components/schemas/{name}" not in forms:
            yield from schemas.problems_of(schema, ("components", "schemas", name))
    yield from schemas.problems_of_models()
    operation_ids: set[str] = set()
    for path, item in root.get("paths", {}).items():
        yield from _unknown(item, {*HTTP_METHODS, "parameters"}, ("paths", path))
        for method in HTTP_METHODS:
            if method in item:
                pointer = ("paths", path, method)
                yield from _operation(spec, schemas, item[method], item.get("parameters", []), pointer)
                if (name := item[method].get("operationId")) in operation_ids:
                    yield Problem("operationId", (*pointer, "operationId"), f"operationId `{name}` is used twice")
                operation_ids.add(name)
                yield from _python_names(spec, item[method], item.get("parameters", []), pointer)


def _operation(
    spec: Spec,
    schemas: Schemas,
    operation: dict[str, Any],
    shared: list[Any],
    pointer: Pointer,
) -> Iterator[Problem]:
    yield from _unknown(operation, _OPERATION, pointer)
    for key in ("operationId", "tags"):
        if not operation.get(key):
            yield Problem(key, pointer, f"an operation needs `{key}`")
    for where, parameters in ((pointer[:-1], shared), (pointer, operation.get("parameters", []))):
        for index, parameter in enumerate(parameters):
            yield from _parameter(schemas, spec.resolve(parameter), (*where, "parameters", index))
    if "requestBody" in operation:
        yield from _request(spec, schemas, spec.content(operation["requestBody"]), (*pointer, "requestBody", "content"))
    successes = [status for status in operation.get("responses", {}) if str(status).startswith("2")]
    if len(successes) != 1:
        yield Problem(
            "success statuses",
            (*pointer, "responses"),
            f"one success status is supported, found {', '.join(successes) or 'none'}",
        )
    for status in successes:
        yield from _response(
            schemas, spec.content(operation["responses"][status]), (*pointer, "responses", status, "content")
        )
    yield from _extensions(operation, pointer)


def _python_names(
    spec: Spec,
    operation: dict[str, Any],
    shared: list[Any],
    pointer: Pointer,
) -> Iterator[Problem]:
    """Find names that clash in Python: of a method, of its resource, of its arguments."""
    method = str(operation.get("x-speakeasy-name-override", "method"))
    if not method.isidentifier() or keyword.iskeyword(method) or method in _RESOURCE:
        yield Problem(
            "name of a method",
            (*pointer, "x-speakeasy-name-override"),
            f"`{method}` cannot be the name of a Python method",
        )
    for tag in operation.get("tags", []):
        if str(tag).lower() in _CLIENT:
            yield Problem("name of a tag", (*pointer, "tags"), f"a client has an attribute `{tag}` already")
    parameters = [spec.resolve(each) for each in [*shared, *operation.get("parameters", [])]]
    names = [attribute(parameter["name"].replace("-", "_").lower()) for parameter in parameters]
    _, schema = spec.body(operation.get("requestBody", {}))
    names += [attribute(name) for name in spec.resolve(schema).get("properties", {})]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("names of arguments", pointer, f"two arguments would be called `{name}`")


def _extensions(operation: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    semantics = operation.get("x-http-semantics")
    if semantics not in {None, "safe", "idempotent", "unsafe"}:
        yield Problem(
            "x-http-semantics",
            (*pointer, "x-http-semantics"),
            f"expected safe, idempotent or unsafe, not `{semantics}`",
        )
    paging = operation.get("x-speakeasy-pagination")
    if not paging:
        return
    where = (*pointer, "x-speakeasy-pagination")
    if paging.get("type") not in {"cursor", "offsetLimit"}:
        yield Problem(
            "x-speakeasy-pagination", (*where, "type"), f"expected cursor or offsetLimit, not `{paging.get('type')}`"
        )
    for index, field in enumerate(paging.get("inputs", [])):
        if field.get("type") not in _PAGING_INPUTS:
            yield Problem(
                "x-speakeasy-pagination",
                (*where, "inputs", index),
                f"paging input type `{field.get('type')}` is not supported",
            )
    cursor = operation.get("x-cursor")
    if cursor and (cursor.get("bound") != "exclusive" or cursor.get("order") != "descending"):
        yield Problem(
            "x-cursor", (*pointer, "x-cursor"), "only an exclusive cursor over a descending order is supported"
        )


def _parameter(schemas: Schemas, parameter: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    yield from _unknown(parameter, _PARAMETER, pointer)
    location = parameter["in"]
    if location not in _STYLES:
        yield Problem("location of a parameter", pointer, f"{location} parameters are not supported")
        return
    if parameter.get("style", _STYLES[location]) != _STYLES[location]:
        yield Problem(
            "style of a parameter", (*pointer, "style"), f"style `{parameter['style']}` is not supported in {location}"
        )
    if not parameter.get("explode", True):
        yield Problem("explode of a parameter", (*pointer, "explode"), "`explode: false` is not supported")
    schema = parameter.get("schema", {})
    if schema.get("type") == "object" or (schema.get("type") == "array" and location != "query"):
        yield Problem(
            "type of a parameter", (*pointer, "schema"), f"{schema['type']} values are not supported in {location}"
        )
    yield from schemas.problems_of(schema, (*pointer, "schema"))


def _request(spec: Spec, schemas: Schemas, content: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    media_type = chosen(content)
    where, value = (*pointer, media_type), content.get(media_type, {})
    schema = value.get("schema", {})
    yield from _unknown(value, {"schema"}, where)
    if media_type in {JSON, ""}:
        yield from schemas.problems_of(schema, (*where, "schema"))
    elif len(content) > 1:
        yield Problem("media type of a request", pointer, f"of several media types one must be {JSON}")
    elif media_type == FORM:
        named = str(schema.get("$ref", "")).removeprefix("#/").split("/")
        yield from _form(schemas, spec.resolve(schema), tuple(named) if "$ref" in schema else (*where, "schema"))
    elif schema and not is_file(schema):
        yield Problem(
            "media type of a request",
            where,
            f"a request is {JSON}, {FORM}, or a file: a string whose format is `binary`",
        )


def _response(schemas: Schemas, content: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    media_type = chosen(content)
    where, value = (*pointer, media_type), content.get(media_type, {})
    if content and (media_type not in {JSON, TEXT} or (media_type == TEXT and len(content) > 1)):
        yield Problem(
            "media type of a response", where, f"a response has {JSON} among its media types, or is {TEXT} alone"
        )
    if media_type == TEXT and value.get("schema", {}).get("type", "string") != "string":
        yield Problem("media type of a response", (*where, "schema"), f"{TEXT} is a string")
    yield from _unknown(value, {"schema"}, where)
    yield from schemas.problems_of(value.get("schema", {}), (*where, "schema"))


def _form(schemas: Schemas, schema: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    yield from _unknown(schema, {"type", "properties", "required"}, pointer)
    yield from schemas.problems_of_fields(schema, pointer)
    for name, field in schema.get("properties", {}).items():
        yield from _form_field(schemas.resolved(field), (*pointer, "properties", name))


def _form_field(field: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    item = field.get("items", {}) if field.get("type") == "array" else field
    if not is_file(item) and item.get("type") not in {"string", "integer", "number", "boolean"}:
        yield Problem(
            "field of a form",
            pointer,
            "a field of a form is a file, text, a number or a boolean, or an array of one of them",
        )


def _unknown(value: dict[str, Any], known: set[str], pointer: Pointer) -> Iterator[Problem]:
    for key in value:
        if str(key) not in known | _DOCS and not str(key).startswith("x-"):
            yield Problem(str(key), (*pointer, key), f"`{key}` is not supported by the generator")
