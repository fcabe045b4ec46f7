"""Staying under a rate limit without asking the server."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import count
from typing import Protocol, runtime_checkable

from .clock import Clock
from .forks import renew_in_children

WRITTEN = "heymarket_written"
"""Request extension: a function for the transport to call when it writes the request."""

LONGEST_NAP = 5.0
"""Look again after so many seconds: callers ahead may give up."""

MARGIN = 1 / 60
"""How much longer than the server's a window is: it counts arrivals, and each takes a little more or less time."""

Blocking = Callable[[], None]
"""What may wait for others, such as a question to a store; async clients run it in a thread."""


class Place(Protocol):
    """One request's place under a limit: kept free for it from its turn on, and counted from when it is written.

    In between it may wait for a connection. Counted from its turn, those that waited longest would be written
    together with the first of the next minute.
    """

    def turn(self) -> Generator[float | Blocking]:
        """Queue: yields the seconds to wait, or what to run, and ends when the request may start.

        The caller sleeps that long, or `LONGEST_NAP` if that is shorter. Whoever gives up closes the
        generator, which lets the others move up.
        """
        ...

    def written(self) -> None:
        """Count a request that is written now. The auth layer may write it once more."""

    def close(self, requests: int) -> None:
        """Give the place up after so many requests, and count those of which no transport said that it wrote them."""


@runtime_checkable
class Limiter(Protocol):
    """What a client asks before each request; none of it waits by itself."""

    def place(self) -> Place:
        """Return a place for one request, which has to wait for its turn."""
        ...

    def pause(self, seconds: float) -> None:
        """Let nobody start for a while, those in the queue included: the server said that the limit is reached."""

    def tell(self) -> Iterable[Blocking]:
        """Return what is to be run after a request, so that others know of it."""
        ...


class RateLimit:
    """At most `requests` in any `seconds`, over all threads and tasks that share this object.

    Heymarket publishes 500 requests a minute. Requests go out at once until the limit is reached and
    then as room appears, so short programs never wait. One object may serve several clients that
    share a limit. A forked process counts for itself.
    """

    def __init__(self, requests: int = 500, seconds: float = 60.0) -> None:
        check(requests, seconds)
        self.requests = requests
        self.seconds = seconds
        self._window = seconds * (1 + MARGIN)
        self._tickets = count()
        self._not_before = float("-inf")
        self._clock = Clock()
        self._begin()
        renew_in_children(self)

    def _begin(self) -> None:
        self._written: deque[float] = deque(maxlen=self.requests)
        self._line: list[int] = []
        self._held: set[LocalPlace] = set()
        self._lock = threading.Lock()

    renew_in_child = _begin

    def place(self) -> LocalPlace:
        """Return a place for one request, which has to wait for its turn."""
        return LocalPlace(self)

    def pause(self, seconds: float) -> None:
        """Let nobody start for a while, those in the queue included: the server said that the limit is reached."""
        with self._lock:
            self._not_before = max(self._not_before, self._clock.now() + seconds)

    def tell(self) -> Iterable[Blocking]:
        """Return nothing to run: who shares this object knows."""
        return ()

    def _join(self, place: LocalPlace) -> float:
        """Queue for a place, and start if nobody waits and there is room: as `_start`."""
        with self._lock:
            place.ticket = next(self._tickets)
            place.at_least = now = self._clock.now()
            self._line.append(place.ticket)
            return self._given(place, now)

    def _leave(self, place: LocalPlace) -> None:
        with self._lock:
            if place.ticket in self._line:  # a forked child begins with nobody in it
                self._line.remove(place.ticket)

    def _start(self, place: LocalPlace) -> float:
        """Give a place if that is allowed, else return the seconds until it should be."""
        with self._lock:
            return self._given(place, self._clock.now(place.at_least))

    def _given(self, place: LocalPlace, now: float) -> float:
        ahead = bisect_left(self._line, place.ticket)
        full = len(self._written) + len(self._held) - self.requests
        wait = max(self._room(full + ahead, now), self._not_before) - now
        if wait > 0:
            return wait
        del self._line[ahead]
        for _ in range(full + 1):
            self._written.popleft()  # has left the window, or there were no room
        self._held.add(place)
        return 0.0

    def _count(self, place: LocalPlace, requests: int) -> None:
        with self._lock:
            self._held.discard(place)
            self._written.extend([self._clock.now()] * requests)

    def _room(self, leaving: int, now: float) -> float:
        """Return when there is room for one more request: when more than `leaving` others have left the window.

        One that has its place and is not yet written may be so at any moment from now on.
        """
        if leaving < 0:
            return now
        rounds, index = divmod(leaving, self.requests)
        start = self._written[index] if index < len(self._written) else now
        room = start + self._window
        # Callers ahead may be late.
        return max(room, now) + self._window * rounds if rounds else room

    def __repr__(self) -> str:
        return f"RateLimit(requests={self.requests}, seconds={self.seconds})"


class LocalPlace:
    """A place under a limit of this process."""

    __slots__ = ("_limit", "_writes", "at_least", "ticket")

    def __init__(self, limit: RateLimit) -> None:
        self._limit = limit
        self._writes = 0
        self.ticket: int = -1
        self.at_least: float = 0.0  # on the limit's clock: it waited for so long

    def turn(self) -> Generator[float]:
        """Queue: yields the seconds to wait, again and again."""
        try:
            pause = self._limit._join(self)  # noqa: SLF001
            while pause:
                yield pause
                self.at_least += min(pause, LONGEST_NAP)
                pause = self._limit._start(self)  # noqa: SLF001
        except BaseException:
            self._limit._leave(self)  # noqa: SLF001
            raise

    def written(self) -> None:
        """Count a request that is written now. The auth layer may write it once more."""
        self._writes += 1
        self._limit._count(self, 1)  # noqa: SLF001

    def close(self, requests: int) -> None:
        """Give the place up after so many requests, and count those of which no transport said that it wrote them."""
        if requests > self._writes or not self._writes:
            self._limit._count(self, requests - self._writes)  # noqa: SLF001


def check(requests: int, seconds: float) -> None:
    if requests < 1 or not seconds > 0:
        raise ValueError("a rate limit needs at least one request in more than zero seconds")
