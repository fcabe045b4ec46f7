"""Changes of the objects that the spec describes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from lab.mutation.editing import (
    Found,
    add_field,
    at,
    drop_field,
    other_types,
    pop,
    rename_field,
    rename_schema,
    require,
    unrequire,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lab.mutation.mutant import Change


def schemas(spec: Any) -> Iterator[Found]:
    schemas = spec["components"]["schemas"]
    for schema_name, schema in schemas.items():
        fields = schema.get("properties", {})
        if fields:
            yield "added fields", f"{schema_name}: a field is added", add_field(schema_name)
        for name, field in fields.items():
            meant = schemas[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
            yield from _field(schema_name, name, field, meant, required=name in schema.get("required", []))
        for index, branch in enumerate(schema.get("anyOf", [])):
            label = f"{schema_name}: {' and '.join(branch['required'])} no longer enough"
            yield "required", label, at(["components", "schemas", schema_name, "anyOf"], pop(index))
    yield "names", "a model is renamed", rename_schema(next(iter(schemas)))


def _text(label: str, where: list[str], field: Any) -> Iterator[Found]:
    def with_more(more: Any) -> Change:
        return at(where, lambda node: node.update(copy.deepcopy(more)))

    if "x-moment" in field:
        yield "limits", f"{label} may be any time", at(where, pop("x-moment"))
    if "format" in field:
        yield "formats", f"{label} loses its format", at(where, pop("format"))
        return
    yield "formats", f"{label} becomes date-time", with_more({"format": "date-time"})
    yield "enums", f"{label} becomes an enum", with_more({"enum": ["open", "closed"]})
    yield "limits", f"{label} gets a longest length", with_more({"maxLength": 3})
    yield "limits", f"{label} gets a pattern", with_more({"pattern": "^[a-z]+$"})


def _field(schema: str, name: str, field: Any, meant: Any, *, required: bool) -> Iterator[Found]:
    label = f"{schema}.{name}"
    where = ["components", "schemas", schema, "properties"]

    def becomes(new: Any) -> Change:
        return at(where, lambda fields: fields.__setitem__(name, copy.deepcopy(new)))

    def with_more(more: Any) -> Change:
        return at([*where, name], lambda node: node.update(copy.deepcopy(more)))

    yield "names", f"{label} is renamed", rename_field(schema, name)
    yield "dropped fields", f"{label} is dropped", drop_field(schema, name)
    for other in other_types(meant)[:1] if "$ref" in field else other_types(field):
        yield "types", f"{label} becomes {other.get('format') or other['type']}", becomes(other)
    kind = field.get("type")
    if kind == "string":
        yield from _text(label, [*where, name], field)
    if kind == "integer":
        yield "formats", f"{label} becomes int32", with_more({"format": "int32"})
        yield "formats", f"{label} loses its width", at([*where, name], pop("format"))
        yield "limits", f"{label} gets a maximum", with_more({"maximum": 100})
        yield "enums", f"{label} becomes a number enum", with_more({"enum": [1, 2]})
    if kind == "array":
        yield "arrays", f"{label} becomes one item", becomes(field["items"])
        yield (
            "arrays",
            f"{label} becomes an array of arrays",
            becomes({"type": "array", "items": field["items"]} | {"items": field}),
        )
        yield "arrays", f"{label} has other items", becomes({"type": "array", "items": other_types(field["items"])[0]})
        yield "limits", f"{label} must hold an item", with_more({"minItems": 1})
    elif kind is not None:
        yield "arrays", f"{label} becomes an array", becomes({"type": "array", "items": field})
    if "$ref" in field:
        plain, called = ("number", "a number") if meant.get("type") == "string" else ("string", "text")
        yield "nesting", f"{label} becomes {called}", becomes({"type": plain})
        yield "nesting", f"{label} becomes another object", becomes({"$ref": f"#/components/schemas/{schema}"})
        yield "nesting", f"{label} becomes any object", becomes({"type": "object"})
    else:
        yield "nesting", f"{label} becomes an object", becomes({"$ref": "#/components/schemas/ErrorBody"})
        yield "null", f"{label} may be null", at([*where, name], lambda node: node.update(type=[node["type"], "null"]))
    change = unrequire(schema, name) if required else require(schema, name)
    yield "required", f"{label} becomes {'optional' if required else 'required'}", change
