"""From JSON to typed objects, by msgspec.

It learns what a class is made of when it first meets it, and two threads that meet one at once crash the process: one
of them uses what the other has not finished. So one thread learns at a time, and nothing is used before it is learnt.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

import msgspec

from .forks import renew_in_children
from .unions import decode_hook


class _OneAtATime:
    def __init__(self) -> None:
        self.renew_in_child()
        renew_in_children(self)

    def renew_in_child(self) -> None:
        self.lock = threading.RLock()


_learning = _OneAtATime()


@cache
def decoder(expected: Any) -> msgspec.json.Decoder[Any]:
    """Return what decodes JSON text to a type."""
    with _learning.lock:
        return msgspec.json.Decoder(expected, dec_hook=decode_hook)


def convert(value: object, expected: Any) -> Any:
    """Convert JSON to a type. Raises `msgspec.ValidationError`."""
    decoder(expected)
    return msgspec.convert(value, expected, dec_hook=decode_hook)
