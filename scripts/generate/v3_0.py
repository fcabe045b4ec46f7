"""Reads OpenAPI 3.0 as 3.1: the same places, in other words."""

from __future__ import annotations

from typing import Any

_EXCLUSIVE = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_VALUES = {"example", "examples", "default", "enum", "const"}


def upgraded(value: Any, *, names: bool = False) -> Any:
    """Return a copy in the words of 3.1. `names` says that the keys are names and no keywords."""
    if isinstance(value, list):
        return [upgraded(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {
        key: item
        if not names and (key in _VALUES or key.startswith("x-"))
        else upgraded(item, names=not names and key in _NAMING)
        for key, item in value.items()
    }
    return made if names else _schema(made)


_NAMING = {"properties", "schemas", "responses", "parameters", "headers", "requestBodies", "paths", "content"}


def _schema(made: dict[str, Any]) -> dict[str, Any]:
    for exclusive, limit in _EXCLUSIVE.items():
        if isinstance(made.get(exclusive), bool) and made.pop(exclusive) and limit in made:
            made[exclusive] = made.pop(limit)
    if isinstance(made.get("nullable"), bool) and made.pop("nullable"):
        _allow_null(made)
    return made


def _allow_null(made: dict[str, Any]) -> None:
    if isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
        if isinstance(made.get("enum"), list) and None not in made["enum"]:
            made["enum"] = [*made["enum"], None]
        return
    for key in ("oneOf", "anyOf"):
        if isinstance(made.get(key), list):
            made[key] = [*made[key], {"type": "null"}]
            return
    if "allOf" in made or "$ref" in made:
        kept = {key: made.pop(key) for key in ("allOf", "$ref") if key in made}
        made["anyOf"] = [kept, {"type": "null"}]
