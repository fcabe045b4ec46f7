"""The gate: what the generator would get wrong is refused, by name and line.

It lists what is understood rather than what is not, so a keyword that nobody thought of is refused too.
"""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from openapi_python_client.strings import ClassName

from scripts.generate.lower import FORM, TEXT, is_field_sets, is_file
from scripts.generate.names import attribute
from scripts.generate.problem import Problem, RefusedError
from scripts.generate.spec import HTTP_METHODS, JSON, Pointer, Spec, chosen, references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# No keyword of these changes what a client has to send or understand.
# Text all the same; what they add is for people.
TEXT_FORMATS = {"date", "email", "hostname", "ipv4", "ipv6", "password", "time", "uri", "uuid"}
_DOCS = {"title", "description", "summary", "example", "examples", "externalDocs", "deprecated", "$comment"}
_SCHEMA = {"$ref", "type", "format", "properties", "required", "items", "anyOf", "oneOf", "allOf", "enum"}
_PARAMETER = {"$ref", "name", "in", "required", "schema", "style", "explode"}
_OPERATION = {"operationId", "tags", "parameters", "requestBody", "responses"}
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_FORMATS = {"string": {"date-time", *TEXT_FORMATS}, "integer": {"int32", "int64"}, "number": {"float", "double"}}
NAMED_SCHEMA = 3  # steps to #/components/schemas/Name
_CLIENT = {"request", "close", "with_options"}
# What generated modules import beside the models.
_CLASSES = {"Any", "AsyncPages", "AsyncResource", "ByPage", "ByTimestamp", "ByToken", "Input", "Mapping", "Model"}
_CLASSES |= {"Operation", "Page", "Parameter", "Resource", "Sequence", "Timestamp", "Upload"}
_RESOURCE = {"with_raw_response", "prepare", "prepare_form"}
_PAGING_INPUTS = {"cursor", "limit", "page"}


def check(spec: Spec) -> None:
    """Raise `RefusedError` with every part of the spec that the templates cannot honour."""
    if found := list(problems(spec)):
        raise RefusedError(spec, found)


def problems(spec: Spec) -> Iterator[Problem]:
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
    forms = _forms(root)
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
            yield from _schema(schema, ("components", "schemas", name))
    operation_ids: set[str] = set()
    for path, item in root.get("paths", {}).items():
        yield from _unknown(item, {*HTTP_METHODS, "parameters"}, ("paths", path))
        for method in HTTP_METHODS:
            if method in item:
                pointer = ("paths", path, method)
                yield from _operation(spec, item[method], item.get("parameters", []), pointer)
                if (name := item[method].get("operationId")) in operation_ids:
                    yield Problem("operationId", (*pointer, "operationId"), f"operationId `{name}` is used twice")
                operation_ids.add(name)
                yield from _python_names(spec, item[method], item.get("parameters", []), pointer)


