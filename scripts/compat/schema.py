"""How the JSON values that a schema allows have changed, and where."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.spec import Spec

Effect = Literal["narrows", "widens", "differs", "adds", "removes"]

DOCS = {
    "$comment",
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
    "x-provenance",
    "x-speakeasy-name-override",
}
_TYPES = frozenset({"null", "boolean", "object", "array", "number", "integer", "string"})
_UPPER = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
_LOWER = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_BRANCHES = {"allOf", "anyOf", "oneOf"}
_WIDTHS = {"int32": 0, "int64": 1, "float": 0, "double": 1, None: 2}
_HANDLED = {"type", "format", "enum", "properties", "required", "items", "additionalProperties", "deprecated"}


@attrs.frozen
class SchemaChange:
    effect: Effect
    location: str
    text: str
    optional: bool = False
    """The value may be absent, and null means the same."""


class SchemaComparison:
    """Compares schemas of two specs; a pair of references is compared once."""

    def __init__(self, old: Spec, new: Spec) -> None:
        self._old = old
        self._new = new

    def compare(self, old: Any, new: Any, location: str) -> Iterator[SchemaChange]:
        yield from self._compare(old, new, location, frozenset(), optional=False)

    def _compare(
        self, old: Any, new: Any, location: str, seen: frozenset[tuple[str, str]], *, optional: bool
    ) -> Iterator[SchemaChange]:
        if _is_deprecated(new) and not _is_deprecated(old):
            yield SchemaChange("adds", location, "deprecated", optional=True)
        names = (_reference(old), _reference(new))
        if any(names):
            if names in seen:
                return
            seen |= {names}
            location = names[1].rpartition("/")[2] or location
            if _is_deprecated(self._new.resolve(new)) and not (
                _is_deprecated(self._old.resolve(old)) or _is_deprecated(new)
            ):
                yield SchemaChange("adds", location, "deprecated", optional=True)
        old, new = _with_siblings(self._old, old), _with_siblings(self._new, new)
        if not isinstance(old, dict) or not isinstance(new, dict):
            if old != new:
                yield SchemaChange("differs", location, "changed")
            return
        yield from _types(old, new, location, optional=optional)
        if not (_type_set(old) & _type_set(new)) - {"null"}:
            return  # the rest follows from that
        yield from _keywords(old, new, location)
        yield from self._properties(old, new, location, seen)
        yield from self._inner(old, new, "items", f"{location}[]", seen)
        yield from self._inner(old, new, "additionalProperties", f"{location}.*", seen)
        for key in sorted(_BRANCHES & (old.keys() | new.keys())):
            yield from self._branches(old.get(key), new.get(key), key, location, seen)

    def _properties(
        self, old: dict[str, Any], new: dict[str, Any], location: str, seen: frozenset[tuple[str, str]]
    ) -> Iterator[SchemaChange]:
        before, after = old.get("properties", {}), new.get("properties", {})
        needed_before, needed_after = set(old.get("required", [])), set(new.get("required", []))
        for name in [*before, *(name for name in after if name not in before)]:
            where = f"{location}.{name}"
            if name not in after:
                yield SchemaChange("removes", where, "removed")
            elif name not in before:
                required = name in needed_after
                yield SchemaChange("adds", where, "added, required" if required else "added", optional=not required)
            else:
                optional = name not in needed_before | needed_after
                yield from self._compare(before[name], after[name], where, seen, optional=optional)
                if name in needed_after - needed_before:
                    yield SchemaChange("narrows", where, "became required")
                if name in needed_before - needed_after:
                    yield SchemaChange("widens", where, "became optional")
        for name in sorted((needed_before ^ needed_after) - before.keys() - after.keys()):
            yield SchemaChange(
                "narrows" if name in needed_after else "widens", f"{location}.{name}", "required changed"
            )

    def _inner(
        self, old: dict[str, Any], new: dict[str, Any], key: str, location: str, seen: frozenset[tuple[str, str]]
    ) -> Iterator[SchemaChange]:
        before, after = old.get(key, True), new.get(key, True)
        if before is after or before == after == {}:
            return
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self._compare(before, after, location, seen, optional=False)
        elif before in (True, {}) or after is False:
            yield SchemaChange("narrows", location, f"`{key}` restricted")
        else:
            yield SchemaChange("widens", location, f"`{key}` opened")

    def _branches(
        self, old: list[Any] | None, new: list[Any] | None, key: str, location: str, seen: frozenset[tuple[str, str]]
    ) -> Iterator[SchemaChange]:
        before, after = _field_sets(old), _field_sets(new)
        if key == "anyOf" and before is not None and after is not None:
            for fields in after - before:
                if not any(other <= fields for other in before):
                    yield SchemaChange("widens", location, f"{_either(fields)} is enough now")
            for fields in before - after:
                if not any(other <= fields for other in after):
                    yield SchemaChange("narrows", location, f"{_either(fields)} is not enough any more")
            return
        for left, right in zip_longest(old or [], new or []):
            if left is None or right is None:
                effect: Effect = "differs"
                if key != "oneOf":
                    effect = "widens" if (key == "anyOf") == (left is None) else "narrows"
                yield SchemaChange(effect, location, f"a branch of `{key}` {'added' if left is None else 'removed'}")
            else:
                yield from self._compare(left, right, location, seen, optional=False)


def _is_deprecated(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("deprecated") is True


def _reference(schema: Any) -> str:
    return str(schema.get("$ref", "")) if isinstance(schema, dict) else ""


def _with_siblings(spec: Spec, schema: Any) -> Any:
    if not isinstance(schema, dict) or "$ref" not in schema:
        return schema
    return {**spec.resolve(schema), **{key: value for key, value in schema.items() if key != "$ref"}}


def _types(old: dict[str, Any], new: dict[str, Any], location: str, *, optional: bool) -> Iterator[SchemaChange]:
    before, after = _type_set(old), _type_set(new)
    if before != after:
        text = f"type {_type_name(old)} became {_type_name(new)}"
        effect: Effect = "widens" if before < after else "narrows" if after < before else "differs"
        yield SchemaChange(effect, location, text, optional=optional and before ^ after == {"null"})
    forms = old.get("format"), new.get("format")
    if forms[0] != forms[1]:
        text = f"format {forms[0] or 'none'} became {forms[1] or 'none'}"
        if all(form in _WIDTHS for form in forms):
            effect = "widens" if _WIDTHS[forms[0]] < _WIDTHS[forms[1]] else "narrows"
        else:
            effect = "narrows" if forms[0] is None else "widens" if forms[1] is None else "differs"
        yield SchemaChange(effect, location, text)


def _type_set(schema: dict[str, Any]) -> frozenset[str]:
    declared = schema.get("type")
    if declared is None:
        return _TYPES
    types = {declared} if isinstance(declared, str) else set(declared)
    return frozenset(types | ({"integer"} if "number" in types else set()))


def _type_name(schema: dict[str, Any]) -> str:
    declared = schema.get("type", "any")
    return declared if isinstance(declared, str) else "|".join(declared)


def _keywords(old: dict[str, Any], new: dict[str, Any], location: str) -> Iterator[SchemaChange]:
    if old.get("enum") != new.get("enum"):
        yield from _values(old.get("enum"), new.get("enum"), location)
    for key in sorted((old.keys() | new.keys()) - _HANDLED - _BRANCHES - DOCS):
        before, after = old.get(key), new.get(key)
        if before == after or key.startswith("x-"):
            continue
        text = f"`{key}` {_show(before)} became {_show(after)}"
        if before is None or after is None:
            yield SchemaChange("narrows" if before is None else "widens", location, text)
        elif key in _UPPER | _LOWER:
            yield SchemaChange("narrows" if (after < before) == (key in _UPPER) else "widens", location, text)
        else:
            yield SchemaChange("differs", location, text)


def _values(old: list[Any] | None, new: list[Any] | None, location: str) -> Iterator[SchemaChange]:
    if old is None or new is None:
        yield SchemaChange(
            "narrows" if old is None else "widens", location, "list of values " + _came(gone=new is None)
        )
        return
    for values, others, effect in ((new, old, "widens"), (old, new, "narrows")):
        missing = [_show(value) for value in values if value not in others]
        if missing:
            text = f"{', '.join(missing)} {_came(gone=effect == 'narrows')}"
            yield SchemaChange("widens" if effect == "widens" else "narrows", location, text)


def _came(*, gone: bool) -> str:
    return "removed" if gone else "added"


def _show(value: Any) -> str:
    return "none" if value is None else json.dumps(value, default=str)


def _field_sets(branches: list[Any] | None) -> set[frozenset[str]] | None:
    """Return the sets of fields of which one must be there; None if the branches say something else."""
    if branches is None:
        return {frozenset()}
    if not all(isinstance(branch, dict) and branch.keys() == {"required"} for branch in branches):
        return None
    return {frozenset(branch["required"]) for branch in branches}


def _either(fields: frozenset[str]) -> str:
    return " with ".join(f"`{field}`" for field in sorted(fields)) or "none of the alternatives"
