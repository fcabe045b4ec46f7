"""Says at run time, and to type checkers, what the spec calls deprecated.

Methods are marked by `deprecated`, fields by `Deprecated` in their types, other arguments by their `Parameter`.
"""

from __future__ import annotations

import sys
import warnings
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import msgspec

from .model import Model
from .operation import Operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from typing_extensions import deprecated

else:
    import functools
    import inspect

    def deprecated(message):  # noqa: ANN001, ANN201
        """Return a decorator that warns whoever calls, with a `DeprecationWarning`."""

        def decorate(function):  # noqa: ANN001, ANN202
            if inspect.iscoroutinefunction(function):

                @functools.wraps(function)
                async def warned(*arguments, **named):  # noqa: ANN002, ANN003, ANN202
                    _warn(message)
                    return await function(*arguments, **named)
            else:

                @functools.wraps(function)
                def warned(*arguments, **named):  # noqa: ANN002, ANN003, ANN202
                    _warn(message)
                    return function(*arguments, **named)

            warned.__deprecated__ = message
            return warned

        return decorate


__all__ = ["Deprecated", "deprecated", "tell"]


class Deprecated(msgspec.Struct, frozen=True):
    """In the type of a field: it should not be used any more."""


def tell(operation: Operation, given: Mapping[str, Any]) -> None:
    """Warn of deprecated arguments that are given, by location, and of deprecated fields inside of them."""
    for parameter in (*operation.parameters, *operation.cookies, *operation.form):
        value = (given.get(parameter.location) or {}).get(parameter.name)
        if value is not None:
            if parameter.deprecated:
                _warn(f"`{parameter.name}` is deprecated")
            _tell_fields(value, parameter.type, parameter.name)
    if operation.body is not None:
        _tell_fields(given.get("body"), operation.body, "")


def _tell_fields(value: object, expected: Any, name: str) -> None:
    """Warn of the deprecated fields that a value of this type has."""
    if value is None or not _has_deprecated(expected):
        return
    for inner, item, where, is_deprecated in _inside(value, expected, name):
        if item is not None:
            if is_deprecated:
                _warn(f"`{where}` is deprecated")
            _tell_fields(item, inner, where)


@cache
def _has_deprecated(expected: Any) -> bool:
    seen: set[Any] = set()
    waiting: list[Any] = [expected]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        if isinstance(kind, Deprecated):
            return True
        waiting += [*get_args(kind), *_members(kind)]
        if (model := _model(kind)) is not None:
            waiting += [field.type for field in msgspec.structs.fields(model)]
    return False


def _inside(value: Any, expected: Any, name: str) -> Iterator[tuple[Any, Any, str, bool]]:
    """Return type, value and name of what is inside of a value, and whether it is a deprecated field."""
    arguments, model = get_args(expected), _model(expected)
    if model is not None:
        for field in msgspec.structs.fields(model):
            where = f"{name}.{field.encode_name}" if name else field.encode_name
            marked = any(isinstance(each, Deprecated) for each in get_args(field.type))
            yield field.type, _field(value, field), where, marked
    elif get_origin(expected) is list and isinstance(value, list | tuple):
        yield from ((arguments[0], item, f"{name}[{index}]", False) for index, item in enumerate(value))
    elif get_origin(expected) is dict and isinstance(value, dict):
        yield from ((arguments[1], item, f"{name}.{key}", False) for key, item in value.items())
    elif get_origin(expected) is Annotated:
        yield arguments[0], value, name, False
    else:
        yield from ((each, value, name, False) for each in (*arguments, *_members(expected)))


def _model(expected: Any) -> Any:
    return expected if isinstance(expected, type) and issubclass(expected, Model) else None


def _field(value: Any, field: msgspec.structs.FieldInfo) -> Any:
    return value.get(field.encode_name) if isinstance(value, dict) else getattr(value, field.name, None)


def _members(expected: Any) -> tuple[Any, ...]:
    """Return the members of a choice."""
    return getattr(expected, "members", ()) if type(expected).__name__ == "Choice" else ()


def _warn(message: str) -> None:
    """Warn the caller: whoever is not this package, or a method that the generator wrote."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001
    level = 2
    while frame is not None and _is_ours(frame):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, DeprecationWarning, stacklevel=level)


def _is_ours(frame: FrameType) -> bool:
    module = str(frame.f_globals.get("__name__", ""))
    return module.startswith("heymarket_runtime.") or frame.f_globals.get("Operation") is Operation
