from __future__ import annotations

import time
from contextvars import ContextVar

_HERE: ContextVar[float] = ContextVar("heymarket_sandbox_skew", default=0.0)


class Clock:
    """The machine's clock, shifted. `skew` may be changed while the sandbox runs."""

    def __init__(self, skew: float = 0.0) -> None:
        self.skew = skew

    def now(self) -> float:
        return time.time() + self.skew + _HERE.get()

    def nanoseconds(self) -> int:
        return time.time_ns() + int((self.skew + _HERE.get()) * 10**9)

    def shift_in_this_task(self, seconds: float) -> None:
        """Shift the clock for the request that this task handles, and for no other."""
        _HERE.set(_HERE.get() + seconds)
