"""What a schema is, by its keywords."""

from __future__ import annotations

from typing import Any


def is_field_sets(branches: Any) -> bool:
    """Say whether these alternatives are sets of fields, of which one must be given."""
    return (
        isinstance(branches, list)
        and bool(branches)
        and all(isinstance(each, dict) and set(each) == {"required"} for each in branches)
    )


def is_file(schema: Any) -> bool:
    """Say whether a schema stands for bytes, in the words of OpenAPI 3.0 or 3.1."""
    return isinstance(schema, dict) and (schema.get("format") == "binary" or "contentMediaType" in schema)


def types(schema: dict[str, Any]) -> list[str]:
    """Return the types that a schema names, null included, or that follow from its keywords."""
    declared = schema.get("type")
    if declared is not None:
        return [declared] if isinstance(declared, str) else list(declared)
    if "properties" in schema or "additionalProperties" in schema:
        return ["object"]
    return ["array"] if "items" in schema else []


def is_object(schema: dict[str, Any]) -> bool:
    """Say whether a schema is an object with fields of its own, which makes it a model."""
    return bool(schema.get("properties")) and "object" in types(schema)


def media(content: dict[str, Any]) -> str:
    """Return the media type to use where there is a choice: JSON, then forms, then text; empty if there is no body."""
    ranked = sorted(content, key=lambda each: (_rank(each), [*content].index(each)))
    return ranked[0] if ranked else ""


def is_json(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip().lower()
    return essence in {"application/json", "*/*", "application/*"} or essence.endswith("+json")


def is_text(media_type: str) -> bool:
    return media_type.lower().startswith("text/")


def _rank(media_type: str) -> int:
    essence = media_type.partition(";")[0].strip().lower()
    order = ("application/json", "+json", "multipart/form-data", "application/x-www-form-urlencoded", "text/plain")
    return next((index for index, each in enumerate(order) if essence.endswith(each)), len(order))
