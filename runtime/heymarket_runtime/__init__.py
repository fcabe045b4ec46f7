"""What every generated client needs and no spec changes: sending, retries, listings, decoding, errors."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until one of its names is asked for, also by `typing.get_type_hints`.

    It is here as importing it imports nothing else.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
