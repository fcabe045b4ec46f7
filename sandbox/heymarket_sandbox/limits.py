from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heymarket_sandbox.settings import Settings


class RateLimit:
    """Counts the requests that it lets through; refused ones do not count."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.rate_limit
        self._window = settings.rate_window
        self._sliding = settings.rate_kind == "sliding"
        self._passed: deque[float] = deque()
        self._lock = threading.Lock()

    def wait(self, now: float | None = None) -> float:
        """Return 0 if the request may pass, otherwise the seconds until the next one may."""
        if self._most is None:
            return 0.0
        now = time.monotonic() if now is None else now
        with self._lock:
            if self._sliding:
                while self._passed and self._passed[0] <= now - self._window:
                    self._passed.popleft()
            elif self._passed and self._passed[0] <= now - self._window:
                self._passed.clear()
            if len(self._passed) < self._most:
                self._passed.append(now)
                return 0.0
            return self._passed[0] + self._window - now
