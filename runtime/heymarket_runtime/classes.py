"""Which model class an argument takes, so that a model of another class or package is refused by name."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, get_args, get_origin

import msgspec

from .checks import alternatives
from .errors import InvalidRequestError
from .facts import facts
from .model import Model

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
    return tuple(each for each in alternatives(expected) if isinstance(each, type) and issubclass(each, Model))


FREE = Annotated[Any, "null is a value"]
"""Any JSON where the spec says so; `Any` alone is what no spec knows."""


class Inside(msgspec.Struct, frozen=True):
    """The types of what is inside of an object or array; `object` where there could be several."""

    fields: dict[str, Any]
    others: Any
    nulls: frozenset[str]
    """The fields where null is a value of its own."""
    null_others: bool

    def is_value(self, name: str, value: object) -> bool:
        """Say whether a value is one, rather than a None that stands for nothing."""
        return value is not None or name in self.nulls or (self.null_others and name not in self.fields)


@cache
def inside(expected: Any) -> Inside:
    members = alternatives(expected)
    fields: dict[str, Any] = {}
    nulls: frozenset[str] = frozenset()
    if len(models := among(expected)) == 1:
        own = facts(models[0])
        fields = {field.encode_name: field.type for field in own.fields}
        nulls = own.nulls
        members += alternatives(own.others.type) if own.others else ()
    # The last argument of `list[X]` and of `dict[str, X]` is the type of what is inside.
    found = [args[-1] for each in members if get_origin(each) in {list, dict} and (args := get_args(each))]
    others = found[0] if len(found) == 1 else expected if members == (Any,) else object
    return Inside(
        {name: _free(kind) for name, kind in fields.items()},
        _free(others) if found else others,
        nulls,
        others == FREE or (bool(found) and others is Any) or type(None) in get_args(others),
    )


def _free(kind: Any) -> Any:
    return FREE if kind is Any else kind
