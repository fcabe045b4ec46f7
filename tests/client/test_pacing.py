"""Never more requests in a window than allowed, and hardly fewer; in order; shared; abandoned without trace."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from heymarket import RateLimit, RateLimitError

from .driving import Clock, Driver, Script

if TYPE_CHECKING:
    from collections.abc import Generator

    from heymarket_runtime.pacing import Place


FOREVER = 10_000.0
"""Seconds of the simulated clock, more than all that the tests let wait need."""


def most_in_a_window(starts: list[float], seconds: float) -> int:
    starts = sorted(starts)
    return max((sum(start <= other < start + seconds for other in starts) for start in starts), default=0)


class Queue:
    """Requests that wait for their turn together, each waking when it was told to."""

    def __init__(self, limit: RateLimit, clock: Clock) -> None:
        self.limit = limit
        self.clock = clock
        self.waiting: dict[int, tuple[float, Place, Generator[float]]] = {}
        self.starts: dict[int, float] = {}
        self.log: list[tuple[float, bool]] = []
        """When something started, and whether it waited for its turn."""

    def arrive(self, name: int) -> None:
        place = self.limit.place()
        self._look(name, place, place.turn())

    def leave(self, name: int) -> None:
        if name in self.waiting:
            self.waiting.pop(name)[2].close()

    def until(self, moment: float) -> None:
        while self.waiting:
            name, (wake, place, turn) = min(self.waiting.items(), key=lambda each: (each[1][0], each[0]))
            if wake > moment:
                break
            self.clock.now = max(self.clock.now, wake)
            del self.waiting[name]
            self._look(name, place, turn)
        self.clock.now = max(self.clock.now, moment)

    def finish(self) -> None:
        end = self.clock.now + FOREVER
        while self.waiting:
            assert self.clock.now < end, f"{len(self.waiting)} wait without end"
            self.until(min(wake for wake, *_ in self.waiting.values()))

    def _look(self, name: int, place: Place, turn: Generator[float]) -> None:
        try:
            self.waiting[name] = self.clock.now + next(turn), place, turn
        except StopIteration:
            self._write(name, place)

    def _write(self, name: int, place: Place) -> None:
        place.written()
        place.close(1)
        self.starts[name] = self.clock.now
        self.log.append((self.clock.now, True))


EVENTS = st.lists(
    st.tuples(st.sampled_from(["arrive"] * 6 + ["wait", "leave", "count", "pause"]), st.integers(0, 40)), max_size=60
)


@given(requests=st.integers(1, 8), seconds=st.integers(1, 20), events=EVENTS)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_never_more_than_allowed_in_any_window(
    clock: Clock, requests: int, seconds: int, events: list[tuple[str, int]]
) -> None:
    note(f"{requests} {seconds} {events}")
    limit = RateLimit(requests, seconds)
    queue = Queue(limit, clock)
    quiet: list[tuple[float, float]] = []
    left: set[int] = set()
    for number, (event, value) in enumerate(events):
        match event:
            case "arrive":
                for each in range(value % 4):
                    queue.arrive(number * 10 + each)
            case "wait":
                queue.until(clock.now + value / 3)
            case "leave":
                for name in [*queue.waiting][: value % 3]:
                    left.add(name)
                    queue.leave(name)
            case "count":
                limit.place().close(value % 4)  # what the auth layer repeats without a turn
                queue.log += [(clock.now, False)] * (value % 4)
            case "pause":
                quiet.append((clock.now, clock.now + value / 4))
                limit.pause(value / 4)
    queue.finish()
    starts = list(queue.starts.values())
    for index, (start, waited) in enumerate(queue.log):
        assert not waited or sum(start - before < seconds for before, _ in queue.log[: index + 1]) <= requests
    assert not [start for start in starts for begin, end in quiet if begin < start < end]
    assert len(starts) + len(left) == sum(value % 4 for event, value in events if event == "arrive")
    in_order = sorted(queue.starts, key=lambda name: (round(queue.starts[name], 6), name)) == sorted(queue.starts)
    assert in_order or left, "first come, first served, but who was told to wait for someone that left wakes late"
    assert limit._line == []


@pytest.mark.parametrize("together", [1, 3, 500, 2000])
def test_hardly_less_than_allowed(clock: Clock, together: int) -> None:
    """A long listing uses at least 97 % of the budget, whether it asks one by one or all at once."""
    queue = Queue(RateLimit(500, 60), clock)
    begin = clock.now
    for number in range(0, 3000, together):
        for each in range(min(together, 3000 - number)):
            queue.arrive(number + each)
        if together == 1:
            queue.finish()
    queue.finish()
    starts = sorted(queue.starts.values())
    assert all(later - start >= 60 for start, later in zip(starts, starts[500:], strict=False))
    last = starts[-1] - begin
    assert (3000 - 500) / (500 * last / 60) >= 0.97


def test_short_programs_never_wait(drive: Driver, clock: Clock) -> None:
    client = drive.client(Script([[]]), rate_limit=500)
    for _ in range(500):
        drive.first(client)
    assert clock.slept == []
    drive.first(client)
    assert sum(clock.slept) == pytest.approx(61)


def test_the_default_is_the_published_limit(drive: Driver) -> None:
    limit = drive.kind(
        auth=httpx.BasicAuth("", ""), transport=httpx.MockTransport(Script([[]]))
    )._driver.wire.rate_limit
    assert (limit.requests, limit.seconds) == (500, 60)


def test_retries_count_too(drive: Driver, clock: Clock) -> None:
    client = drive.client(Script([503, 503, []]), rate_limit=2)
    drive.first(client)
    assert sum(clock.slept) == pytest.approx(61)


def test_what_the_auth_layer_repeats_counts_too(drive: Driver, clock: Clock) -> None:
    class Twice(httpx.Auth):
        def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
            yield request
            yield request

    client = drive.client(Script([[]]), rate_limit=4, auth=Twice())
    for _ in range(2):
        drive.first(client)
    assert clock.slept == []
    drive.first(client)
    assert sum(clock.slept) == pytest.approx(61)


def test_clients_and_copies_share_a_limit(drive: Driver, clock: Clock) -> None:
    limit = RateLimit(3, 60)
    one, other = (drive.client(Script([[]]), rate_limit=limit) for _ in range(2))
    for client in (one, other, one.with_options(timeout=1)):
        drive.first(client)
    assert clock.slept == []
    drive.first(other)
    assert sum(clock.slept) == pytest.approx(61)


@pytest.mark.parametrize("max_retries", [0, 1])
def test_a_429_stops_everyone_who_shares_the_limit(drive: Driver, clock: Clock, max_retries: int) -> None:
    limit = RateLimit(500, 60)
    script = Script([httpx.Response(429, headers={"Retry-After": "30"})])
    with pytest.raises(RateLimitError):
        drive.first(drive.client(script, rate_limit=limit, max_retries=max_retries))
    before = sum(clock.slept)
    assert before == 30 * max_retries
    drive.first(drive.client(Script([[]]), rate_limit=limit))
    assert sum(clock.slept) - before == pytest.approx(30)


def test_nobody_overtakes_those_who_are_about_to_wake(clock: Clock) -> None:
    queue = Queue(RateLimit(1, 10), clock)
    for name in (1, 2):
        queue.arrive(name)
    clock.now += 100
    queue.arrive(3)
    queue.finish()
    assert list(queue.starts) == [1, 2, 3]


def test_a_pause_holds_those_who_already_wait(clock: Clock) -> None:
    queue = Queue(RateLimit(1, 10), clock)
    for name in (1, 2, 3):
        queue.arrive(name)
    queue.until(clock.now + 5)
    queue.limit.pause(30)
    queue.finish()
    assert [start - 1000 for start in queue.starts.values()] == pytest.approx([0, 35, 35 + 10 * 61 / 60])


def test_who_gives_up_makes_room(clock: Clock) -> None:
    queue = Queue(RateLimit(1, 10), clock)
    for name in range(1000):
        queue.arrive(name)
    for name in range(1000):
        queue.leave(name)
    queue.arrive(1000)
    queue.finish()
    assert queue.starts[1000] - 1000 == pytest.approx(10 * 61 / 60)


def test_a_long_wait_looks_again_in_between(drive: Driver, clock: Clock) -> None:
    """Those in front may have given up in the meantime."""
    client = drive.client(Script([[]]), rate_limit=1)
    drive.first(client)
    drive.first(client)
    assert max(clock.slept) <= 5
    assert sum(clock.slept) == pytest.approx(61)


def test_threads_share_a_limit(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread waits by moving the common clock; the starts are what the limit saw."""
    limit = RateLimit(50, 60)
    starts: list[float] = []
    lock = threading.Lock()

    def work() -> None:
        for _ in range(25):
            place = limit.place()
            for pause in place.turn():
                with lock:
                    clock.now += pause
            place.close(1)
            starts.append(clock.now)

    room = RateLimit._room

    def hesitant(*arguments: Any) -> float:
        time.sleep(0)  # lets the others in at the worst moment
        return room(*arguments)

    monkeypatch.setattr(RateLimit, "_room", hesitant)
    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(starts) == 400
    assert limit._line == []


def test_a_cancelled_task_leaves_the_queue(monkeypatch: pytest.MonkeyPatch, runner: asyncio.Runner) -> None:
    held: list[asyncio.Event] = []

    async def never(seconds: float) -> None:
        held.append(asyncio.Event())
        await held[-1].wait()

    async def main() -> Any:
        client = Driver(runner).client(Script([[]]), rate_limit=1)
        await client.conversations.list()
        waiting = [asyncio.ensure_future(_awaited(client.conversations.list())) for _ in range(50)]
        while len(held) < 50:
            await asyncio.tasks.__sleep0()
        for task in waiting:
            task.cancel()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        assert client._driver.wire.rate_limit._line == []

    monkeypatch.setattr("anyio.sleep", never)
    runner.run(main())


async def _awaited(listing: Any) -> Any:
    return await listing
