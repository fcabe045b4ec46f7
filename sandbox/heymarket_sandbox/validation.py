"""Checks of JSON values against the schemas of the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTHS = {"int32": 2**31, "int64": 2**63}
_LONGEST_MESSAGE = 300
_COMPONENTS = "#/components/"


class Validator:
    """One JSON Schema of the spec, with formats and integer widths enforced."""

    def __init__(self, schema: Any, components: dict[str, Any]) -> None:
        # With the components that it refers to and no others: each validator keeps a copy of them.
        whole: dict[str, Any] = {"allOf": [bounded(schema)], "components": _referred_to(schema, components)}
        self._validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    def error(self, value: Any) -> str | None:
        """Return the first error with its JSON path, or None if the value is valid."""
        error = next(self._validator.iter_errors(value), None)
        if error is None:
            return None
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path)
        return f"{path.lstrip('.') or 'body'}: {_message(error)}"[:_LONGEST_MESSAGE]


def _referred_to(schema: Any, components: dict[str, Any]) -> dict[str, Any]:
    """Return the components that a schema needs, by section and name, those that they need included."""
    found: dict[str, dict[str, Any]] = {}
    left = [schema]
    while left:
        value = left.pop()
        if isinstance(value, list):
            left.extend(value)
        elif isinstance(value, dict):
            fields = cast("dict[str, Any]", value)
            left.extend(fields.values())
            reference = fields.get("$ref")
            if isinstance(reference, str) and reference.startswith(_COMPONENTS):
                section, name = reference.removeprefix(_COMPONENTS).split("/")[:2]
                name = name.replace("~1", "/").replace("~0", "~")
                # One that is missing is told by the validator.
                if name in components.get(section, {}) and name not in found.setdefault(section, {}):
                    found[section][name] = components[section][name]
                    left.append(found[section][name])
    return found


def _message(error: jsonschema_rs.ValidationError) -> str:
    """Return the validator's message, or, where one of several fields is required, one that names them."""
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        branches = [each.kind for branch in error.kind.context for each in branch]
        missing = [
            str(kind.property) for kind in branches if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required)
        ]
        if len(missing) == len(branches):
            return f"one of {', '.join(missing)} is required"
    return error.message


def without_nulls(value: Any) -> Any:
    """Leave out fields that are null: the spec says that null means the same as missing."""
    if isinstance(value, list):
        return [without_nulls(each) for each in cast("Sequence[Any]", value)]
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {name: without_nulls(each) for name, each in fields.items() if each is not None}
    return value


def bounded(schema: Any) -> Any:
    """Add the limits of `int32` and `int64`: JSON Schema ignores these formats."""
    if isinstance(schema, list):
        return [bounded(each) for each in cast("Sequence[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    plain: dict[str, Any] = {key: bounded(each) for key, each in cast("dict[str, Any]", schema).items()}
    width = WIDTHS.get(cast("str", plain.get("format"))) if isinstance(plain.get("format"), str) else None
    if width is not None:
        plain = {"minimum": -width, "maximum": width - 1, **plain}
    return plain
