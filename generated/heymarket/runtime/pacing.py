# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
"""Staying under a rate limit without asking the server."""

from __future__ import annotations

import threading
import time
from collections import deque


class RateLimit:
    """At most `requests` in any `seconds`, over all threads and tasks that share this object.

    Heymarket publishes 500 requests a minute. Requests go out at once until the limit is reached and
    then as room appears, so short programs never wait. One object may serve several clients that
    share a limit.
    """

    # The server counts arrivals, and the way there takes a little more or less time for each request.
    _MARGIN = 1 / 60

    def __init__(self, requests: int = 500, seconds: float = 60.0) -> None:
        if requests < 1 or not seconds > 0:
            raise ValueError("a rate limit needs at least one request in more than zero seconds")
        self.requests = requests
        self.seconds = seconds
        self._window = seconds * (1 + self._MARGIN)
        self._starts: deque[float] = deque(maxlen=requests)
        self._not_before = 0.0
        self._lock = threading.Lock()

    def reserve(self) -> float:
        """Take the next free place and return the seconds until it comes."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._not_before)
            if len(self._starts) == self.requests:
                start = max(start, self._starts[0] + self._window)
            self._starts.append(start)
            return start - now

    def count(self, requests: int) -> None:
        """Note requests that were sent without a place."""
        for _ in range(requests):
            self.reserve()

    def pause(self, seconds: float) -> None:
        """Let nobody start for a while: the server said that the limit is reached."""
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + seconds)

    def __repr__(self) -> str:
        return f"RateLimit(requests={self.requests}, seconds={self.seconds})"
