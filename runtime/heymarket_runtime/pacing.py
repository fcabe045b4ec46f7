"""Staying under a rate limit without asking the server."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import deque
from collections.abc import Generator
from itertools import count


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
        self._line: list[int] = []
        self._tickets = count()
        self._not_before = float("-inf")
        self._lock = threading.Lock()

    def turn(self) -> Generator[float]:
        """Queue: yields the seconds to wait, again and again, and ends when the request may start.

        Whoever gives up closes the generator, which lets the others move up.
        """
        with self._lock:
            ticket = next(self._tickets)
            self._line.append(ticket)
        try:
            while pause := self._start(ticket):
                yield pause
        except BaseException:
            with self._lock:
                self._line.remove(ticket)
            raise

    def count(self, requests: int) -> None:
        """Note requests that started without a turn."""
        with self._lock:
            self._starts.extend([time.monotonic()] * requests)

    def pause(self, seconds: float) -> None:
        """Let nobody start for a while, those in the queue included: the server said that the limit is reached."""
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _start(self, ticket: int) -> float:
        """Start if that is allowed, else return the seconds until it should be."""
        with self._lock:
            now = time.monotonic()
            ahead = bisect_left(self._line, ticket)
            wait = max(self._room(ahead, now), self._not_before) - now
            if wait > 0:
                return wait
            del self._line[ahead]
            self._starts.append(now)
            return 0.0

    def _room(self, ahead: int, now: float) -> float:
        """Return when there is room for one more request after those `ahead` in the queue."""
        leaving = len(self._starts) + ahead - self.requests
        if leaving < 0:
            return now
        rounds, index = divmod(leaving, self.requests)
        start = self._starts[index] if index < len(self._starts) else now
        room = start + self._window
        # Callers ahead may be late.
        return max(room, now) + self._window * rounds if rounds else room

    def __repr__(self) -> str:
        return f"RateLimit(requests={self.requests}, seconds={self.seconds})"
