"""Goes through types, and through values by their types: what is inside of what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin

import msgspec

from .protocols import ModelMeta
from .unions import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_JSON: dict[Any, Any] = {str: str, bool: bool, int: int, float: (int, float), list: (list, tuple)}


F = TypeVar("F", bound=Callable[..., Any])


def _cached(function: F) -> F:
    """Return a function that remembers what it returned; mypy takes the classes of models for unhashable."""
    return cast("F", cache(function))


class Part(NamedTuple):
    """What is inside of a value."""

    value: Any
    type: Any
    name: str
    """Where it is: `filters.inboxes[0]`."""


def unannotated(expected: Any) -> Any:
    """Return a type without what is said of it beside."""
    return get_args(expected)[0] if get_origin(expected) is Annotated else expected


def is_union(expected: Any) -> bool:
    return get_origin(expected) in {Union, UnionType}


def model_of(expected: Any) -> Any:
    """Return the model's class that a type is; None if it is none."""
    return expected if isinstance(expected, ModelMeta) else None


@_cached
def fields(model: Any) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(model)


@_cached
def names(model: Any) -> dict[str, str]:
    """Return the attribute for each name on the wire."""
    return dict(zip(model.__struct_encode_fields__, model.__struct_fields__, strict=True))


@_cached
def additional_type(model: Any) -> Any:
    """Return the type of fields that a model does not name; None if the spec does not allow them."""
    said = getattr(model, "_additional", None)
    return None if said is None else said()


def alternatives(expected: Any) -> list[Any]:
    """Return the types that a type is a choice of; itself if it is none."""
    expected = unannotated(expected)
    if is_union(expected) or isinstance(expected, Choice):
        return [each for part in parts(expected) for each in alternatives(part)]
    return [expected]


@_cached
def parts(expected: Any) -> tuple[Any, ...]:
    """Return the types that a type is made of."""
    if (model := model_of(expected)) is not None:
        other = additional_type(model)
        return (*(field.type for field in fields(model)), *(() if other is None else (other,)))
    if isinstance(expected, Choice):
        return expected.members
    return (unannotated(expected),) if get_origin(expected) is Annotated else get_args(expected)


def types_within(expected: Any) -> Iterator[Any]:
    """Return a type and all that are inside of it, each once. Not by recursion, as models may form long chains."""
    seen, waiting = {expected}, [expected]
    while waiting:
        kind = waiting.pop()
        yield kind
        new = [each for each in parts(kind) if each not in seen]
        seen.update(new)
        waiting += new


def inside(value: Any, expected: Any, name: str) -> Iterator[Part]:
    """Find what is directly inside of a value: JSON, or the models that stand for it; absent fields left out."""
    expected = unannotated(expected)
    origin, arguments = get_origin(expected), get_args(expected)
    if is_union(expected):
        yield from (Part(value, each, name) for each in arguments if may_be(value, each))
    elif isinstance(expected, Choice):
        meant = type(value) if model_of(type(value)) else expected.meant(value)
        if meant is not None:
            yield Part(value, meant, name)
    elif origin is list and isinstance(value, list | tuple):
        yield from (Part(item, arguments[0], f"{name}[{index}]") for index, item in enumerate(value))
    elif origin is dict and isinstance(value, Mapping):
        yield from (Part(item, arguments[1], joined(name, key)) for key, item in value.items())
    elif (model := model_of(expected)) is not None:
        yield from _in_object(value, model, name)


def _in_object(value: Any, model: Any, name: str) -> Iterator[Part]:
    is_json = isinstance(value, Mapping)
    for field in fields(model):
        item = value.get(field.encode_name) if is_json else getattr(value, field.name, None)
        if item is not None:
            yield Part(item, field.type, joined(name, field.encode_name))
    other = additional_type(model)
    if is_json and other is not None:
        named = names(model)
        yield from (Part(item, other, joined(name, key)) for key, item in value.items() if key not in named)


def may_be(value: Any, expected: Any) -> bool:
    """Say whether a value is of the JSON type that a type has."""
    bare = unannotated(expected)
    kind = get_origin(bare) or bare
    return isinstance(value, _IN_JSON.get(kind, (Mapping, kind) if isinstance(kind, type) else Mapping))


def joined(name: str, field: object) -> str:
    return f"{name}.{field}" if name else str(field)
