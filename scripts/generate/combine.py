"""`allOf`: one schema that says what all its parts say."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from scripts.generate.structure import WORDS, is_field_sets, is_word, types

if TYPE_CHECKING:
    from collections.abc import Callable


_OF_A_PLACE = {*WORDS, "x-provenance"}


class CombineError(Exception):
    """The parts contradict each other."""


Known = dict[int, tuple[dict[str, Any], dict[str, Any]]]
"""Schemas, each with what it was combined into, by their identities."""


def combined(schema: dict[str, Any], resolve: Callable[[Any], Any], known: Known | None = None) -> dict[str, Any]:
    """Return a schema without `allOf`, and without alternatives beside fields. Raises `CombineError`.

    Parts that are shared are combined once, so that the work stays in proportion to the spec.
    """
    known = {} if known is None else known
    if id(schema) not in known:
        known[id(schema)] = schema, _combined(schema, resolve, known)
    return copy.deepcopy(known[id(schema)][1])


def _combined(schema: dict[str, Any], resolve: Callable[[Any], Any], known: Known) -> dict[str, Any]:
    beside = {key: value for key, value in schema.items() if key != "allOf"}
    if len(schema.get("allOf", ())) == 1 and not set(beside) - _OF_A_PLACE:
        return {**_part(schema["allOf"][0]), **beside}
    parts = [*schema.get("allOf", ()), *([] if all(map(is_word, beside)) else [beside])]
    merged: dict[str, Any] = {}
    for part in parts:
        resolved = resolve(_part(part))
        if "allOf" in resolved:
            resolved = combined(resolved, resolve, known)
            resolved = resolve(resolved)
        _merge(merged, copy.deepcopy(resolved))
    return merged | {key: value for key, value in beside.items() if is_word(key)}


def distributed(schema: dict[str, Any], resolve: Callable[[Any], Any]) -> dict[str, Any]:
    """Return alternatives that each have what stands beside them. Raises `CombineError`."""
    key = "oneOf" if "oneOf" in schema else "anyOf"
    if is_field_sets(schema.get(key)) or key not in schema:
        return schema
    shared = {name: each for name, each in schema.items() if name not in {key, "discriminator", "type"}}
    shared = {name: each for name, each in shared.items() if not is_word(name)}
    if not shared or set(shared) <= {"required"} or types(schema) not in ([], ["object"]):
        return schema
    branches = [combined({"allOf": [branch, shared]}, resolve) for branch in schema[key]]
    return {name: value for name, value in schema.items() if name not in shared} | {key: branches}


def _part(part: Any) -> dict[str, Any]:
    return part if isinstance(part, dict) else {}


def _merge(merged: dict[str, Any], part: dict[str, Any]) -> None:
    for key, value in part.items():
        merged[key] = _agreed(key, merged[key], value) if key in merged else value


def _agreed(key: str, one: Any, other: Any) -> Any:
    """Return what both say of a keyword. Raises `CombineError`."""
    if is_word(key) or one == other:
        return other
    if key in _AGREEING:
        return _AGREEING[key](one, other)
    raise CombineError(f"the parts of `allOf` say different things of `{key}`")


def _fields(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return one | {name: _both(one.get(name, field), field, name) for name, field in other.items()}


def _others(one: Any, other: Any) -> Any:
    if other in (True, {}):
        return one
    if one in (True, {}):
        return other
    raise CombineError("the parts of `allOf` say different things of `additionalProperties`")


def _both(one: Any, other: Any, name: str) -> Any:
    if one == other:
        return one
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return other if one is True else one
    plain = [{key: value for key, value in each.items() if not is_word(key)} for each in (one, other)]
    if plain[0] == plain[1] or not plain[1]:
        return {**one, **{key: value for key, value in other.items() if is_word(key)}}
    if "$ref" in one or "$ref" in other:
        raise CombineError(f"`{name}` is described in two ways")
    merged = copy.deepcopy(one)
    try:
        _merge(merged, copy.deepcopy(other))
    except CombineError:
        raise CombineError(f"`{name}` is described in two ways") from None
    return merged


def _common(one: Any, other: Any) -> Any:
    ours = [one] if isinstance(one, str) else one
    theirs = [other] if isinstance(other, str) else other
    common = [each for each in ours if each in theirs or (each == "integer" and "number" in theirs)]
    common += ["integer"] if "integer" in theirs and "number" in ours and "integer" not in common else []
    if not common:
        raise CombineError("the parts of `allOf` have no type in common")
    return common[0] if len(common) == 1 else common


_AGREEING: dict[str, Callable[[Any, Any], Any]] = {
    "properties": _fields,
    "required": lambda one, other: [*one, *(name for name in other if name not in one)],
    "type": _common,
    "enum": lambda one, other: [each for each in one if each in other],
    "format": lambda one, _other: one,
    "additionalProperties": _others,
    **dict.fromkeys(("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties"), max),
    **dict.fromkeys(("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"), min),
}
