"""Types as Python writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.generate.limits import written as written_with
from scripts.generate.shapes import Anything, Either, ListOf, MapOf, Named, Nothing, Scalar, Shape, present

if TYPE_CHECKING:
    from collections.abc import Callable, Container


def received(shape: Shape) -> str:
    """Return the type of a received value."""
    match present(shape):
        case Anything() | Nothing():
            return "Any"
        case Scalar(kind=kind, limits=limits):
            return written_with("str" if kind == "Upload" else kind, limits)
        case ListOf(item=item, limits=limits):
            return written_with(f"list[{_inner(item, received)}]", limits)
        case MapOf(value=value, limits=limits):
            return written_with(f"dict[str, {_inner(value, received)}]", limits)
        case Named() as model:
            return model.name
        case Either(members=members):
            return " | ".join(received(each) for each in members)


def argument(shape: Shape, models: Container[str]) -> str:
    """Return the type of a value that a caller may give. `models` may be given as plain dicts with known fields."""

    def written(each: Shape) -> str:
        return argument(each, models)

    match present(shape):
        case Scalar(kind=kind):
            text = {"Timestamp": "datetime.datetime | str", "Upload": "str"}.get(kind, kind)
        case ListOf(item=item):
            text = f"Sequence[{_inner(item, written)}]"
        case MapOf(value=value):
            text = f"Mapping[str, {_inner(value, written)}]"
        case Named(schema=schema, name=name, is_open=is_open):
            text = f"{name} | {name}Param" if schema in models else name
            text += " | Mapping[str, Any]" if schema not in models or is_open else ""
        case Either(members=members):
            text = " | ".join(dict.fromkeys(written(each) for each in members))
        case _:
            text = "Any"
    return text


def is_upload(shape: Shape) -> bool:
    """Say whether a field of a form takes files."""
    inner = present(shape)
    return present(inner.item if isinstance(inner, ListOf) else inner) == Scalar("Upload")


def in_form(shape: Shape, models: Container[str]) -> str:
    """Return the type of a field of a form, in which bytes are files."""
    if not is_upload(shape):
        return argument(shape, models)
    return "Sequence[Upload | bytes]" if isinstance(present(shape), ListOf) else "Upload | bytes"


def _inner(shape: Shape, written: Callable[[Shape], str]) -> str:
    text = written(shape)
    return f"{text} | None" if text != "Any" and isinstance(shape, Either) and Nothing() in shape.members else text
