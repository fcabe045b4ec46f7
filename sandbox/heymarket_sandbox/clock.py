from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Any

_HERE: ContextVar[float] = ContextVar("heymarket_sandbox_skew", default=0.0)

_MOST_SECONDS = 10**9  # some thirty years: a clock that is so far off still shows a date that HTTP can write


def check_seconds(name: str, value: Any) -> None:
    """Raise `ValueError` for what is no number of seconds that a clock can be off by, or a fault can last."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not -_MOST_SECONDS <= value <= _MOST_SECONDS:
        raise ValueError(f"{name} must be seconds between -{_MOST_SECONDS} and {_MOST_SECONDS}, not {value!r}")


class Clock:
    """The machine's clock, shifted. `skew` may be changed while the sandbox runs."""

    def __init__(self, skew: float = 0.0) -> None:
        self.skew = skew

    @property
    def skew(self) -> float:
        return self._skew

    @skew.setter
    def skew(self, seconds: float) -> None:
        check_seconds("skew", seconds)
        self._skew = seconds

    def now(self) -> float:
        return time.time() + self.skew + _HERE.get()

    def nanoseconds(self) -> int:
        return time.time_ns() + int((self.skew + _HERE.get()) * 10**9)

    def shift_in_this_task(self, seconds: float) -> None:
        """Shift the clock for the request that this task handles, and for no other."""
        _HERE.set(_HERE.get() + seconds)
