"""Shapes as the text of Python types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.generate.shapes import Either, Items, Map, Named, Nullable, Simple

if TYPE_CHECKING:
    from collections.abc import Container

    from scripts.generate.shapes import Field, Shape


_GIVEN = {"Timestamp": "datetime.datetime | str", "Upload": "Upload | bytes"}


def received(shape: Shape) -> str:
    """Return the type of a received value."""
    match shape:
        case Simple(name) | Named(name):
            return name
        case Items(item):
            return f"list[{received(item)}]"
        case Map(value):
            return f"dict[str, {received(value)}]"
        case Either(members):
            return " | ".join(map(received, members))
        case Nullable(inner):
            return received(inner) if _is_anything(inner) else f"{received(inner)} | None"


def declared(field: Field) -> str:
    """Return a model's field: its name, its type, and its name in JSON where that differs."""
    optional = not field.required and not isinstance(field.shape, Nullable) and not _is_anything(field.shape)
    line = f"{field.python_name}: {received(field.shape)}{' | None' if optional else ''}"
    if field.python_name != field.name:
        default = "" if field.required else "default=None, "
        return f'{line} = _field({default}metadata={{"json": "{field.name}"}})'
    return line if field.required else f"{line} = None"


def given(shape: Shape, dicts: Container[str]) -> str:
    """Return the type of a value that a caller may give; `dicts` names the classes that have a type of plain dict."""
    match shape:
        case Simple(name):
            return _GIVEN.get(name, name)
        case Named(name):
            return f"{name} | {name}Param" if name in dicts else f"{name} | Mapping[str, Any]"
        case Items(item):
            return f"Sequence[{given(item, dicts)}]"
        case Map(value):
            return f"Mapping[str, {given(value, dicts)}]"
        case Either(members):
            return " | ".join(given(member, dicts) for member in members)
        case Nullable(inner):
            return given(inner, dicts)


def argument(field: Field, dicts: Container[str]) -> str:
    """Return the type of an argument, and its default if it may be left out."""
    return given(field.shape, dicts) if field.required else f"{given(field.shape, dicts)} | None = None"


def entry(field: Field, dicts: Container[str]) -> str:
    """Return the type of a field in a plain dict."""
    return f"Required[{given(field.shape, dicts)}]" if field.required else f"{given(field.shape, dicts)} | None"


def _is_anything(shape: Shape) -> bool:
    return shape == Simple("Any")
