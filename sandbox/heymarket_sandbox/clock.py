from __future__ import annotations

import time


class Clock:
    """The machine's clock, shifted. `skew` may be changed while the sandbox runs."""

    def __init__(self, skew: float = 0.0) -> None:
        self.skew = skew

    def now(self) -> float:
        return time.time() + self.skew

    def nanoseconds(self) -> int:
        return time.time_ns() + int(self.skew * 10**9)
