"""The spec as the generator gets it: what it would read wrongly is put into words that it reads rightly."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spec import Spec

# Text all the same; what they add is for people.
TEXT_FORMATS = {"date", "email", "hostname", "ipv4", "ipv6", "password", "time", "uri", "uuid"}
_DOCS = ("title", "description", "examples", "example", "x-provenance")


def lowered(spec: Spec) -> dict[str, Any]:
    """Return a copy without enums, text formats, `allOf` and sets of required fields. Raises `SpecError`."""
    data = copy.deepcopy(spec.data)
    _lower(spec, data, ())
    return data


def _lower(spec: Spec, value: Any, steps: tuple[str | int, ...]) -> None:
    if isinstance(value, list):
        for index, item in enumerate(value):
            _lower(spec, item, (*steps, index))
    if not isinstance(value, dict):
        return
    if "allOf" in value and steps[-1] not in {"properties", "schemas"}:
        merged = merge(spec, value, steps)
        value.clear()
        value.update(copy.deepcopy(merged))
    if isinstance(value.get("enum"), list) and "type" in value:
        _open(value)
    if value.get("type") == "string" and value.get("format") in TEXT_FORMATS:
        del value["format"]
    if is_field_sets(value.get("anyOf")):
        del value["anyOf"]
    for key, item in value.items():
        words = key in {"example", "examples"} or str(key).startswith("x-")
        if not words or steps[-1:] == ("properties",):
            _lower(spec, item, (*steps, key))


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
