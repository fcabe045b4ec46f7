"""Says at run time, and to type checkers, what the spec calls deprecated.

Methods are marked by `deprecated`, fields by `Deprecated` in their types, other arguments by their `Parameter`.
"""

from __future__ import annotations

import sys
import warnings
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from .operation import Operation
from .walking import inside, types_within

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    for part in inside(value, expected, name):
        if _is_deprecated(part.type):
            _warn(f"`{part.name}` is deprecated")
        _tell_fields(part.value, part.type, part.name)


@cache
def _has_deprecated(expected: Any) -> bool:
    return any(map(_is_deprecated, types_within(expected)))


def _is_deprecated(expected: Any) -> bool:
    return any(isinstance(each, Deprecated) for each in get_args(expected))


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
