"""One limit for several processes: exact, in order, with room for no one who died, and never silently none at all."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from heymarket import (
    AsyncHeymarket,
    FileStore,
    Heymarket,
    InvalidRequestError,
    RateLimit,
    RateLimitError,
    RateLimitStoreError,
    SharedRateLimit,
)
from heymarket_auth import ApiSecret
from heymarket_runtime import file_store, shared_limit
from heymarket_sandbox import Sandbox, Settings
from heymarket_sync import RedisStore, redis_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heymarket import RateLimitStore
    from heymarket_runtime.shared_limit import SharedPlace

ROOT = Path(__file__).parents[2]
AUTH = ApiSecret("id", "a-key-of-more-than-32-characters-long")


def client_of(limit: SharedRateLimit, handler: Callable[[httpx.Request], Any] | None = None, **more: Any) -> Heymarket:
    transport = httpx.MockTransport(handler or (lambda _: httpx.Response(200, json={"id": 1})))
    return Heymarket(auth=AUTH, rate_limit=limit, transport=transport, **more)


def ready(place: SharedPlace, within: float = 10.0) -> bool:
    """Wait for a place's turn."""
    end = time.monotonic() + within
    for step in place.turn():
        if callable(step):
            step()
        elif time.monotonic() + step > end:
            return False
        else:
            time.sleep(min(step, 0.05))
    return True


def tell(limit: SharedRateLimit) -> None:
    for step in limit.tell():
        step()


def most_in_a_window(starts: list[float], seconds: float) -> int:
    return max(sum(start <= other < start + seconds for other in starts) for start in starts)


# What every store does.


