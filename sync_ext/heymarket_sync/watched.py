"""A rate limit that counts what goes through it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from heymarket_runtime.pacing import LONGEST_NAP

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from heymarket_runtime.pacing import Blocking, Limiter, Place


class Watched:
    """Counts the requests under a limit, or under none, and the seconds that they waited."""

    def __init__(self, limit: Limiter | None) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self.requests = 0
        self.paused = 0.0

    def place(self) -> WatchedPlace:
        return WatchedPlace(self, self._limit.place() if self._limit else None)

    def pause(self, seconds: float) -> None:
        if self._limit:
            self._limit.pause(seconds)

    def tell(self) -> Iterable[Blocking]:
        return self._limit.tell() if self._limit else ()

    def add(self, requests: int = 0, paused: float = 0.0) -> None:
        with self._lock:
            self.requests += requests
            self.paused += paused


class WatchedPlace:
    def __init__(self, watched: Watched, place: Place | None) -> None:
        self._watched = watched
        self._place = place

    def turn(self) -> Generator[float | Blocking]:
        for step in self._place.turn() if self._place else ():
            if not callable(step):
                self._watched.add(paused=min(step, LONGEST_NAP))
            yield step

    def written(self) -> None:
        if self._place:
            self._place.written()

    def close(self, requests: int) -> None:
        self._watched.add(requests=requests)
        if self._place:
            self._place.close(requests)
