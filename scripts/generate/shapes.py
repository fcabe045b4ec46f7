"""What a schema says about values, in the few kinds that a client tells apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@attrs.frozen
class Simple:
    """A value without parts: `str`, `int`, `float`, `bool`, `Timestamp`, `Upload`, or `Any` JSON."""

    type: str


@attrs.frozen
class Items:
    """An array."""

    item: Shape


@attrs.frozen
class Map:
    """An object whose names the spec does not know."""

    value: Shape


@attrs.frozen
class Named:
    """An object of a named component, which becomes a class."""

    name: str
    """The name of the class."""


@attrs.frozen
class Either:
    """A value of one of several shapes."""

    members: tuple[Shape, ...]


@attrs.frozen
class Nullable:
    """A value that may be null instead."""

    inner: Shape


Shape = Simple | Items | Map | Named | Either | Nullable


@attrs.frozen
class Field:
    """A field of a model, or an argument of a method."""

    name: str
    """In JSON."""
    python_name: str
    shape: Shape
    required: bool
    description: str = ""


@attrs.frozen
class Model:
    """The fields of an object; those that are required come first."""

    name: str
    description: str
    fields: tuple[Field, ...]


def parts(shape: Shape) -> tuple[Shape, ...]:
    """Return the shapes that a shape is made of."""
    match shape:
        case Items(inner) | Map(inner) | Nullable(inner):
            return (inner,)
        case Either(members):
            return members
        case _:
            return ()


def mentioned(shapes: Iterable[Shape]) -> Iterator[str]:
    """Find the names of the classes that shapes mention."""
    for shape in shapes:
        if isinstance(shape, Named):
            yield shape.name
        yield from mentioned(parts(shape))
