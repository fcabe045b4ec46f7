"""One limit for many processes: each asks a store, which counts for all of them.

Nothing here waits. What has to reach the store is a step that blocks, and the client runs it: async ones in a thread.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from itertools import count
from typing import Protocol

from .clock import Clock
from .errors import RateLimitStoreError, redacted
from .forks import renew_in_children
from .log import logger
from .pacing import LONGEST_NAP, MARGIN, Blocking, LocalPlace, RateLimit, check

HELD = 60.0
"""A store keeps room for a request that may start for so many seconds, then counts it: its process may have died."""

PATIENCE = 3 * LONGEST_NAP
"""Who has not asked for so many seconds is not waiting any more."""

_DOWN = 5.0  # seconds until a store that was down is asked again, where there is something to do without it


class RateLimitStore(Protocol):
    """Where the requests of many processes are counted, by a clock that is the same for all of them.

    Its methods may block, for a second at most, and are called from several threads. Any exception means that the
    store is down. Each may be called again with the same arguments, as its outcome may have been lost on the way.
    """

    def ask(self, ticket: str, requests: int, seconds: float) -> float:
        """Return 0.0 if this request may start now, else the seconds until it should ask again.

        There are at most `requests` in any `seconds`. Who asks first starts first, unless it has not asked for
        `PATIENCE` seconds. Room is kept for a request that may start until it is settled, or for `HELD` seconds;
        then it counts as written.
        """
        ...

    def settle(self, ticket: str, ages: Sequence[float]) -> None:
        """Count the requests of this ticket, written so many seconds ago; none if it was given up."""

    def pause(self, seconds: float) -> None:
        """Let no request start for so many seconds, unless a longer pause is under way."""


class SharedRateLimit:
    """At most `requests` in any `seconds`, over all processes whose `store` is the same.

    While the store is down, calls end with `RateLimitStoreError`. Given the number of `processes`, each goes on with
    its share of the limit instead: `requests // processes`, in the same seconds.
    """

    def __init__(
        self, store: RateLimitStore, requests: int = 500, seconds: float = 60.0, *, processes: int | None = None
    ) -> None:
        check(requests, seconds)
        if processes is not None and not 1 <= processes <= requests:
            raise ValueError("the limit cannot be shared among so many processes")
        self.store = store
        self.requests = requests
        self.seconds = seconds
        self.share: RateLimit | None = None if processes is None else RateLimit(requests // processes, seconds)
        """What this process keeps to while the store is down."""
        self.window: float = seconds * (1 + MARGIN)
        self.error: Exception | None = None
        """What the store failed with last."""
        self._not_before = self._down_until = float("-inf")
        self._clock = Clock()
        self._begin()
        renew_in_children(self)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._news: list[tuple[str, list[float]]] = []
        self._paused = False
        self._numbers = count()
        self._name = secrets.token_hex(8)  # of this process

    renew_in_child = _begin

    def place(self) -> SharedPlace:
        """Return a place for one request, which has to wait for its turn."""
        return SharedPlace(self, f"{self._name}-{next(self._numbers)}")

    def pause(self, seconds: float) -> None:
        """Let nobody start for a while, in no process."""
        until = self.now() + seconds
        with self._lock:
            self._not_before = max(self._not_before, until)
            self._paused = True
        if self.share:
            self.share.pause(seconds)

    def tell(self) -> Iterable[Blocking]:
        """Return what tells the store of requests and pauses, if there is something to tell it."""
        return (self._try_to_tell,) if (self._news or self._paused) and not self.is_down else ()

    def now(self) -> float:
        with self._lock:
            return self._clock.now()

    @property
    def is_down(self) -> bool:
        """Whether the store was down a moment ago, and there is something to do without it."""
        return self.share is not None and self.now() < self._down_until

    def ask(self, ticket: str) -> float:
        """Ask the store, after telling it what it does not know yet."""
        try:
            self._tell()
            return self.store.ask(ticket, self.requests, self.window)
        except Exception as error:
            self._goes_down(error)
            raise

    def settle(self, ticket: str, written: list[float]) -> None:
        """Keep what the store should know, until somebody tells it."""
        old = self.now() - self.window - HELD
        with self._lock:
            while self._news and max(self._news[0][1], default=old) <= old:
                del self._news[0]
            self._news.append((ticket, written))

    def _try_to_tell(self) -> None:
        try:
            self._tell()
        except Exception as error:  # noqa: BLE001 (the request is done, and whoever asks next tells it)
            self._goes_down(error)

    def _tell(self) -> None:
        with self._lock:
            news, self._news = self._news, []
            pause, self._paused = (self._not_before - self._clock.now() if self._paused else 0.0), False
        try:
            if pause > 0:
                self.store.pause(pause)
                pause = 0.0
            while news:
                ticket, written = news[0]
                now = self.now()
                self.store.settle(ticket, [max(0.0, now - each) for each in written])
                del news[0]
        finally:
            with self._lock:
                self._news[:0] = news
                self._paused = self._paused or pause > 0

    def _goes_down(self, error: Exception) -> None:
        told = self.is_down
        with self._lock:
            self.error = error
            self._down_until = self._clock.now() + _DOWN
        if self.share and not told:
            logger.warning("the store of the rate limit is down; this process keeps to %r", self.share)

    def __repr__(self) -> str:
        return f"SharedRateLimit({self.store!r}, requests={self.requests}, seconds={self.seconds})"


class SharedPlace:
    """A place under a limit of many processes, or under this process' share of it while the store is down."""

    __slots__ = ("_error", "_here", "_limit", "_ticket", "_wait", "_written")

    def __init__(self, limit: SharedRateLimit, ticket: str) -> None:
        self._limit = limit
        self._ticket = ticket
        self._wait = 0.0
        self._error: Exception | None = None
        self._here: LocalPlace | None = None
        self._written: list[float] = []

    def turn(self) -> Generator[float | Blocking]:
        """Queue: yields what asks the store, and the seconds until it should be asked again."""
        try:
            while True:
                is_down = self._limit.is_down
                if not is_down:
                    yield self._ask
                if (error := self._limit.error if is_down else self._error) is not None:
                    if (yield from self._turn_here(error)):
                        return
                elif self._wait > 0:
                    yield self._wait
                else:
                    return
        except BaseException:
            self._limit.settle(self._ticket, [])
            raise

    def written(self) -> None:
        self._written.append(self._limit.now())
        if self._here:
            self._here.written()

    def close(self, requests: int) -> None:
        self._written += [self._limit.now()] * (requests - len(self._written))
        if self._here:
            self._here.close(requests)
        self._limit.settle(self._ticket, self._written)

    def _ask(self) -> None:
        try:
            self._wait, self._error = self._limit.ask(self._ticket), None
        except Exception as error:  # noqa: BLE001 (whatever it is, it is raised where the request waits)
            self._error = error

    def _turn_here(self, error: Exception) -> Generator[float | Blocking, None, bool]:
        """Queue in this process, if it has a share; returns False if the store should be asked again first."""
        if self._limit.share is None:
            reason = f"{type(error).__name__}: {redacted(str(error))}"
            raise RateLimitStoreError(f"the store of the rate limit is down ({reason})") from error
        here = self._limit.share.place()
        with closing(here.turn()) as turn:
            for pause in turn:
                yield pause
                if not self._limit.is_down:
                    return False
        self._here = here
        return True
