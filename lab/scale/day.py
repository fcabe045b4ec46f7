"""A day of traffic in simulated time: the SDK's own limits and store, the sandbox's rule, and a clock that jumps.

Each worker has a few requests under way at once. A team's work is shared unevenly, as it is in life: one listing is
longer than the others, and must be walked by one worker.
"""

from __future__ import annotations

import heapq
from collections import deque
from contextlib import contextmanager
from itertools import count
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest import mock

from attrs import define, field

from heymarket import FileStore, RateLimit, SharedRateLimit
from heymarket_runtime.pacing import LONGEST_NAP
from heymarket_sandbox import Settings
from heymarket_sandbox.limits import RateLimit as Server

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from heymarket_runtime.pacing import Limiter, Place

REQUESTS, MINUTE, HOUR = 500, 60.0, 3600.0
SLOTS = 4  # requests of one worker under way at once
NIGHT, NOON = 2 * HOUR, 12 * HOUR
SHARES = (0.5, 0.2, 0.15, 0.1, 0.05)  # of the nightly sync, for each worker of a team

LIMITS = ("one for each worker", "a share for each worker", "one for all workers")


@define
class Outcome:
    requests: int = 0
    refused: int = 0
    """Responses 429."""
    nights: list[float] = field(factory=list[float])
    """Seconds that the nightly sync of each team took."""
    waits: list[float] = field(factory=list[float])
    """Seconds that each request of the day waited for its turn, those of the campaign left out."""


@define
class Day:
    """One day of some teams, each with some workers, under one kind of limit."""

    limit: str
    teams: int = 10
    workers: int = 5
    pages: int = 20_000
    """Requests of a nightly sync."""
    by_day: float = 30.0
    """Requests a minute of a team between 8 and 18, on average."""
    campaign: int = 2_000
    """Messages that one worker of each team sends at noon."""
    seed: int = 1
    now: float = field(default=0.0, init=False)
    outcome: Outcome = field(factory=Outcome, init=False)
    _events: list[tuple[float, int, Callable[[], None]]] = field(factory=list, init=False)
    _numbers: Iterator[int] = field(factory=count, init=False)

    def run(self) -> Outcome:
        with self._simulated():
            for team in range(self.teams):
                self._team(Random(f"{self.seed} {team}"))  # noqa: S311
            while self._events:
                self.now, _, event = heapq.heappop(self._events)
                event()
        return self.outcome

    def at(self, moment: float, event: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._numbers), event))

    @contextmanager
    def _simulated(self) -> Iterator[None]:
        clock = SimpleNamespace(monotonic=lambda: self.now)
        with (
            mock.patch("heymarket_runtime.clock.time", clock),
            mock.patch("heymarket_runtime.file_store._now", clock.monotonic),
        ):
            yield

    def _limits(self) -> list[Limiter]:
        if self.limit == "one for each worker":
            return [RateLimit(REQUESTS, MINUTE) for _ in range(self.workers)]
        if self.limit == "a share for each worker":
            return [RateLimit(REQUESTS // self.workers, MINUTE) for _ in range(self.workers)]
        store = FileStore(":memory:")
        return [SharedRateLimit(store, REQUESTS, MINUTE) for _ in range(self.workers)]

    def _team(self, random: Random) -> None:
        server = Server(Settings(rate_limit=REQUESTS, rate_window=MINUTE))
        workers = [Worker(self, limit, server, random) for limit in self._limits()]
        night = Night(self, self.pages)
        for worker, share in zip(workers, SHARES, strict=True):
            pages = round(self.pages * share)
            self.at(NIGHT, lambda worker=worker, pages=pages: worker.work([night.page] * pages))  # type: ignore[misc]
        self.at(NOON, lambda: workers[0].work([lambda _: None] * self.campaign))
        moment = 8 * HOUR
        while (moment := moment + random.expovariate(self.by_day / MINUTE)) < 18 * HOUR:
            worker = random.choice(workers)
            self.at(moment, lambda worker=worker: worker.work([self.outcome.waits.append]))  # type: ignore[misc]


@define
class Night:
    """A nightly sync of one team, which is over when its last page has come."""

    day: Day
    left: int

    def page(self, _waited: float) -> None:
        self.left -= 1
        if not self.left:
            self.day.outcome.nights.append(self.day.now - NIGHT)


@define
class Worker:
    """A process with a client: it sends what it has to, a few at once, as its limit allows."""

    day: Day
    limit: Limiter
    server: Server
    random: Random
    _queue: deque[Callable[[float], None]] = field(factory=deque, init=False)
    _free: int = field(default=SLOTS, init=False)

    def work(self, requests: list[Callable[[float], None]]) -> None:
        """Take on requests; each is told, when it is done, how long it waited for its turn."""
        self._queue.extend(requests)
        self._start()

    def _start(self) -> None:
        while self._free and self._queue:
            self._free -= 1
            self._queue_up(self._queue.popleft())

    def _queue_up(self, done: Callable[[float], None]) -> None:
        place = self.limit.place()
        self._wait(place, place.turn(), done, self.day.now)

    def _wait(self, place: Place, turn: Generator[object], done: Callable[[float], None], since: float) -> None:
        for step in turn:
            if callable(step):
                step()
            else:
                pause = min(float(str(step)), LONGEST_NAP)
                self.day.at(self.day.now + pause, lambda: self._wait(place, turn, done, since))
                return
        place.written()
        waited = self.day.now - since
        arrival = self.day.now + self.random.uniform(0.02, 0.2)
        self.day.at(arrival, lambda: self._arrive(place, done, waited))

    def _arrive(self, place: Place, done: Callable[[float], None], waited: float) -> None:
        refused = self.server.wait(self.day.now)
        self.day.at(self.day.now + self.random.uniform(0.05, 0.4), lambda: self._end(place, done, waited, refused))

    def _end(self, place: Place, done: Callable[[float], None], waited: float, refused: float) -> None:
        place.close(1)
        for step in self.limit.tell():
            step()
        self.day.outcome.requests += 1
        if refused:
            self.day.outcome.refused += 1
            self.limit.pause(refused)
            self._queue_up(done)
            return
        done(waited)
        self._free += 1
        self._start()
