"""One schema from the parts of `allOf`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.generate.spec import Pointer, Spec

DOCS = ("title", "description", "examples", "example", "x-provenance")


def combined(spec: Spec, schema: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
    """Return an object that has what all parts of `allOf` have. Raises `SpecError` where they contradict."""
    if "allOf" not in schema:
        return schema
    beside = {key: value for key, value in schema.items() if key != "allOf"}
    if len(schema["allOf"]) == 1 and not set(beside) - set(DOCS):
        return {**schema["allOf"][0], **beside}
    merged: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
    for part in [*schema["allOf"], beside]:
        resolved = combined(spec, spec.resolve(part), pointer)
        for name, value in resolved.get("properties", {}).items():
            if merged["properties"].get(name, value) != value:
                raise spec.error((*pointer, "allOf"), f"`{name}` is described in two ways")
            merged["properties"][name] = value
        merged["required"] += [name for name in resolved.get("required", []) if name not in merged["required"]]
    return merged | {key: value for key, value in beside.items() if key in DOCS}
