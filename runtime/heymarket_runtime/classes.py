"""Which model class an argument takes, so that a model of another class or package is refused by name."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, get_args, get_origin

from .errors import InvalidRequestError
from .model import Model
from .walking import additional_type, alternatives, fields, model_of, unannotated

# Other generators write classes of attrs, dataclasses, msgspec and pydantic, which have these.
_MARKS = ("__attrs_attrs__", "__dataclass_fields__", "__struct_fields__", "__pydantic_fields_set__")


def is_foreign(value: object) -> bool:
    """Return whether a value that is no `Model` is a model of another package."""
    return any(hasattr(type(value), mark) for mark in _MARKS)


def check(name: str, model: Model, expected: Any) -> None:
    """Raise `InvalidRequestError` for a model of a class that the argument does not take."""
    if not isinstance(model, among(expected) or Model):
        raise mismatch(name, model, expected)


def mismatch(name: str, value: object, expected: Any) -> InvalidRequestError:
    classes = " or ".join(map(_full_name, among(expected))) or f"a model built on {__package__}"
    return InvalidRequestError(name, f"expected {classes}, or a dict, got {_full_name(type(value))}")


def _full_name(cls: type[object]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


@cache
def among(expected: Any) -> tuple[type[Model], ...]:
    """Return the model classes that a type admits."""
    return tuple(each for each in alternatives(expected) if model_of(each))


FREE = Annotated[Any, "null is a value"]
"""Any JSON where a spec says so; `Any` alone is what no spec knows."""


def free(inner: Any, outer: Any) -> Any:
    """Return the type of what is inside of another type, with any JSON as what the spec says it is."""
    return FREE if inner is Any and outer is not Any else inner


@cache
def keeps_null(expected: Any) -> bool:
    """Say whether null is a value of its own for the fields of an object, rather than that they are absent."""
    values = [get_args(each)[1] for each in alternatives(expected) if get_origin(each) is dict]
    values += map(additional_type, among(expected))
    return expected == FREE or any(each is Any or type(None) in get_args(each) for each in values)


@cache
def inside(expected: Any) -> tuple[dict[str, Any], Any]:
    """Return the type of each field, and that of whatever else is inside; `object` where it could be several."""
    types: dict[str, Any] = {}
    # The last argument of `list[X]` and of `dict[str, X]` is the type of what is inside.
    others = [args[-1] for each in alternatives(expected) if (args := get_args(each))]
    if len(models := among(expected)) == 1:
        types = {field.encode_name: unannotated(field.type) for field in fields(models[0])}
        others += [other] if (other := additional_type(models[0])) is not None else []
    ambiguous = Any if alternatives(expected) == [Any] else object
    return types, others[0] if len(others) == 1 else ambiguous
