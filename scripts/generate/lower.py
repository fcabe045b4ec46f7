"""Reduces the spec to what openapi-python-client reads for us: names of operations, parameters and classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.generate.spec import Operation, Spec

FORM, TEXT = "multipart/form-data", "text/plain"
_WORDS = ("operationId", "tags", "summary")


def lowered(spec: Spec, models: Iterable[str]) -> dict[str, Any]:
    """Return a spec without types, which `schemas` reads, and without bodies, which `view` reads."""
    paths: dict[str, Any] = {}
    for operation in spec.operations():
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    info = {key: str(spec.data["info"][key]) for key in ("title", "version")}
    schemas = {name: {"type": "object"} for name in models}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _operation(operation: Operation) -> dict[str, Any]:
    words: dict[str, Any] = {key: operation.data[key] for key in _WORDS if key in operation.data}
    return {**words, "parameters": _parameters(operation), "responses": {"200": {"description": ""}}}


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    """Return the parameters of an operation and of its path; its own replace those of its path."""
    given = {(each["in"], each["name"]): each for each in operation.parameters}
    return [
        {"in": location, "name": name, "required": each.get("required", False), "schema": {"type": "string"}}
        for (location, name), each in given.items()
    ]


def is_field_sets(branches: Any) -> bool:
    return isinstance(branches, list) and all(isinstance(each, dict) and set(each) == {"required"} for each in branches)
