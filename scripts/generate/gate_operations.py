"""What of an operation can be honoured."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from scripts.generate import gate_schemas
from scripts.generate.servers import server_url
from scripts.generate.structure import is_json, is_object, is_text, media, types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.gate_schemas import Found
    from scripts.generate.pointers import Pointer
    from scripts.generate.spec import Operation, Spec

_OPERATION = {"operationId", "tags", "parameters", "requestBody", "responses", "security", "servers", "deprecated"}
_OPERATION |= {"summary", "description", "externalDocs", "callbacks", "title"}
_PARAMETER = {"name", "in", "required", "schema", "style", "explode", "content", "allowReserved", "deprecated"}
_PARAMETER |= {"description", "example", "examples", "allowEmptyValue", "title"}
_MEDIA = {"schema", "example", "examples", "encoding", "title", "description"}
_ENCODING = {"contentType", "headers", "style", "explode", "allowReserved", "description"}
_FRAMING = {"connection", "content-length", "host", "transfer-encoding"}
_STYLES = {
    "path": {"simple", "label", "matrix"},
    "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
    "header": {"simple"},
    "cookie": {"form"},
}
_RESOURCE = {"with_raw_response", "prepare", "prepare_form"}
_SEMANTICS = {"safe", "idempotent", "unsafe"}
# For each kind of paging, the input and the outputs beside the results that it cannot do without.
_PAGING = {"cursor": ("cursor", ("nextCursor",)), "offsetLimit": ("page", ())}
_PAGING_INPUTS = {"cursor", "limit", "page"}


def problems(spec: Spec, operation: Operation) -> Iterator[Found]:
    """Find what cannot be honoured of an operation."""
    pointer, data = operation.pointer, operation.data
    yield from _unknown(data, _OPERATION, pointer)
    if "?" in operation.path or "#" in operation.path:
        yield "path", ("paths", operation.path), "a path has no query and no fragment"
    yield from _servers(data, pointer)
    yield from _servers({"servers": operation.servers}, ("paths", operation.path))
    for parameter, place in zip(operation.parameters, operation.places, strict=True):
        yield from _parameter(parameter, place)
    if "requestBody" in data:
        yield from _content(spec, data["requestBody"], (*pointer, "requestBody"))
        yield from _body(spec, data["requestBody"], (*pointer, "requestBody"))
    for status, response in data.get("responses", {}).items():
        if status.startswith("2") or status == "default":
            yield from _content(spec, response, (*pointer, "responses", status))
    method = str(data.get("x-speakeasy-name-override", "method"))
    if not method.isidentifier() or keyword.iskeyword(method) or method in _RESOURCE:
        where = (*pointer, "x-speakeasy-name-override")
        yield "method name", where, f"`{method}` cannot be the name of a Python method"
    yield from _extensions(data, pointer)
    if "x-idempotency-key" in data:
        yield from _idempotency_key(spec, data, (*pointer, "x-idempotency-key"))


def _parameter(parameter: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    yield from _unknown(parameter, _PARAMETER, pointer)
    location = parameter["in"]
    if location not in _STYLES:
        yield "in", pointer, f"{location} parameters are not supported"
        return
    style = parameter.get("style")
    if style is not None and style not in _STYLES[location]:
        yield "style", (*pointer, "style"), f"style `{style}` is not one of those in {location}"
    if location == "header" and parameter["name"].lower() in _FRAMING:
        yield "header", pointer, f"`{parameter['name']}` is for the client itself to say"
    if "schema" in parameter:
        yield from gate_schemas.problems(parameter["schema"], (*pointer, "schema"))
    for media_type, value in parameter.get("content", {}).items():
        if not (is_json(media_type) or is_text(media_type)):
            where = (*pointer, "content", media_type)
            yield "content", where, f"a parameter of `{media_type}` is not supported; it may be JSON or text"
        yield from gate_schemas.problems(value.get("schema", {}), (*pointer, "content", media_type, "schema"))


def _content(spec: Spec, holder: Any, pointer: Pointer) -> Iterator[Found]:
    content = spec.content(holder)
    chosen = media(content)
    if chosen:
        where = (*pointer, "content", chosen)
        yield from _unknown(content[chosen], _MEDIA, where)
        yield from gate_schemas.problems(content[chosen].get("schema", {}), (*where, "schema"))
        yield from _encoding(content[chosen].get("encoding", {}), chosen, (*where, "encoding"))


def _servers(holder: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    url = server_url(holder.get("servers"))
    if url.startswith("//") or (url and not url.startswith(("https://", "http://", "/"))) or "{" in url:
        yield "servers", (*pointer, "servers", 0, "url"), f"`{url}` says of no host, or path of a host, where it is"


def _encoding(encoding: dict[str, Any], media_type: str, pointer: Pointer) -> Iterator[Found]:
    for name, told in encoding.items():
        where = (*pointer, name)
        yield from _unknown(told, _ENCODING, where)
        is_usual = told.get("style", "form") == "form" and told.get("explode", True) is True
        if media_type.startswith("multipart/") and not is_usual:
            yield "style", where, "the parts of a multipart form have no styles here"
        if any(each.get("required") for each in told.get("headers", {}).values() if isinstance(each, dict)):
            yield "headers", (*where, "headers"), "the parts of a form have no headers of their own here"


def _body(spec: Spec, holder: Any, pointer: Pointer) -> Iterator[Found]:
    media_type, schema = spec.body(holder)
    told = spec.resolve(schema)
    resolved = told if isinstance(told, dict) else {}
    where = (*pointer, "content", media_type)
    if media_type.startswith("multipart/") and not media_type.startswith("multipart/form-data"):
        yield "media type", where, f"`{media_type}` is not supported; of forms there is form-data"
    elif is_json(media_type) and types(resolved) == ["null"]:
        text = "a body that can only be null is not supported, as null means that there is none"
        yield "body", (*where, "schema"), text
    elif media_type.startswith("multipart/form-data") and not (
        is_object(resolved) or "allOf" in resolved or not resolved or resolved.get("type") == "object"
    ):
        yield "form", (*where, "schema"), "a form is an object with fields"


def _extensions(operation: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    semantics = operation.get("x-http-semantics")
    if semantics is not None and str(semantics) not in _SEMANTICS:
        problem = f"expected safe, idempotent or unsafe, not `{semantics}`"
        yield "x-http-semantics", (*pointer, "x-http-semantics"), problem
    paging = operation.get("x-speakeasy-pagination")
    if paging:
        yield from _paging(paging, operation.get("x-cursor"), pointer)
    if not isinstance(operation.get("x-first-page", 1), int):
        yield "paging", (*pointer, "x-first-page"), "the number of the first page is a whole number"


def _idempotency_key(spec: Spec, operation: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    told = operation["x-idempotency-key"]
    field = told.get("field") if isinstance(told, dict) else None
    media_type, schema = spec.body(operation.get("requestBody", {}))
    resolved = spec.resolve(schema)
    fields = resolved.get("properties", {}) if isinstance(resolved, dict) and is_json(media_type) else {}
    if not isinstance(field, str) or spec.resolve(fields.get(field, {})).get("type") != "string":
        yield "idempotency key", pointer, "a key names the `field` of a JSON body that holds it, which is a string"


def _paging(paging: Any, cursor: Any, pointer: Pointer) -> Iterator[Found]:
    where = (*pointer, "x-speakeasy-pagination")
    if not isinstance(paging, dict) or str(paging.get("type")) not in _PAGING:
        told = paging.get("type") if isinstance(paging, dict) else paging
        yield "paging", (*where, "type"), f"expected cursor or offsetLimit, not `{told}`"
        return
    inputs, outputs = paging.get("inputs"), paging.get("outputs")
    found: set[str] = set()
    for index, field in enumerate(inputs if isinstance(inputs, list) else []):
        told = {key: str(field.get(key)) for key in ("type", "in", "name")} if isinstance(field, dict) else {}
        if told.get("type") not in _PAGING_INPUTS or told.get("in") not in {"requestBody", "parameters"}:
            text = f"paging input type `{told.get('type')}` in `{told.get('in')}` is not supported"
            yield "paging", (*where, "inputs", index), text
        found.add(told.get("type", ""))
    needed, result = _PAGING[str(paging["type"])]
    if needed not in found:
        yield "paging", where, f"paging by {paging['type']} needs an input of the type `{needed}`"
    for name in ("results", *result):
        if not isinstance(outputs, dict) or not isinstance(outputs.get(name), str):
            yield "paging", (*where, "outputs"), f"paging by {paging['type']} needs the output `{name}`"
    if cursor and (not isinstance(cursor, dict) or not isinstance(cursor.get("identity"), str)):
        yield "paging", (*pointer, "x-cursor"), "a cursor names the field that is the `identity` of an item"
    elif cursor and (cursor.get("bound") != "exclusive" or cursor.get("order") != "descending"):
        yield "paging", (*pointer, "x-cursor"), "only an exclusive cursor over a descending order is supported"
    elif cursor and cursor.get("unit", "unix-seconds") != "unix-seconds":
        yield "paging", (*pointer, "x-cursor", "unit"), f"expected unix-seconds, not `{cursor['unit']}`"


def _unknown(value: dict[str, Any], known: set[str], pointer: Pointer) -> Iterator[Found]:
    for key in value:
        if key not in known and not key.startswith("x-"):
            yield key, (*pointer, key), f"`{key}` is not supported by the generator"
