"""Rewrites the spec so that openapi-python-client reads it correctly."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from scripts.generate.spec import JSON, chosen

if TYPE_CHECKING:
    from scripts.generate.spec import Spec

# Text all the same; what they add is for people.
TEXT_FORMATS = {"date", "email", "hostname", "ipv4", "ipv6", "password", "time", "uri", "uuid"}
FORM, TEXT, FILE = "multipart/form-data", "text/plain", "application/octet-stream"
_DOCS = ("title", "description", "examples", "example", "x-provenance")


def lowered(spec: Spec) -> dict[str, Any]:
    """Return a copy without enums, text formats, `allOf`, sets of required fields and choices of media types.

    Raises `SpecError`.
    """
    data = copy.deepcopy(spec.data)
    _lower(spec, data, ())
    return data


def is_file(schema: dict[str, Any]) -> bool:
    """Say whether a schema stands for bytes, in the words of OpenAPI 3.0 or 3.1."""
    return schema.get("format") == "binary" or "contentMediaType" in schema


def _lower(spec: Spec, value: Any, steps: tuple[str | int, ...]) -> None:
    if isinstance(value, list):
        for index, item in enumerate(value):
            _lower(spec, item, (*steps, index))
    if not isinstance(value, dict):
        return
    _choose(value, steps)
    if "allOf" in value and steps[-1] not in {"properties", "schemas"}:
        merged = merge(spec, value, steps)
        value.clear()
        value.update(copy.deepcopy(merged))
    if isinstance(value.get("enum"), list) and "type" in value:
        _open(value)
    if value.get("type") == "string":
        _reduce_formats(value)
    if is_field_sets(value.get("anyOf")):
        del value["anyOf"]
    for key, item in value.items():
        words = key in {"example", "examples"} or str(key).startswith("x-")
        if not words or steps[-1:] == ("properties",):
            _lower(spec, item, (*steps, key))


def _choose(content: dict[str, Any], steps: tuple[str | int, ...]) -> None:
    """Leave the one media type that is spoken, if these are media types; for files the generator knows one."""
    if steps[-1:] != ("content",) or steps[-2:-1] == ("properties",):
        return
    media_type, request = chosen(content), "requestBody" in steps[-2:-1] or "requestBodies" in steps[-3:-2]
    kept = {media_type: content[media_type]} if content else {}
    if request and media_type not in {JSON, FORM}:
        kept = {FILE: {"schema": {"type": "string", "format": "binary"}}}
    content.clear()
    content.update(kept)


def _reduce_formats(schema: dict[str, Any]) -> None:
    """Leave the one format of text that means something else: bytes."""
    if schema.get("format") in TEXT_FORMATS:
        del schema["format"]
    if schema.pop("contentMediaType", None):
        schema["format"] = "binary"


def _open(schema: dict[str, Any]) -> None:
    """Turn a list of values, which may grow, into words: a client must not fail at a new one."""
    known = ", ".join(f"`{value}`" for value in schema.pop("enum") if value is not None)
    words = str(schema.get("description", "")).rstrip()
    schema["description"] = f"{words} Known values: {known}; there may be more.".lstrip()


def is_field_sets(branches: Any) -> bool:
    return isinstance(branches, list) and all(isinstance(each, dict) and set(each) == {"required"} for each in branches)


def merge(spec: Spec, schema: dict[str, Any], pointer: tuple[str | int, ...]) -> dict[str, Any]:
    """Return an object that has what all parts of `allOf` have. Raises `SpecError` where they contradict."""
    beside = {key: value for key, value in schema.items() if key != "allOf"}
    if len(schema["allOf"]) == 1 and not set(beside) - set(_DOCS):
        return {**schema["allOf"][0], **beside}
    merged: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
    for part in [*schema["allOf"], beside]:
        resolved = spec.resolve(part)
        if "allOf" in resolved:
            resolved = merge(spec, resolved, pointer)
        for name, value in resolved.get("properties", {}).items():
            if merged["properties"].get(name, value) != value:
                raise spec.error((*pointer, "allOf"), f"`{name}` is described in two ways")
            merged["properties"][name] = value
        merged["required"] += [name for name in resolved.get("required", []) if name not in merged["required"]]
    merged |= {key: value for key, value in beside.items() if key in _DOCS}
    if not merged["required"]:
        del merged["required"]
    return merged
