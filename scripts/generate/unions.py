"""Reads `oneOf` and `anyOf`: a value of one of several shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.generate.combine import is_words
from scripts.generate.shapes import NOTHING, Either, Named, Nullable, Ruled, Shape, either, nullable
from scripts.generate.values import types_of

if TYPE_CHECKING:
    from scripts.generate.schemas import Schemas
    from scripts.generate.spec import Pointer


class Unions:
    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def shape(self, schema: dict[str, Any], word: str, pointer: Pointer) -> Shape:
        """Return the shape of a schema that has `word`."""
        beside = {
            key: value for key, value in schema.items() if key not in {word, "discriminator"} and not is_words(key)
        }
        branches = schema[word]
        members = [self._member(branch, beside, (*pointer, word, i)) for i, branch in enumerate(branches)]
        bare = [member.inner if isinstance(member, Nullable) else member for member in members]
        if all(map(_is_object, [member for member in bare if member != NOTHING])):
            field, values = self._told_by(schema, branches, pointer, word)
            if len(values) > 1:
                return self._by_field(field, values, members)
        return either(members)

    def _member(self, branch: Any, beside: dict[str, Any], pointer: Pointer) -> Shape:
        said = {key: value for key, value in beside.items() if key not in {"default", "readOnly", "writeOnly"}}
        if not said or (set(said) == {"type"} and isinstance(branch, dict) and {"$ref", "type"} & set(branch)):
            return self._schemas.shape(branch, pointer)
        return self._schemas.shape({"allOf": [said, branch]}, pointer)

    def _by_field(self, field: str, values: dict[str, Any], members: list[Shape]) -> Shape:
        found: dict[Shape, None] = {}
        positions: list[tuple[str, int]] = []
        for value, branch in values.items():
            shape = self._schemas.shape(branch, ())
            shape = shape.inner if isinstance(shape, Nullable) else shape
            found.setdefault(shape)
            positions.append((value, list(found).index(shape)))
        choice = Either(tuple(found), field, tuple(positions))
        return nullable(choice) if any(isinstance(each, Nullable) or each == NOTHING for each in members) else choice

    def _told_by(
        self, schema: dict[str, Any], branches: list[Any], pointer: Pointer, word: str
    ) -> tuple[str, dict[str, Any]]:
        """Return the field that tells the branches apart, and the branch for each of its values."""
        objects = [branch for branch in branches if self._schemas.shape(branch, (*pointer, word)) != NOTHING]
        said = schema.get("discriminator")
        if not said:
            return self._inferred(objects)
        field = said["propertyName"]
        values: dict[str, Any] = {}
        for value, target in said.get("mapping", {}).items():
            reference = target if "#" in target else f"#/components/schemas/{target}"
            try:
                self._schemas.resolve({"$ref": reference})
            except (KeyError, TypeError, ValueError):
                where = (*pointer, "discriminator", "mapping", value)
                self._schemas.refuse("discriminator", where, f"`{target}` leads nowhere inside the spec")
            else:
                values[value] = {"$ref": reference}
        mapped = {branch["$ref"] for branch in values.values()}
        for branch in objects:
            reference = branch.get("$ref", "")
            if reference not in mapped or not reference:
                own = self._values(branch, field)
                values |= dict.fromkeys(own or ([reference.rpartition("/")[2]] if reference else []), branch)
        return field, values

    def _inferred(self, branches: list[Any]) -> tuple[str, dict[str, Any]]:
        """Return a field that all branches require, each with values of its own."""
        first = self._schemas.resolved(branches[0]) if branches else {}
        for field in first.get("properties", {}):
            values: dict[str, Any] = {}
            count = 0
            for branch in branches:
                own = self._values(branch, field)
                if not own or field not in self._schemas.resolved(branch).get("required", ()):
                    break
                values |= dict.fromkeys(own, branch)
                count += len(own)
            else:
                if len(values) == count:
                    return field, values
        return "", {}

    def _values(self, branch: Any, field: str) -> list[str]:
        """Return the texts that a field of an object may be, if the spec lists them."""
        said = self._schemas.resolved(branch).get("properties", {}).get(field, {})
        field_schema = self._schemas.resolved(said) if isinstance(said, dict) else {}
        values = [field_schema["const"]] if "const" in field_schema else field_schema.get("enum", [])
        return values if types_of(values) == ["string"] else []


def _is_object(shape: Shape) -> bool:
    return isinstance(shape.inner if isinstance(shape, Ruled) else shape, Named)
