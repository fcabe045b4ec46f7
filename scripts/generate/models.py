"""What the templates ask about the objects of a spec."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate import python_types
from scripts.generate.circles import shallow
from scripts.generate.limits import of_object
from scripts.generate.names import CLASSES, attribute, distinct, snake_name
from scripts.generate.pointers import steps
from scripts.generate.shapes import Named, Shape, Shapes, is_nullable, named

if TYPE_CHECKING:
    from collections.abc import Iterable


@attrs.frozen
class Field:
    wire: str
    attribute: str
    shape: Shape
    required: bool
    description: str
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    is_sent: bool = False
    """Whether it is part of a request, in which the server's own fields are absent."""

    @property
    def may_lack(self) -> bool:
        return not self.required or self.write_only or (self.read_only and self.is_sent)

    @property
    def declared(self) -> str:
        """Its name, its type, and its name in JSON where that differs."""
        text = python_types.received(self.shape)
        optional = (self.may_lack or is_nullable(self.shape)) and text != "Any"
        text += " | None" if optional else ""
        declared = f"{self.attribute}: {f'Annotated[{text}, Deprecated()]' if self.deprecated else text}"
        if self.attribute != self.wire:
            default = "default=None, " if self.may_lack else ""
            return f'{declared} = _field({default}metadata={{"json": {quoted(self.wire)}}})'
        return f"{declared} = None" if self.may_lack else declared


@attrs.frozen
class Model:
    """An object with fields of its own."""

    schema: str
    name: str
    description: str
    fields: list[Field]
    extra: Shape | None
    """What fields are that it does not name, if the spec says so."""
    is_closed: bool = False
    """There are no others."""
    size: tuple[int, int | None] | None = None
    """How many fields an object has at least and at most, if the spec says so."""

    @property
    def other_models(self) -> list[Named]:
        """The models and choices that it mentions."""
        shapes = [*(field.shape for field in self.fields), *([] if self.extra is None else [self.extra])]
        found = {each.schema: each for shape in shapes for each in named(shape) if each.schema != self.schema}
        return [found[name] for name in sorted(found)]

    @property
    def are_attributes(self) -> bool:
        """Whether all fields can be written as attributes of a class by their own names."""
        return all(field.attribute == field.wire for field in self.fields)


@attrs.frozen
class Module:
    """A file of models: of one, or of several that lead to one another, or to many."""

    name: str
    models: list[Model]
    others: list[Named]
    """What is imported from other modules."""


@attrs.frozen
class Choice:
    """Several models or arrays, one of which a value is."""

    schema: str
    name: str
    description: str
    members: list[Shape]
    by: str
    """The field that tells them apart; empty if the spec names none."""
    values: dict[str, int]
    """Which member each value of that field stands for."""

    @property
    def other_models(self) -> list[Named]:
        return [*dict.fromkeys(each for member in self.members for each in named(member) if each.schema != self.schema)]

    @property
    def written(self) -> str:
        return " | ".join(python_types.received(each) for each in self.members)

    @property
    def listed(self) -> str:
        return ", ".join(python_types.received(each) for each in self.members)


