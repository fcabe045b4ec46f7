"""What a value looks like: the types of Python that a schema stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.limits import Limits, limits
from scripts.generate.names import class_names, snake_name
from scripts.generate.structure import is_field_sets, is_file, is_object, types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCHEMAS = "#/components/schemas/"
_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


@attrs.frozen
class Anything:
    pass


@attrs.frozen
class Scalar:
    kind: str
    """`str`, `int`, `float`, `bool`, `Timestamp` or `Upload`."""
    limits: Limits = ()


@attrs.frozen
class ListOf:
    item: Shape
    limits: Limits = ()


@attrs.frozen
class MapOf:
    value: Shape
    limits: Limits = ()


@attrs.frozen
class Named:
    """A model, or a choice between several, in a module of its own."""

    schema: str
    name: str

    @property
    def module(self) -> str:
        return snake_name(self.name)


@attrs.frozen
class Either:
    members: tuple[Shape, ...]


@attrs.frozen
class Nothing:
    """Null, which means absent."""


Shape = Anything | Scalar | ListOf | MapOf | Named | Either | Nothing


class Shapes:
    """Reads schemas in their normal form."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self.schemas = schemas
        self._names = class_names(name for name in schemas if self.is_named(name))

    def named(self, schema: str) -> Named:
        return Named(schema, self._names[schema])

    def of(self, schema: Any, seen: tuple[str, ...] = ()) -> Shape:
        """Return the shape of a value, null included where it is allowed."""
        if not isinstance(schema, dict):
            return Anything()
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference.startswith(_SCHEMAS):
            name = reference.removeprefix(_SCHEMAS)
            if self.is_named(name):
                is_null = "null" in self._kinds(self.schemas[name], (name,))
                return either([self.named(name), *([Nothing()] if is_null else [])])
            return Anything() if name in seen else self.of(self.schemas.get(name, {}), (*seen, name))
        branches = schema.get("oneOf") or schema.get("anyOf")
        if branches and not is_field_sets(branches):
            members = [self.of(branch, seen) for branch in branches]
            return either([*members, *([Nothing()] if "null" in types(schema) else [])])
        if "const" in schema or isinstance(schema.get("enum"), list):
            constant = "const" in schema
            return _of_constant(schema["const"]) if constant else _of_values(schema["enum"], types(schema))
        return either([self._of_type(each, schema, seen) for each in types(schema)] or [Anything()])

    def with_words(self, schema: Any) -> Any:
        """Return a schema with the description of what it refers to, if it has none of its own."""
        if isinstance(schema, dict) and "description" not in schema and "$ref" in schema:
            referred = self.schemas.get(str(schema["$ref"]).removeprefix(_SCHEMAS), {})
            return {**{key: referred[key] for key in ("description", "enum") if key in referred}, **schema}
        return schema

    def is_named(self, name: str) -> bool:
        """Say whether a component has a module of its own: a model, or a choice in which the decoder needs help."""
        schema = self.schemas.get(name, {})
        return is_object(schema) or self.is_choice(name)

    def is_choice(self, name: str) -> bool:
        schema = self.schemas.get(name, {})
        branches = schema.get("oneOf") or schema.get("anyOf")
        if is_object(schema) or not branches or is_field_sets(branches):
            return False
        kinds = [kind for branch in branches for kind in self._kinds(branch, (name,))]
        return max(kinds.count("object"), kinds.count("array")) > 1

    def _kinds(self, schema: Any, seen: tuple[str, ...]) -> list[str]:
        """Return the JSON types of a branch."""
        name = str(schema.get("$ref", "")).removeprefix(_SCHEMAS) if isinstance(schema, dict) else ""
        if name:
            return [] if name in seen else self._kinds(self.schemas.get(name, {}), (*seen, name))
        branches = schema.get("oneOf") or schema.get("anyOf")
        if branches and not is_field_sets(branches):
            return [kind for branch in branches for kind in self._kinds(branch, seen)]
        return types(schema)

    def members(self, name: str) -> list[Shape]:
        """Return the alternatives of a choice."""
        schema = self.schemas[name]
        found = [present(self.of(branch, (name,))) for branch in schema.get("oneOf") or schema.get("anyOf")]
        return [each for each in dict.fromkeys(found) if each != Nothing()]

    def _of_type(self, kind: str, schema: dict[str, Any], seen: tuple[str, ...]) -> Shape:
        if kind == "null":
            return Nothing()
        if kind == "array":
            return ListOf(self.of(schema.get("items", {}), seen), limits(schema, "list"))
        if kind == "object":
            value = schema.get("additionalProperties")
            found = (("max_length", 0),) if value is False else limits(schema, "dict")
            return MapOf(self.of(value, seen) if isinstance(value, dict) else Anything(), found)
        if kind == "string" and is_file(schema):
            return Scalar("Upload")
        allowed = limits(schema, python := _SCALARS[kind])
        if kind == "string" and schema.get("format") == "date-time" and not allowed:
            return Scalar("Timestamp")
        return Scalar(python, allowed)


def either(members: list[Shape]) -> Shape:
    """Return one shape that allows each, as the decoder can tell them apart."""
    flat = [inner for each in members for inner in (each.members if isinstance(each, Either) else (each,))]
    if Anything() in flat:
        return Anything()
    kept = list(dict.fromkeys(flat))
    for kinds in ({"str", "Timestamp", "Upload"}, {"int"}, {"float"}, {"bool"}):
        same = [each for each in kept if isinstance(each, Scalar) and each.kind in kinds]
        if len(same) > 1:  # text is text to the decoder, so the widest is left
            wide = Scalar(min(kinds & {"str", "int", "float", "bool"}))
            kept = [wide if each == same[0] else each for each in kept if each not in same[1:]]
    for kind in (ListOf, MapOf):
        several = [each for each in kept if isinstance(each, kind)]
        if len(several) > 1:
            wide_shape: Shape = ListOf(Anything()) if kind is ListOf else MapOf(Anything())
            kept = [wide_shape if each == several[0] else each for each in kept if each not in several[1:]]
    return kept[0] if len(kept) == 1 else Either(tuple(kept))


def present(shape: Shape) -> Shape:
    """Return the shape of what is there: null means absent."""
    if isinstance(shape, Either):
        return either([each for each in shape.members if each != Nothing()])
    return shape


def is_nullable(shape: Shape) -> bool:
    return shape == Nothing() or (isinstance(shape, Either) and Nothing() in shape.members)


def named(shape: Shape) -> Iterator[Named]:
    """Find the models that a shape mentions."""
    match shape:
        case Named():
            yield shape
        case ListOf(item=inner) | MapOf(value=inner):
            yield from named(inner)
        case Either(members=members):
            for each in members:
                yield from named(each)


def limited(shape: Shape) -> bool:
    """Say whether a shape says more than types can."""
    match shape:
        case Scalar(limits=limits):
            return bool(limits)
        case ListOf(item=inner, limits=limits) | MapOf(value=inner, limits=limits):
            return bool(limits) or limited(inner)
        case Either(members=members):
            return any(map(limited, members))
        case _:
            return False


def _of_constant(value: Any) -> Shape:
    return Nothing() if value is None else Scalar(type(value).__name__, (("only", value),))


def _of_values(values: list[Any], declared: list[str]) -> Shape:
    shape = either([Nothing() if value is None else Scalar(type(value).__name__) for value in values] or [Anything()])
    return Scalar("float") if declared == ["number"] and shape == Scalar("int") else shape
