"""What of an operation can be honoured."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from scripts.generate import gate_schemas
from scripts.generate.structure import is_object, media

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
_STYLES = {
    "path": {"simple", "label", "matrix"},
    "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
    "header": {"simple"},
    "cookie": {"form"},
}
_RESOURCE = {"with_raw_response", "prepare", "prepare_form"}
_PAGING_INPUTS = {"cursor", "limit", "page"}


def problems(spec: Spec, operation: Operation) -> Iterator[Found]:
    """Find what cannot be honoured of an operation."""
    pointer, data = operation.pointer, operation.data
    yield from _unknown(data, _OPERATION, pointer)
    for index, parameter in enumerate(operation.parameters):
        yield from _parameter(parameter, (*pointer, "parameters", index))
    if "requestBody" in data:
        yield from _content(spec, data["requestBody"], (*pointer, "requestBody"))
        yield from _form(spec, data["requestBody"], (*pointer, "requestBody"))
    for status, response in data.get("responses", {}).items():
        if status.startswith("2") or status == "default":
            yield from _content(spec, response, (*pointer, "responses", status))
    method = str(data.get("x-speakeasy-name-override", "method"))
    if not method.isidentifier() or keyword.iskeyword(method) or method in _RESOURCE:
        where = (*pointer, "x-speakeasy-name-override")
        yield "method name", where, f"`{method}` cannot be the name of a Python method"
    yield from _extensions(data, pointer)


def _parameter(parameter: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    yield from _unknown(parameter, _PARAMETER, pointer)
    location = parameter["in"]
    if location not in _STYLES:
        yield "in", pointer, f"{location} parameters are not supported"
        return
    style = parameter.get("style")
    if style is not None and style not in _STYLES[location]:
        yield "style", (*pointer, "style"), f"style `{style}` is not one of those in {location}"
    if "schema" in parameter:
        yield from gate_schemas.problems(parameter["schema"], (*pointer, "schema"))
    for media_type, value in parameter.get("content", {}).items():
        yield from gate_schemas.problems(value.get("schema", {}), (*pointer, "content", media_type, "schema"))


def _content(spec: Spec, holder: Any, pointer: Pointer) -> Iterator[Found]:
    content = spec.content(holder)
    chosen = media(content)
    if chosen:
        where = (*pointer, "content", chosen)
        yield from _unknown(content[chosen], _MEDIA, where)
        yield from gate_schemas.problems(content[chosen].get("schema", {}), (*where, "schema"))


def _form(spec: Spec, holder: Any, pointer: Pointer) -> Iterator[Found]:
    media_type, schema = spec.body(holder)
    if media_type.startswith("multipart/") and not media_type.startswith("multipart/form-data"):
        yield (
            "media type",
            (*pointer, "content", media_type),
            f"`{media_type}` is not supported; of forms there is form-data",
        )
    elif media_type.startswith("multipart/form-data"):
        resolved = spec.resolve(schema)
        if not (is_object(resolved) or "allOf" in resolved or not resolved or resolved.get("type") == "object"):
            yield "form", (*pointer, "content", media_type, "schema"), "a form is an object with fields"


def _extensions(operation: dict[str, Any], pointer: Pointer) -> Iterator[Found]:
    semantics = operation.get("x-http-semantics")
    if semantics not in {None, "safe", "idempotent", "unsafe"}:
        problem = f"expected safe, idempotent or unsafe, not `{semantics}`"
        yield "x-http-semantics", (*pointer, "x-http-semantics"), problem
    paging = operation.get("x-speakeasy-pagination")
    if not paging:
        return
    where = (*pointer, "x-speakeasy-pagination")
    if paging.get("type") not in {"cursor", "offsetLimit"}:
        yield "paging", (*where, "type"), f"expected cursor or offsetLimit, not `{paging.get('type')}`"
    for index, field in enumerate(paging.get("inputs", [])):
        if field.get("type") not in _PAGING_INPUTS:
            yield "paging", (*where, "inputs", index), f"paging input type `{field.get('type')}` is not supported"
    cursor = operation.get("x-cursor")
    if cursor and (cursor.get("bound") != "exclusive" or cursor.get("order") != "descending"):
        yield "paging", (*pointer, "x-cursor"), "only an exclusive cursor over a descending order is supported"


def _unknown(value: dict[str, Any], known: set[str], pointer: Pointer) -> Iterator[Found]:
    for key in value:
        if key not in known and not key.startswith("x-"):
            yield key, (*pointer, key), f"`{key}` is not supported by the generator"
