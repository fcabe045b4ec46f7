"""What a value looks like: the types of Python that a schema stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.limits import Limits, limits, of_timestamp
from scripts.generate.names import class_names
from scripts.generate.structure import alternatives, component, is_choice, is_file, is_object, kinds, types

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

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
    """A model, or a choice between several, in a module."""

    schema: str
    name: str
    is_open: bool = False
    """Whether an object may have other fields than those with names."""


@attrs.frozen
class Either:
    members: tuple[Shape, ...]


@attrs.frozen
class Nothing:
    """Null, which means absent."""


Shape = Anything | Scalar | ListOf | MapOf | Named | Either | Nothing


class Shapes:
    """Reads schemas in their normal form."""

    def __init__(self, schemas: Mapping[str, Any], declared: Container[str]) -> None:
        """Take all schemas, and the names of those that have theirs from the spec."""
        self.schemas, self.declared = schemas, declared
        self._known: dict[str, Shape] = {}
        self._known_kinds: dict[str, list[str]] = {}
        self._cut = 0
        self._names = class_names(name for name in schemas if self.is_named(name))

    def named(self, schema: str) -> Named:
        others = self.schemas[schema].get("additionalProperties")
        is_open = is_object(self.schemas[schema]) and (others is True or isinstance(others, dict))
        return Named(schema, self._names[schema], is_open)

    def of(self, schema: Any, seen: tuple[str, ...] = ()) -> Shape:
        """Return the shape of a value, null included where it is allowed."""
        if not isinstance(schema, dict):
            return Anything()
        if name := component(schema):
            if self.is_named(name):
                is_null = "null" in kinds(schema, self.resolved, self._known_kinds)
                return either([self.named(name), *([Nothing()] if is_null else [])])
            return self._of_component(name, seen)
        if branches := alternatives(schema):
            members = [self.of(branch, seen) for branch in branches]
            return either([*members, *([Nothing()] if "null" in types(schema) else [])])
        if "const" in schema or isinstance(schema.get("enum"), list):
            constant = "const" in schema
            return _of_constant(schema["const"]) if constant else _of_values(schema["enum"], types(schema))
        return either([self._of_type(each, schema, seen) for each in types(schema)] or [Anything()])

    def _of_component(self, name: str, seen: tuple[str, ...]) -> Shape:
        """Return the shape of a component without a module; each is read once, unless it leads back to itself."""
        if name in seen:
            self._cut += 1
            return Anything()
        if name not in self._known:
            before = self._cut
            shape = self.of(self.schemas.get(name, {}), (*seen, name))
            if self._cut > before:
                return shape
            self._known[name] = shape
        return self._known[name]

    def resolved(self, schema: Any) -> dict[str, Any]:
        """Return what a reference leads to, or the schema itself."""
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self.schemas.get(component(schema), {})
        return schema if isinstance(schema, dict) else {}

    def with_words(self, schema: Any) -> Any:
        """Return a schema with the description of what it refers to, if it has none of its own."""
        if isinstance(schema, dict) and "description" not in schema and "$ref" in schema:
            referred = self.schemas.get(component(schema), {})
            return {**{key: referred[key] for key in ("description", "enum") if key in referred}, **schema}
        return schema

    def is_named(self, name: str) -> bool:
        """Say whether a component has a module of its own: a model, or a choice in which the decoder needs help."""
        schema = self.schemas.get(name, {})
        return is_object(schema) or self.is_choice(name)

    def is_choice(self, name: str) -> bool:
        return is_choice(self.schemas.get(name, {}), self.resolved, self._known_kinds)

    def members(self, name: str) -> list[Shape]:
        """Return the alternatives of a choice."""
        schema = self.schemas[name]
        found = [present(self.of(branch, (name,))) for branch in alternatives(schema)]
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
            return Scalar("Timestamp", of_timestamp(schema))
        return Scalar(python, allowed)


def either(members: list[Shape]) -> Shape:
    """Return one shape that allows each, as the decoder can tell them apart."""
    flat = [inner for each in members for inner in (each.members if isinstance(each, Either) else (each,))]
    if Anything() in flat:
        return Anything()
    kept = list(dict.fromkeys(flat))
    for same_kinds in ({"str", "Timestamp", "Upload"}, {"int"}, {"float"}, {"bool"}):
        same = [each for each in kept if isinstance(each, Scalar) and each.kind in same_kinds]
        if len(same) > 1:  # text is text to the decoder, so the widest is left
            wide = Scalar(min(same_kinds & {"str", "int", "float", "bool"}))
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


def _of_constant(value: Any) -> Shape:
    return Nothing() if value is None else Scalar(type(value).__name__, (("only", value),))


def _of_values(values: list[Any], declared: list[str]) -> Shape:
    shape = either([Nothing() if value is None else Scalar(type(value).__name__) for value in values] or [Anything()])
    return Scalar("float") if declared == ["number"] and shape == Scalar("int") else shape