class Models:
    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        names = [name for name in shapes.schemas if shapes.is_named(name)]
        classes = {shapes.named(name).name for name in names}
        # A field of that name would be taken for the type of the fields below it.
        self._classes = classes | {f"{name}Param" for name in classes} | CLASSES
        self.choices = {name: self._choice(name) for name in names if shapes.is_choice(name)}
        self.models = {name: self._model(name) for name in names if name not in self.choices}
        # Choices import their members only when somebody asks.
        edges = {
            name: [each.schema for each in model.other_models if each.schema in self.models]
            for name, model in self.models.items()
        }
        # Modules that need one another could not be imported whichever comes first, nor many inside one another.
        self._groups = shallow(edges, _DEEP)
        self.module = {name: snake_name(shapes.named(name).name) for name in names}
        """The module of each model and choice."""
        for group in self._groups:
            self.module.update(dict.fromkeys(group, min(self.module[name] for name in group)))

    def fields(self, schema: dict[str, Any]) -> list[Field]:
        """Return the fields of an object, required ones first."""
        properties = schema.get("properties", {})
        names = distinct(((wire, attribute(wire)) for wire in properties), self._classes)
        needed = schema.get("required", [])
        found = [
            Field(
                wire,
                names[wire],
                self._shapes.of(value),
                wire in needed,
                described(self._shapes.with_words(value)),
                deprecated=isinstance(value, dict) and value.get("deprecated") is True,
                read_only=isinstance(value, dict) and value.get("readOnly") is True,
                write_only=isinstance(value, dict) and value.get("writeOnly") is True,
            )
            for wire, value in properties.items()
        ]
        return sorted(found, key=lambda each: not each.required)

    def requested(self, shapes: Iterable[Shape]) -> set[str]:
        """Return the models that a caller may give as plain dicts: those in shapes, and inside of them."""
        waiting = [each for shape in shapes for each in named(shape)]
        found: set[str] = set()
        while waiting:
            name = waiting.pop().schema
            if name in found:
                continue
            found.add(name)
            waiting += (self.choices if name in self.choices else self.models)[name].other_models
        return {name for name in found if name in self.models}

    def send(self, names: Iterable[str]) -> None:
        """Note that these models are part of requests."""
        for name in names:
            fields = [attrs.evolve(each, is_sent=True) for each in self.models[name].fields]
            self.models[name] = attrs.evolve(self.models[name], fields=fields)

    def _model(self, name: str) -> Model:
        schema = self._shapes.schemas[name]
        extra = schema.get("additionalProperties")
        own = self._shapes.named(name).name
        return Model(
            name,
            own,
            str(schema.get("description") or own),
            self.fields(schema),
            self._shapes.of(extra) if extra is True or isinstance(extra, dict) else None,
            is_closed=extra is False,
            size=of_object(schema),
        )

    def _choice(self, name: str) -> Choice:
        schema = self._shapes.schemas[name]
        members = self._shapes.members(name)
        told = schema.get("discriminator") or {}
        by = str(told.get("propertyName") or self._implied(members))
        values = self._values(members, by, told.get("mapping", {})) if by else {}
        own = self._shapes.named(name).name
        return Choice(name, own, str(schema.get("description") or own), members, by, values)

    @property
    def modules(self) -> list[Module]:
        return [
            Module(
                self.module[group[0]],
                [self.models[name] for name in group],
                [*{each.schema: each for name in group for each in self._imported(name)}.values()],
            )
            for group in self._groups
        ]

    def _imported(self, name: str) -> list[Named]:
        return [each for each in self.models[name].other_models if self.module[each.schema] != self.module[name]]

    def _implied(self, members: list[Shape]) -> str:
        """Return a field that tells objects apart by what it can be in each, though no discriminator says so."""
        names = [each.schema for each in members if isinstance(each, Named) and not self._shapes.is_choice(each.schema)]
        for field in self._shapes.schemas[names[0]].get("properties", {}) if len(names) > 1 else ():
            values = [each for name in names for each in (self._told(name, field) or [""])]
            if "" not in values and len({*values}) == len(values):
                return str(field)
        return ""

    def _values(self, members: list[Shape], by: str, mapping: dict[str, Any]) -> dict[str, int]:
        """Return which member each value of a field stands for."""
        places = {member.schema: index for index, member in enumerate(members) if isinstance(member, Named)}
        told = {schema: self._told(schema, by) for schema in places}
        values = {str(value): places[to] for value, at in mapping.items() if (to := _component(str(at))) in places}
        for schema, index in places.items():
            is_named = schema in self._shapes.declared and not self._shapes.is_choice(schema)
            if is_named and (not told[schema] or schema in told[schema]):
                values.setdefault(schema, index)
        for schema, index in places.items():
            for value in told[schema]:
                if sum(value in others for others in told.values()) == 1:
                    values.setdefault(value, index)
        return values

    def _told(self, schema: str, by: str) -> list[str]:
        """Return the values that a field of a member can have, as far as the spec names them."""
        if self._shapes.is_choice(schema):
            inner = self._choice(schema)
            return [*inner.values] if inner.by == by else []
        field = self._shapes.resolved(self._shapes.schemas[schema].get("properties", {}).get(by, {}))
        values = [*field.get("enum", []), *([field["const"]] if "const" in field else [])]
        return [*dict.fromkeys(value for value in values if isinstance(value, str))]


def _component(reference: str) -> str:
    """Return the name of the component that a mapping refers to, or names."""
    _, _, inside = reference.partition("#")
    return str(steps(inside)[-1]) if inside.startswith("/") else reference


def described(schema: Any) -> str:
    """Return what a docstring says of a value: its description, known values, and what is assumed without it."""
    if not isinstance(schema, dict):
        return ""
    parts = [str(schema.get("description") or "").rstrip()]
    values = schema["enum"] if isinstance(schema.get("enum"), list) else []
    values = [*values, *([schema["const"]] if "const" in schema else [])]
    if known := ", ".join(f"`{value}`" for value in values[:_MOST_VALUES] if value is not None):
        more = f" and {len(values) - _MOST_VALUES} others" if len(values) > _MOST_VALUES else ""
        parts.append(f"Known values: {known}{more}; there may be more.")
    if schema.get("default") is not None and not isinstance(schema["default"], dict | list):
        parts.append(f"Without it: `{schema['default']}`.")
    if schema.get("deprecated") is True:
        parts.append("Deprecated.")
    if schema.get("readOnly") is True:
        parts.append("Set by the server.")
    return " ".join(filter(None, parts))


_MOST_VALUES = 60
_DEEP = 30
"""Modules inside one another that Python imports without any trouble."""


def optional(text: str) -> str:
    return text if text == "Any" else f"{text} | None"


def entry(field: Field, models: set[str]) -> str:
    """Return the type of a field in a plain dict."""
    text = python_types.argument(field.shape, models)
    return f"Required[{text}]" if field.required else optional(text)


def quoted(text: str) -> str:
    """Return a string literal, in ASCII."""
    return ascii(text)