def test_several_processes_together_keep_to_the_limit_and_use_it(new_store: Callable[[], RateLimitStore]) -> None:
    requests, seconds, written = 10, 0.5, []

    def work(limit: SharedRateLimit) -> None:
        for _ in range(5):
            place = limit.place()
            assert ready(place)
            written.append(time.monotonic())
            place.written()
            place.close(1)
            tell(limit)

    limits = [SharedRateLimit(new_store(), requests, seconds) for _ in range(4)]
    threads = [threading.Thread(target=work, args=(limit,)) for limit in limits for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(written) == 40
    assert most_in_a_window(written, seconds) <= requests


def test_first_come_first_served(new_store: Callable[[], RateLimitStore]) -> None:
    one, other = new_store(), new_store()
    assert one.ask("a", 1, 0.2) == 0.0
    one.settle("a", [0.0])
    assert 0.1 < one.ask("b", 1, 0.2) <= 0.2
    assert 0.3 < other.ask("c", 1, 0.2) <= 0.4
    time.sleep(0.25)
    assert other.ask("c", 1, 0.2) > 0, "b came first"
    assert one.ask("b", 1, 0.2) == 0.0


def test_who_gives_up_lets_others_move_up(new_store: Callable[[], RateLimitStore]) -> None:
    one, other = new_store(), new_store()
    assert one.ask("a", 1, 60) == 0.0
    assert other.ask("b", 1, 60) > 50
    one.settle("a", [])  # was never written
    other.settle("b", [])
    assert other.ask("c", 1, 60) == 0.0


def test_a_request_counts_from_when_it_was_written(new_store: Callable[[], RateLimitStore]) -> None:
    store = new_store()
    assert store.ask("a", 1, 10) == 0.0
    store.settle("a", [7.0])
    assert store.ask("b", 1, 10) == pytest.approx(3, abs=0.2)
    store.settle("a", [7.0])
    store.settle("b", [8.0, 1.0])  # the auth layer asked once more
    assert store.ask("c", 2, 10) == pytest.approx(3, abs=0.4), "a was settled twice and counts once"
    assert store.ask("c", 4, 10) == 0.0


def test_asking_again_changes_nothing(new_store: Callable[[], RateLimitStore]) -> None:
    """Its outcome may have been lost on the way."""
    store = new_store()
    assert [store.ask("a", 2, 60) for _ in range(3)] == [0.0] * 3
    assert store.ask("b", 2, 60) == 0.0


def test_a_pause_reaches_everyone_and_the_longest_wins(new_store: Callable[[], RateLimitStore]) -> None:
    one, other = new_store(), new_store()
    one.pause(30)
    other.pause(10)
    assert other.ask("a", 5, 60) == pytest.approx(30, abs=1)


def test_a_429_of_one_process_stops_the_others(new_store: Callable[[], RateLimitStore]) -> None:
    limits = [SharedRateLimit(new_store()) for _ in range(2)]
    refused = httpx.Response(429, headers={"Retry-After": "40"})
    with client_of(limits[0], lambda _: refused, max_retries=0) as client, pytest.raises(RateLimitError):
        client.team.get()
    assert limits[1].store.ask("another", 500, 60) == pytest.approx(40, abs=2)


def test_room_for_the_dead_is_kept_for_a_while_only(
    new_store: Callable[[], RateLimitStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (file_store, redis_store):
        monkeypatch.setattr(module, "HELD", 0.2)
        monkeypatch.setattr(module, "PATIENCE", 0.4)
    store = new_store()
    assert store.ask("killed before it was written", 1, 0.1) == 0.0
    assert store.ask("killed in the queue", 1, 0.1) > 0
    time.sleep(0.35)
    assert store.ask("alive", 1, 0.1) > 0, "somebody is in front"
    time.sleep(0.1)
    assert store.ask("alive", 1, 0.1) == 0.0


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_clients_share_it(new_store: Callable[[], RateLimitStore], kind: str) -> None:
    seen: list[float] = []

    def handler(_: httpx.Request) -> httpx.Response:
        seen.append(time.monotonic())
        return httpx.Response(200, json={"id": 1})

    limits = [SharedRateLimit(new_store(), 4, 0.3) for _ in range(2)]
    if kind == "sync":
        for limit in [*limits] * 5:
            with client_of(limit, handler) as client:
                client.team.get()
    else:

        async def main() -> None:
            for limit in limits:
                async with AsyncHeymarket(
                    auth=AUTH, rate_limit=limit, transport=httpx.MockTransport(handler)
                ) as client:
                    await asyncio.gather(*[_get(client) for _ in range(5)])

        asyncio.run(main())
    assert len(seen) == 10
    assert most_in_a_window(seen, 0.3) <= 4


async def _get(client: AsyncHeymarket) -> None:
    await client.team.get()


WORKER = """
import sys
from heymarket import FileStore, SharedRateLimit
from heymarket_auth import connect
where = sys.argv[1]
if where.startswith("unix"):
    from heymarket_sync import RedisStore
    store = RedisStore(where, "workers")
else:
    store = FileStore(where)
with connect(rate_limit=SharedRateLimit(store, 20, 1.0), max_retries=0) as heymarket:
    for _ in range(15):
        heymarket.team.get()
"""


@pytest.mark.parametrize("kind", ["file", "redis"])
def test_four_processes_get_no_429(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    where = request.getfixturevalue("redis_url") if kind == "redis" else str(tmp_path / "limit")
    # A server of a busy machine may notice an arrival late; the client's own margin is for a minute.
    with Sandbox(Settings(rate_limit=20, rate_window=0.85, rate_kind="sliding")) as server:
        environment = {**os.environ, **server.environ}
        command = [sys.executable, "-c", WORKER, where]
        workers = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) for _ in range(4)]
        said = [worker.communicate(timeout=60)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4, said


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_shares_it_too(new_store: Callable[[], RateLimitStore]) -> None:
    limit = SharedRateLimit(new_store(), 3, 3600)
    with client_of(limit) as client:
        for _ in range(2):
            client.team.get()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            place = limit.place()
            code = 0 if ready(place) else 2
            place.close(1)
            tell(limit)
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert not ready(limit.place(), within=0)


# The file, on a clock that only the test moves.


EVENTS = st.lists(
    st.tuples(st.sampled_from(["ask"] * 5 + ["wait", "settle", "leave", "pause"]), st.integers(0, 30)), max_size=50
)


@given(requests=st.integers(1, 5), events=EVENTS)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_never_more_than_allowed_in_any_window(
    tmp_path_factory: pytest.TempPathFactory, requests: int, events: list[tuple[str, int]]
) -> None:
    note(f"{requests} {events}")
    seconds, now, quiet = 10.0, 1000.0, 0.0
    store = FileStore(tmp_path_factory.mktemp("limit") / "limit")
    waiting: list[str] = []
    started: dict[str, float] = {}
    written: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_store, "_now", lambda: now)
        for number, (event, value) in enumerate(events):
            if event == "ask":
                waiting.append(str(number))
            elif event == "wait":
                now += value / 2
            elif event == "settle" and started:
                name = [*started][value % len(started)]
                del started[name]
                store.settle(name, [0.0])
                written.append(now)
            elif event == "leave" and waiting:
                store.settle(waiting.pop(value % len(waiting)), [])
            elif event == "pause":
                store.pause(value / 4)
                quiet = max(quiet, now + value / 4)
            # Whoever settles nothing for so long is taken for dead.
            started = {name: since for name, since in started.items() if now - since < shared_limit.HELD + seconds}
            for name in [*waiting]:
                if store.ask(name, requests, seconds) == 0.0:
                    assert now >= quiet
                    assert name == waiting[0], "first come, first served"
                    waiting.remove(name)
                    started[name] = now
            recent = [each for each in written if now - each < seconds]
            assert len(recent) + len(started) <= requests
            idle = requests - len(recent) - len(started)
            assert not (waiting and idle and now >= quiet), "room is used at once"


def test_a_machine_that_started_anew_waits_a_window_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(file_store, "_now", lambda: now)
    store = FileStore(tmp_path / "limit")
    for ticket in ("a", "b"):
        store.ask(ticket, 2, 60)
        store.settle(ticket, [0.0])
    store.ask("waiting", 2, 60)
    store.pause(3600)
    now = 10.0
    assert store.ask("c", 2, 60) == pytest.approx(60)
    now = 71.0
    assert store.ask("c", 2, 60) == 0.0


# A store that is down.


class Unsteady:
    """A user's own store, which fails when it is told to."""

    def __init__(self) -> None:
        self.down = False
        self.asked: list[str] = []
        self.settled: dict[str, list[float]] = {}
        self.paused: list[float] = []

    def ask(self, ticket: str, *_: Any) -> float:
        self._check()
        self.asked.append(ticket)
        return 0.0

    def settle(self, ticket: str, ages: Sequence[float]) -> None:
        self._check()
        self.settled[ticket] = list(ages)

    def pause(self, seconds: float) -> None:
        self._check()
        self.paused.append(seconds)

    def _check(self) -> None:
        if self.down:
            raise OSError("no route, token=eyJhbGciOi.eyJpc3MiOiJ.abcdefghijk")


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_store_that_is_down_is_an_error_of_ours(kind: str) -> None:
    store, sent = Unsteady(), []
    limit = SharedRateLimit(store)
    store.down = True
    options: Any = {"auth": AUTH, "rate_limit": limit, "transport": httpx.MockTransport(sent.append)}

    def call() -> None:
        with Heymarket(**options) as client:
            client.team.get()

    async def call_async() -> None:
        async with AsyncHeymarket(**options) as client:
            await client.team.get()

    with pytest.raises(RateLimitStoreError, match=r"is down \(OSError: no route, token=\[redacted\]\)") as caught:
        call() if kind == "sync" else asyncio.run(call_async())
    assert isinstance(caught.value.__cause__, OSError)
    assert sent == []


@pytest.mark.parametrize("where", ["nowhere", "directory"])
def test_real_stores_that_are_down(where: str, tmp_path: Path) -> None:
    store = RedisStore("redis://127.0.0.1:1") if where == "nowhere" else FileStore(tmp_path)
    with client_of(SharedRateLimit(store)) as client, pytest.raises(RateLimitStoreError):
        client.team.get()


def test_a_redis_that_hangs_is_down_after_a_moment() -> None:
    import socket  # noqa: PLC0415

    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = RedisStore(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        begun = time.monotonic()
        with client_of(SharedRateLimit(store)) as client, pytest.raises(RateLimitStoreError):
            client.team.get()
        assert time.monotonic() - begun < 10


def test_a_response_is_not_lost_when_the_store_goes_down_after_it() -> None:
    store = Unsteady()

    def handler(_: httpx.Request) -> httpx.Response:
        store.down = True
        return httpx.Response(200, json={"id": 7})

    with client_of(SharedRateLimit(store), handler) as client:
        assert client.team.get().id == 7
        store.down = False
        client.team.get()
    assert len(store.settled) >= 1, "told later"


def test_without_the_store_each_keeps_to_its_share(caplog: pytest.LogCaptureFixture) -> None:
    store = Unsteady()
    store.down = True
    limit = SharedRateLimit(store, 20, 3600, processes=5)
    with caplog.at_level(logging.WARNING, "heymarket"), client_of(limit, deadline=1.0) as client:
        for _ in range(4):
            client.team.get()
        with pytest.raises(Exception, match="no room before the deadline"):
            client.team.get()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["the store of the rate limit is down; this process keeps to RateLimit(requests=4, seconds=3600)"], (
        "once"
    )


def test_what_was_sent_without_the_store_is_told_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_limit, "_DOWN", 0.05)
    store = Unsteady()
    store.down = True
    limit = SharedRateLimit(store, 20, 60, processes=2)
    statuses = iter([200, 429, 200])
    with client_of(limit, lambda _: httpx.Response(next(statuses), json={"id": 1}), max_retries=0) as client:
        client.team.get()
        with pytest.raises(RateLimitError):
            client.team.get()
        store.down = False
        time.sleep(0.06)
        client.team.get()
    assert len(store.settled) == 3
    assert all(len(ages) == 1 for ages in store.settled.values())
    assert len(store.paused) == 1


def test_who_waits_for_his_share_goes_back_to_a_store_that_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_limit, "_DOWN", 0.05)
    store = Unsteady()
    store.down = True
    limit = SharedRateLimit(store, 2, 3600, processes=2)
    first = limit.place()
    assert ready(first)
    first.close(1)
    turn = limit.place().turn()
    for step in turn:
        if callable(step):
            step()
        else:
            store.down = False
            time.sleep(0.06)
    assert len(store.asked) == 1


def test_the_event_loop_goes_on_while_a_store_is_slow() -> None:
    class Slow(Unsteady):
        def ask(self, *_: Any) -> float:
            time.sleep(0.3)
            return 0.0

    async def main() -> int:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"id": 1}))
        async with AsyncHeymarket(auth=AUTH, rate_limit=SharedRateLimit(Slow()), transport=transport) as client:
            task, beats = asyncio.ensure_future(_get(client)), 0
            while not task.done():
                await asyncio.sleep(0.01)
                beats += 1
            await task
            return beats

    assert asyncio.run(main()) > 5


def test_a_cancelled_call_gives_its_ticket_back() -> None:
    class Full(Unsteady):
        def ask(self, ticket: str, *_: Any) -> float:
            super().ask(ticket)
            return 60.0 if len(self.asked) < 2 else 0.0

    store = Full()

    async def main() -> None:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"id": 1}))
        async with AsyncHeymarket(auth=AUTH, rate_limit=SharedRateLimit(store), transport=transport) as client:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(_get(client), 0.2)
            await _get(client)

    asyncio.run(main())
    assert store.settled[store.asked[0]] == []


@pytest.mark.parametrize("arguments", [{"requests": 0}, {"seconds": 0}, {"processes": 0}, {"processes": 501}])
def test_impossible_limits_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="limit"):
        SharedRateLimit(Unsteady(), **arguments)


@pytest.mark.parametrize("wrong", [Unsteady(), RateLimit, SharedRateLimit, "redis://localhost"])
def test_what_is_no_limit_is_refused(wrong: Any) -> None:
    with pytest.raises(InvalidRequestError, match="rate_limit"):
        Heymarket(auth=AUTH, rate_limit=wrong)