def _operation(
    spec: Spec,
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
            yield from _parameter(spec.resolve(parameter), (*where, "parameters", index))
    if "requestBody" in operation:
        yield from _request(spec, spec.content(operation["requestBody"]), (*pointer, "requestBody", "content"))
    successes = [status for status in operation.get("responses", {}) if str(status).startswith("2")]
    if len(successes) != 1:
        yield Problem(
            "success statuses",
            (*pointer, "responses"),
            f"one success status is supported, found {', '.join(successes) or 'none'}",
        )
    for status in successes:
        yield from _response(spec.content(operation["responses"][status]), (*pointer, "responses", status, "content"))
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


def _parameter(parameter: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
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
    yield from _schema(schema, (*pointer, "schema"))


def _request(spec: Spec, content: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    media_type = chosen(content)
    where, value = (*pointer, media_type), content.get(media_type, {})
    schema = value.get("schema", {})
    yield from _unknown(value, {"schema"}, where)
    if media_type in {JSON, ""}:
        yield from _schema(schema, (*where, "schema"))
    elif len(content) > 1:
        yield Problem("media type of a request", pointer, f"of several media types one must be {JSON}")
    elif media_type == FORM:
        named = str(schema.get("$ref", "")).removeprefix("#/").split("/")
        yield from _form(spec.resolve(schema), tuple(named) if "$ref" in schema else (*where, "schema"))
    elif schema and not is_file(schema):
        yield Problem(
            "media type of a request",
            where,
            f"a request is {JSON}, {FORM}, or a file: a string whose format is `binary`",
        )


def _response(content: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    media_type = chosen(content)
    where, value = (*pointer, media_type), content.get(media_type, {})
    if content and (media_type not in {JSON, TEXT} or (media_type == TEXT and len(content) > 1)):
        yield Problem(
            "media type of a response", where, f"a response has {JSON} among its media types, or is {TEXT} alone"
        )
    if media_type == TEXT and value.get("schema", {}).get("type", "string") != "string":
        yield Problem("media type of a response", (*where, "schema"), f"{TEXT} is a string")
    yield from _unknown(value, {"schema"}, where)
    yield from _schema(value.get("schema", {}), (*where, "schema"))


def _forms(root: dict[str, Any]) -> set[str]:
    """Return the references to schemas that are forms and nothing else."""
    uses: dict[bool, set[str]] = {True: set(), False: set()}
    for pointer, reference in references(root):
        uses[pointer[-3:-1] == (FORM, "schema")].add(reference)
    return uses[True] - uses[False]


def _form(schema: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    yield from _unknown(schema, {"type", "properties", "required"}, pointer)
    yield from _properties(schema, pointer, _form_field)


def _form_field(field: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    item = field.get("items", {}) if field.get("type") == "array" else field
    if is_file(item):
        yield from _unknown(item, {"type", "format", "contentMediaType"}, pointer)
    elif item.get("type") not in {"string", "integer", "number", "boolean"}:
        yield Problem(
            "field of a form",
            pointer,
            "a field of a form is a file, text, a number or a boolean, or an array of one of them",
        )
    else:
        yield from _schema(field, pointer)


def _schema(schema: Any, pointer: Pointer) -> Iterator[Problem]:
    if not isinstance(schema, dict):
        yield Problem("boolean schema", pointer, "a boolean schema is not supported")
        return
    named = pointer[:2] == ("components", "schemas") and len(pointer) == NAMED_SCHEMA
    yield from _unknown(schema, _SCHEMA, pointer)
    yield from _type(schema, pointer)
    yield from _alternatives(schema, pointer, named=named)
    if "allOf" in schema:
        yield from _all_of(schema, pointer, named=named)
    if "properties" in schema and not named and "allOf" not in pointer:
        yield Problem("inline object", pointer, "an object with properties must be a named component")
    yield from _properties(schema, pointer)
    if "items" in schema:
        yield from _schema(schema["items"], (*pointer, "items"))


def _alternatives(schema: dict[str, Any], pointer: Pointer, *, named: bool) -> Iterator[Problem]:
    if "anyOf" in schema and not (named and is_field_sets(schema["anyOf"])) and not _or_null(schema["anyOf"]):
        problem = "anyOf is supported for sets of required fields, at the top of a named schema, and for null"
        yield Problem("anyOf", (*pointer, "anyOf"), problem)
    if "oneOf" in schema and not _or_null(schema["oneOf"]):
        yield Problem("oneOf", (*pointer, "oneOf"), "`oneOf` is supported for one schema or null")
    for key in ("anyOf", "oneOf"):
        if _or_null(schema.get(key, [])):
            for index, branch in enumerate(schema[key]):
                yield from _schema(branch, (*pointer, key, index))


def _properties(
    schema: dict[str, Any],
    pointer: Pointer,
    check_field: Callable[[Any, Pointer], Iterator[Problem]] | None = None,
) -> Iterator[Problem]:
    properties = schema.get("properties", {})
    names = [attribute(name) for name in properties]
    for name, value in properties.items():
        where = (*pointer, "properties", name)
        if not attribute(name):
            yield Problem("name of a field", where, f"`{name}` cannot be made the name of a Python attribute")
        elif names.count(attribute(name)) > 1:
            yield Problem("name of a field", where, f"`{name}` and another field have the same name in Python")
        yield from (check_field or _schema)(value, where)
    if "allOf" not in schema and "allOf" not in pointer:
        for name in schema.get("required", []):
            if name not in properties:
                yield Problem(
                    "required field", (*pointer, "required"), f"required field `{name}` is not among the properties"
                )


def _type(schema: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
    declared = schema.get("type", [])
    types = [declared] if isinstance(declared, str) else declared
    other = [name for name in types if name != "null"]
    if "enum" in schema and set(other) != {"string"} and set(other) != {"integer"}:
        yield Problem("enum", (*pointer, "enum"), "an enum needs the type string or integer")
    if len(other) > 1:
        yield Problem("union of types", (*pointer, "type"), f"a union of types is not supported: {', '.join(types)}")
    form = schema.get("format")
    if form and not any(form in _FORMATS.get(name, ()) for name in other):
        yield Problem(
            "format",
            (*pointer, "format"),
            f"format `{form}` is not supported for {' or '.join(types) or 'an untyped value'}",
        )
    if "array" in types and "items" not in schema:
        yield Problem("array without items", pointer, "an array needs `items`")


def _or_null(branches: list[Any]) -> bool:
    other = [branch for branch in branches if branch != {"type": "null"}]
    return len(branches) == len(other) + 1 == 2  # noqa: PLR2004


def _all_of(schema: dict[str, Any], pointer: Pointer, *, named: bool) -> Iterator[Problem]:
    for index, part in enumerate(schema["allOf"]):
        yield from _schema(part, (*pointer, "allOf", index))
        if "anyOf" in part or "oneOf" in part:
            yield Problem(
                "alternatives in allOf", (*pointer, "allOf", index), "alternatives inside `allOf` are not supported"
            )
    if len(schema["allOf"]) > 1 and not named:
        yield Problem("allOf", (*pointer, "allOf"), "`allOf` of several parts must be a named component")


def _unknown(value: dict[str, Any], known: set[str], pointer: Pointer) -> Iterator[Problem]:
    for key in value:
        if str(key) not in known | _DOCS and not str(key).startswith("x-"):
            yield Problem(str(key), (*pointer, key), f"`{key}` is not supported by the generator")
