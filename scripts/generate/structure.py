"""What a schema is, by its keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


SCHEMAS = "#/components/schemas/"
"""What references to schemas of the spec begin with."""
ALTERNATIVES = ("oneOf", "anyOf")
WORDS = (
    "title",
    "description",
    "externalDocs",
    "examples",
    "example",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
)
"""Keywords that say something of a value's place rather than what values there are."""


def is_word(key: str) -> bool:
    return key in WORDS or key.startswith("x-")


def alternatives(schema: dict[str, Any]) -> list[Any]:
    """Return the schemas of which a value fits one; none where alternatives are sets of fields."""
    branches = schema.get("oneOf") or schema.get("anyOf") or []
    return [] if is_field_sets(branches) else branches


def component(value: Any) -> str:
    """Return the name of the schema that a reference leads to; empty if it is none."""
    reference = value.get("$ref") if isinstance(value, dict) else None
    return reference.removeprefix(SCHEMAS) if isinstance(reference, str) and reference.startswith(SCHEMAS) else ""


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


def kinds(schema: Any, resolve: Callable[[Any], Any], known: dict[str, list[str]]) -> list[str]:
    """Return the JSON types that a value may have, each at most twice: more than one of a type is all that matters.

    `known` keeps those of what is referred to.
    """
    if not isinstance(schema, dict):
        return []
    if "$ref" in schema:
        reference = str(schema["$ref"])
        if reference not in known:
            known[reference] = []  # for what leads back to itself
            known[reference] = kinds(resolve(schema), resolve, known)
        return known[reference]
    if branches := alternatives(schema):
        found = [kind for branch in branches for kind in kinds(branch, resolve, known)]
        return [kind for kind in dict.fromkeys(found) for _ in range(min(2, found.count(kind)))]
    told = [types(schema), *(kinds(part, resolve, known) for part in schema.get("allOf", ()))]
    return next(filter(None, told), [])


def is_choice(schema: dict[str, Any], resolve: Callable[[Any], Any], known: dict[str, list[str]]) -> bool:
    """Say whether the decoder needs help to tell alternatives apart: there are several objects or arrays."""
    if is_object(schema) or not alternatives(schema):
        return False
    found = kinds(schema, resolve, known)
    return max(found.count("object"), found.count("array")) > 1


def is_object(schema: dict[str, Any]) -> bool:
    """Say whether a schema is an object with fields of its own, which makes it a model."""
    return bool(schema.get("properties")) and "object" in types(schema)


def media(content: dict[str, Any]) -> str:
    """Return the media type to use where there is a choice: JSON, then forms, then text; empty if there is no body."""
    ranked = sorted(content, key=lambda each: (_rank(each), [*content].index(each)))
    return ranked[0] if ranked else ""


def is_json(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip().lower()
    return is_usual(media_type) or essence == "text/json" or essence.endswith("+json")


def is_usual(media_type: str) -> bool:
    """Say whether JSON is sent as what it is usually called."""
    return media_type.partition(";")[0].strip().lower() in {"application/json", "*/*", "application/*"}


def is_text(media_type: str) -> bool:
    return media_type.lower().startswith("text/")


def _rank(media_type: str) -> int:
    essence = media_type.partition(";")[0].strip().lower()
    order = ("application/json", "+json", "multipart/form-data", "application/x-www-form-urlencoded", "text/plain")
    return next((index for index, each in enumerate(order) if essence.endswith(each)), len(order))
