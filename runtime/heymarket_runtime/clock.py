"""Time that goes on: each wait ends after the seconds that were slept, whatever the machine's clock says."""

from __future__ import annotations

import time


class Clock:
    """The monotonic clock, where tests have not frozen it or turned it back, as freezegun does."""

    def __init__(self) -> None:
        self._read = time.monotonic()
        self._added = 0.0

    def now(self, at_least: float = float("-inf")) -> float:
        """Return the seconds on the clock. Whoever has slept knows how many it must be `at_least`.

        Not for several threads at once.
        """
        read = time.monotonic()
        if read < self._read:
            self._added += self._read - read
        self._read = read
        now = read + self._added
        if now < at_least:
            self._added += at_least - now
            return at_least
        return now
