"""One schema from the parts of `allOf`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripts.generate.spec import Spec

DOCS = {"title", "description", "summary", "example", "examples", "externalDocs", "deprecated", "$comment", "xml"}


def is_words(key: object) -> bool:
    """Say whether a keyword changes nothing that a client has to send or understand."""
    return key in DOCS or str(key).startswith("x-")


def combined(spec: Spec, schema: dict[str, Any], refuse: Callable[[str, str], None]) -> dict[str, Any]:
    """Return a schema without `allOf`, which says what all its parts say; or a mere reference.

    Where the parts contradict each other, or a part leads back to itself, `refuse` is told the word and the problem.
    """
    return _combined(spec, schema, refuse, ())


def _combined(
    spec: Spec, schema: dict[str, Any], refuse: Callable[[str, str], None], within: tuple[int, ...]
) -> dict[str, Any]:
    parts = [*schema.get("allOf", ())]
    beside = {key: value for key, value in schema.items() if key != "allOf"}
    if "$ref" in beside and set(filter(lambda key: not is_words(key), beside)) != {"$ref"}:
        parts.append({"$ref": beside.pop("$ref")})  # what stands beside a reference holds as well
    if not parts:
        return schema
    if len(parts) == 1 and all(map(is_words, beside)) and isinstance(parts[0], dict):
        alone = {**parts[0], **beside}
        return (
            alone
            if set(filter(lambda key: not is_words(key), alone)) == {"$ref"}
            else _combined(spec, alone, refuse, within)
        )
    merged: dict[str, Any] = {}
    for part in parts:
        resolved = spec.resolve(part)
        if resolved is True:
            continue
        if not isinstance(resolved, dict):
            refuse("allOf", "a part allows nothing")
        elif id(resolved) in within:
            refuse("allOf", "a part leads back to itself")
        else:
            whole = _followed(spec, resolved, refuse, (*within, id(resolved)))
            _add(merged, {key: value for key, value in whole.items() if not is_words(key)}, refuse)
    _add(merged, beside, refuse)
    return merged


def _followed(
    spec: Spec, schema: dict[str, Any], refuse: Callable[[str, str], None], within: tuple[int, ...]
) -> dict[str, Any]:
    """Return a schema that is no reference."""
    whole = _combined(spec, schema, refuse, within)
    if "$ref" not in whole:
        return whole
    target = spec.resolve(whole)
    if not isinstance(target, dict) or id(target) in within:
        refuse("allOf", "a part leads back to itself")
        return {}
    return _followed(spec, target, refuse, (*within, id(target)))


def _add(merged: dict[str, Any], part: dict[str, Any], refuse: Callable[[str, str], None]) -> None:
    """Add what a part says."""
    _keep_closed(merged, part, refuse)
    for key, value in part.items():
        if key not in merged or merged[key] == value or is_words(key):
            merged[key] = value
        elif key == "type":
            merged[key] = _common(merged[key], value, refuse)
        elif key in _MERGED:
            merged[key] = _MERGED[key](merged[key], value)
        else:
            refuse("allOf", f"`{key}` is said in two ways")


def _properties(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return one | {name: _both(one[name], each) if name in one else each for name, each in other.items()}


def _both(one: Any, other: Any) -> Any:
    if one is True or one == other:
        return other
    return one if other is True else {"allOf": [one, other]}


def _both_or_neither(one: Any, other: Any) -> Any:
    return False if one is False or other is False else _both(one, other)


# How two parts that say something in different ways are one.
_MERGED: dict[str, Callable[[Any, Any], Any]] = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), min),
    **dict.fromkeys(("uniqueItems", "readOnly", "writeOnly"), lambda one, other: one or other),
    **dict.fromkeys(("format", "default"), lambda _, other: other),
    **dict.fromkeys(("items", "additionalProperties", "unevaluatedProperties"), _both_or_neither),
    "properties": _properties,
    "required": lambda one, other: [*one, *(name for name in other if name not in one)],
    "enum": lambda one, other: [each for each in one if each in other],
    "pattern": lambda one, other: f"^(?=[^]*?(?:{one}))(?=[^]*?(?:{other}))",
}


def _common(one: Any, other: Any, refuse: Callable[[str, str], None]) -> Any:
    """Return the types that both allow."""
    ones, others = ([one] if isinstance(one, str) else one), ([other] if isinstance(other, str) else other)
    common = [name for name in ones if name in others or (name == "integer" and "number" in others)]
    common += [name for name in others if name == "integer" and "number" in ones and name not in common]
    if not common:
        refuse("allOf", f"no value is both {' or '.join(ones)} and {' or '.join(others)}")
        return one
    return common[0] if len(common) == 1 else common


def _keep_closed(merged: dict[str, Any], part: dict[str, Any], refuse: Callable[[str, str], None]) -> None:
    """Refuse a part that allows no fields but its own beside one that has others."""
    for closed, other in ((merged, part), (part, merged)):
        if closed.get("additionalProperties") is False:
            own = closed.get("properties", {})
            for name in other.get("properties", {}):
                if name not in own:
                    refuse("allOf", f"a part allows no field `{name}`, which another part has")
