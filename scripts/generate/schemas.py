"""Reads the schemas of a spec as shapes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from scripts.generate.combine import DOCS, combined
from scripts.generate.names import attribute, class_name
from scripts.generate.shapes import Either, Field, Items, Map, Model, Named, Nullable, Shape, Simple
from scripts.generate.values import described

if TYPE_CHECKING:
    from scripts.generate.spec import Pointer, Spec

_NAMED = ("components", "schemas")
_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_ANYTHING = Simple("Any")
NULL = {"type": "null"}


class Schemas:
    """The named objects of a spec as models, and any schema as a shape."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec

    @cached_property
    def models(self) -> dict[str, Model]:
        """The models by the names of their classes."""
        named = self._spec.data.get("components", {}).get("schemas", {})
        found = {name: self._combined(schema, (*_NAMED, name)) for name, schema in named.items()}
        return {
            class_name(name): self._model(name, schema, (*_NAMED, name))
            for name, schema in found.items()
            if _is_object(schema)
        }

    def shape(self, schema: dict[str, Any], pointer: Pointer) -> Shape:
        """Return what values a schema describes."""
        schema = self._combined(schema, pointer)
        if "$ref" in schema:
            return self._referred(schema["$ref"])
        for word in ("anyOf", "oneOf"):
            if NULL in schema.get(word, ()):
                others = [self.shape(each, (*pointer, word)) for each in schema[word] if each != NULL]
                return Nullable(others[0] if len(others) == 1 else Either(tuple(others)))
        declared = schema.get("type", [])
        types = [declared] if isinstance(declared, str) else declared
        members = tuple(self._of_type(name, schema, pointer) for name in types if name != "null")
        shape = members[0] if len(members) == 1 else Either(members) if members else _ANYTHING
        return Nullable(shape) if "null" in types else shape

    def fields(self, schema: dict[str, Any], pointer: Pointer) -> tuple[Field, ...]:
        """Return the fields of an object, those that are required first."""
        schema = self._combined(schema, pointer)
        required = schema.get("required", [])
        found = [
            Field(
                name,
                attribute(name),
                self.shape(value, (*pointer, "properties", name)),
                name in required,
                self.description(value),
            )
            for name, value in schema.get("properties", {}).items()
        ]
        return tuple(sorted(found, key=lambda field: not field.required))

    def description(self, schema: dict[str, Any]) -> str:
        """Return the description of a schema, or that of the one it refers to."""
        own = described(schema)
        if len(parts := schema.get("allOf", ())) == 1 and not set(schema) - {"allOf", *DOCS}:
            return own or self.description(parts[0])
        return own or (self.description(self._spec.resolve(schema)) if "$ref" in schema else "")

    def _of_type(self, name: str, schema: dict[str, Any], pointer: Pointer) -> Shape:
        if name == "array":
            return Items(self.shape(schema["items"], (*pointer, "items")))
        if name == "object":
            return Map(_ANYTHING)
        if schema.get("format") == "date-time":
            return Simple("Timestamp")
        return Simple("Upload") if _is_file(schema) else Simple(_TYPES[name])

    def _referred(self, reference: str) -> Shape:
        pointer: Pointer = tuple(step.replace("~1", "/").replace("~0", "~") for step in reference[2:].split("/"))
        schema = self._spec.resolve({"$ref": reference})
        if pointer[:-1] == _NAMED and _is_object(self._combined(schema, pointer)):
            named = Named(class_name(str(pointer[-1])))
            return Nullable(named) if "null" in schema.get("type", ()) else named
        return self.shape(schema, pointer)

    def _combined(self, schema: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        return combined(self._spec, schema, pointer)

    def _model(self, name: str, schema: dict[str, Any], pointer: Pointer) -> Model:
        return Model(class_name(name), described(schema), self.fields(schema, pointer))


def _is_object(schema: dict[str, Any]) -> bool:
    return bool(schema.get("properties"))


def _is_file(schema: dict[str, Any]) -> bool:
    """Say whether a schema stands for bytes, in the words of OpenAPI 3.0 or 3.1."""
    return schema.get("format") == "binary" or "contentMediaType" in schema
