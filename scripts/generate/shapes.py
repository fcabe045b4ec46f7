"""What a schema says about values, in the few kinds that a client tells apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scripts.generate.rules import Rules


@attrs.frozen
class Simple:
    """A value without parts: `str`, `int`, `float`, `bool`, `None`, `Timestamp`, `Upload`, or `Any` JSON."""

    type: str


@attrs.frozen
class Fixed:
    """The one value that is allowed."""

    value: str | int


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
    field: str = ""
    """The name of the field that tells which, if there is one: OpenAPI's discriminator."""
    values: tuple[tuple[str, int], ...] = ()
    """The member for each value of that field, by its position."""


@attrs.frozen
class Ruled:
    """A value that keeps to rules."""

    inner: Shape
    rules: Rules


@attrs.frozen
class Nullable:
    """A value that may be null instead."""

    inner: Shape


Shape = Simple | Fixed | Items | Map | Named | Either | Ruled | Nullable
ANYTHING = Simple("Any")
NOTHING = Simple("None")


@attrs.frozen
class Field:
    """A field of a model, or an argument of a method."""

    name: str
    """In JSON."""
    python_name: str
    shape: Shape
    required: bool
    description: str = ""
    read_only: bool = False
    """Only responses have it."""
    write_only: bool = False
    """Only requests have it."""


@attrs.frozen
class Model:
    """The fields of an object; those that are required come first."""

    name: str
    description: str
    fields: tuple[Field, ...]
    others: Shape | None = None
    """The values of fields that the spec does not name; None if they are of no interest."""
    is_closed: bool = False
    """There are no fields that the spec does not name."""

    @property
    def sent(self) -> list[Field]:
        """The fields that a caller may give."""
        return [field for field in self.fields if not field.read_only]

    @property
    def shapes(self) -> list[Shape]:
        return [*(field.shape for field in self.fields), *([self.others] if self.others else [])]


def parts(shape: Shape) -> tuple[Shape, ...]:
    """Return the shapes that a shape is made of."""
    match shape:
        case Items(inner) | Map(inner) | Nullable(inner) | Ruled(inner):
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


def nullable(shape: Shape) -> Shape:
    return shape if isinstance(shape, Nullable) or shape in {ANYTHING, NOTHING} else Nullable(shape)


def ruled(shape: Shape, rules: Rules) -> Shape:
    return Ruled(shape, rules) if rules else shape


def either(members: Iterable[Shape]) -> Shape:
    """Return a choice of shapes without repetitions, and null, if it is among them, around all."""
    found: dict[Shape, None] = {}
    may_be_null = False
    for member in members:
        inner = member.inner if isinstance(member, Nullable) else member
        may_be_null = may_be_null or inner != member or inner == NOTHING
        plain = isinstance(inner, Either) and not inner.field
        found |= dict.fromkeys(parts(inner) if plain else [inner])
    found.pop(NOTHING, None)
    if ANYTHING in found:
        return ANYTHING
    shape: Any = next(iter(found), NOTHING) if len(found) < 2 else Either(tuple(found))  # noqa: PLR2004
    return nullable(shape) if may_be_null else shape
