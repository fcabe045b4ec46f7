"""Marks what the spec calls deprecated, for type checkers and at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import deprecated
else:
    import functools
    import inspect
    import warnings

    def deprecated(message):  # noqa: ANN001, ANN201
        """Return a decorator that warns whoever calls, with a `DeprecationWarning`."""

        def decorate(function):  # noqa: ANN001, ANN202
            @functools.wraps(function)
            def warned(*arguments, **named):  # noqa: ANN002, ANN003, ANN202
                warnings.warn(message, DeprecationWarning, stacklevel=2)
                return function(*arguments, **named)

            if inspect.iscoroutinefunction(function):
                inspect.markcoroutinefunction(warned) if hasattr(inspect, "markcoroutinefunction") else None
            warned.__deprecated__ = message
            return warned

        return decorate


__all__ = ["deprecated"]
