"""Is an event that is delivered again dropped, and is none lost, whoever takes it and whatever ends meanwhile?"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from heymarket import webhooks
from heymarket_runtime.webhooks import seen as module

from .events import EXAMPLES, MARK, TOKEN, body, event
from .secrets import shown, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from heymarket.webhooks import Seen

KEYS = st.sampled_from(["a", "b", "c"])


@pytest.fixture(params=["memory", "sqlite"])
def seen(request: pytest.FixtureRequest, tmp_path: Path) -> Seen:
    return webhooks.MemorySeen() if request.param == "memory" else webhooks.SqliteSeen(tmp_path / "seen.db")


class Clock:
    def __init__(self) -> None:
        self.now = 1e9

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


def test_an_event_is_taken_once(seen: Seen) -> None:
    assert [seen.begin("a", b"1"), seen.begin("a", b"1"), seen.begin("b", b"2")] == [True, False, True]
    seen.end("a", done=True)
    assert not seen.begin("a", b"1")
    seen.end("b", done=False)
    assert [seen.begin("b", b"2"), seen.begin("b", b"2")] == [True, False]
    seen.end("never begun", done=False)
    seen.end("never begun", done=True)
    assert seen.begin("never begun", b"3")


def test_threads_take_it_once(seen: Seen) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: seen.begin(f"key {number % 10}", b""), range(200)))
    assert sum(found) == 10


def test_memory_keeps_the_last_keys() -> None:
    seen = webhooks.MemorySeen(3)
    assert [seen.begin(key, b"") for key in "abcd"] == [True] * 4
    assert [seen.begin(key, b"") for key in "bcd"] == [False] * 3
    assert seen.begin("a", b"")
    assert not list(seen.unfinished())


def test_what_is_done_is_kept_for_some_days(tmp_path: Path, clock: Clock) -> None:
    seen = webhooks.SqliteSeen(tmp_path / "seen.db", days=2)
    for key in ("done", "begun", "failed"):
        seen.begin(key, b"event")
    seen.end("done", done=True)
    seen.end("failed", done=False)
    clock.now += 2 * 86_400 - 1
    assert not seen.begin("done", b"event")
    clock.now += 2
    assert seen.begin("another", b"event")
    assert seen.begin("done", b"event"), "forgotten when another came"
    assert {key for key, _ in seen.unfinished()} == {"begun", "failed"}, "what is not done is never forgotten"


def test_the_file_holds_no_event_that_is_done(tmp_path: Path) -> None:
    seen = webhooks.SqliteSeen(tmp_path / "seen.db")
    seen.begin("a", b"event")
    seen.end("a", done=True)
    with sqlite3.connect(tmp_path / "seen.db") as database:
        assert database.execute("SELECT key, event FROM events").fetchall() == [("a", None)]
    database.close()


def test_a_lease_ends(tmp_path: Path, clock: Clock) -> None:
    seen = webhooks.SqliteSeen(tmp_path / "seen.db", lease=60)
    assert seen.begin("a", b"event")
    clock.now += 59
    assert not seen.begin("a", b"event")
    assert not list(seen.unfinished())
    clock.now += 1
    other = webhooks.SqliteSeen(tmp_path / "seen.db", lease=60)
    assert list(other.unfinished()) == [("a", b"event")]
    assert not list(seen.unfinished()), "the other has it now"
    assert not seen.begin("a", b"event")
    clock.now += 60
    assert seen.begin("a", b"event")


class SqliteAgainstModel(RuleBasedStateMachine):
    """Two processes' worth of `SqliteSeen` on one file do what a dict does."""

    folder: Path
    clock: Clock
    number = 0

    @initialize()
    def open(self) -> None:
        type(self).number += 1
        path = self.folder / f"{self.number}.db"
        self.seen = [webhooks.SqliteSeen(path, lease=10), webhooks.SqliteSeen(path, lease=10)]
        self.state: dict[str, tuple[str, float]] = {}

    def free(self, key: str) -> bool:
        state, since = self.state.get(key, ("failed", 0.0))
        return state == "failed" or (state == "begun" and since <= self.clock.now - 10)

    @rule(who=st.integers(0, 1), key=KEYS)
    def begin(self, who: int, key: str) -> None:
        assert self.seen[who].begin(key, key.encode()) is self.free(key)
        if self.free(key):
            self.state[key] = ("begun", self.clock.now)

    @rule(who=st.integers(0, 1), key=KEYS, done=st.booleans())
    def end(self, who: int, key: str, done: bool) -> None:
        self.seen[who].end(key, done=done)
        if key in self.state and (done or self.state[key][0] == "begun"):
            self.state[key] = ("done" if done else "failed", self.state[key][1])

    @rule(seconds=st.sampled_from([1, 9, 10]))
    def wait(self, seconds: int) -> None:
        self.clock.now += seconds

    @precondition(lambda self: self.state)
    @rule(who=st.integers(0, 1))
    def resume(self, who: int) -> None:
        self.clock.now += 0.001
        wanted = {key for key, (state, _) in self.state.items() if state != "done" and self.free(key)}
        assert {key for key, event in self.seen[who].unfinished() if event == key.encode()} == wanted
        for key in wanted:
            self.state[key] = ("begun", self.clock.now)


def test_sqlite_does_what_it_says(tmp_path: Path, clock: Clock) -> None:
    SqliteAgainstModel.folder, SqliteAgainstModel.clock = tmp_path, clock
    run_state_machine_as_test(
        SqliteAgainstModel, settings=settings(max_examples=60, stateful_step_count=20, database=None)
    )


# With a receiver.


class Handler:
    def __init__(self, fails: int = 0) -> None:
        self.handled: list[webhooks.Event] = []
        self.fails = fails

    def __call__(self, received: webhooks.Event) -> None:
        self.handled.append(received)
        if len(self.handled) <= self.fails:
            raise ArithmeticError

    async def later(self, received: webhooks.Event) -> None:
        await asyncio.sleep(0)
        self(received)


def test_what_failed_is_resumed_until_it_is_done(tmp_path: Path, clock: Clock) -> None:
    handler = Handler(fails=3)
    receiver = webhooks.Receiver(handler, token=TOKEN, seen=webhooks.SqliteSeen(tmp_path / "seen.db"))
    for name in ("message_sent", "chat_closed"):
        work = receiver.receive("POST", body(name)).work
        assert work is not None
        assert work() is False
    clock.now += 1
    assert receiver.resume() == 1
    clock.now += 1
    assert receiver.resume() == 1
    assert receiver.resume() == 0
    assert [each.type for each in handler.handled] == ["message_sent", "chat_closed"] * 2 + ["message_sent"]
    assert handler.handled[0] == handler.handled[2] == webhooks.parse(body("message_sent"), token=TOKEN)
    assert [receiver.receive("POST", body(name)) for name in ("message_sent", "chat_closed")] == [(204, None)] * 2


def test_coroutine_functions_are_resumed_too(tmp_path: Path, clock: Clock) -> None:
    handler = Handler(fails=1)
    receiver = webhooks.Receiver(handler.later, token=TOKEN, seen=webhooks.SqliteSeen(tmp_path / "seen.db"))
    work = receiver.receive("POST", body()).work
    assert work is not None
    assert asyncio.run(work()) is False
    clock.now += 1
    assert asyncio.run(receiver.resume_async()) == 1
    with pytest.raises(TypeError, match="resume_async"):
        receiver.resume()
    with pytest.raises(TypeError, match="resume"):
        asyncio.run(webhooks.Receiver(handler, token=TOKEN).resume_async())


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, asyncio.CancelledError])
def test_what_ends_the_process_passes_through_and_the_event_is_not_done(error: type[BaseException]) -> None:
    def handle(_event: object) -> None:
        raise error

    receiver = webhooks.Receiver(handle, token=TOKEN)
    for _ in range(2):
        work = receiver.receive("POST", body()).work
        assert work is not None
        with pytest.raises(error):
            work()


def test_text_that_is_half_a_pair_is_kept(tmp_path: Path, clock: Clock) -> None:
    handler = Handler(fails=1)
    receiver = webhooks.Receiver(handler, token=TOKEN, seen=webhooks.SqliteSeen(tmp_path / "seen.db"))
    work = receiver.receive("POST", body(event_data={"id": 1, "text": "\ud800"})).work
    assert work is not None
    work()
    clock.now += 1
    assert receiver.resume() == 1
    assert handler.handled[0].raw == handler.handled[1].raw


PROGRAM = """
import os, sys, time
from heymarket import webhooks

def handle(event):
    print("began", flush=True)
    if sys.argv[2] == "dies":
        os._exit(9)

receiver = webhooks.Receiver(handle, token="sesame", seen=webhooks.SqliteSeen(sys.argv[1], lease=0.1))
if sys.argv[2] == "resumes":
    time.sleep(0.2)
    print(receiver.resume())
else:
    print(receiver.receive("POST", sys.stdin.buffer.read()).work())
"""


def test_an_event_survives_the_process(tmp_path: Path) -> None:
    def run(how: str) -> tuple[int, list[str]]:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / "seen.db"), how]
        done = subprocess.run(command, input=body(token="sesame"), capture_output=True, check=False)
        return done.returncode, done.stdout.decode().split()

    assert run("dies") == (9, ["began"])
    assert run("resumes") == (0, ["began", "1"])
    assert run("resumes") == (0, ["0"])


def test_a_store_that_cannot_be_written_shows_no_token(tmp_path: Path) -> None:
    receiver = webhooks.Receiver(print, token=[TOKEN], seen=webhooks.SqliteSeen(tmp_path / "seen.db"))
    (tmp_path / "seen.db").write_bytes(b"no database" * 1000)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        receiver.receive("POST", body())
    assert [text for text in told(caught.value) if MARK in text] == []


def test_a_vault_that_fails_is_no_refusal() -> None:
    answers = [TOKEN]

    def vault() -> str:
        return answers.pop()

    receiver = webhooks.Receiver(print, token=vault)
    with pytest.raises(IndexError) as caught:
        receiver.receive("POST", body())
    assert [text for text in told(caught.value) if MARK in text] == []


def test_a_receiver_shows_no_token(tmp_path: Path) -> None:
    kept = tmp_path / "seen.db"
    for token in (TOKEN, [TOKEN], lambda: TOKEN):
        receiver = webhooks.Receiver(Handler(), token=token, seen=webhooks.SqliteSeen(kept))
        assert [text for text in shown(receiver) if MARK in text] == []
    for name in EXAMPLES:
        assert receiver.receive("POST", body(name)).status == 204
    assert MARK.encode() not in kept.read_bytes()
    assert all(MARK not in key for key in keys(kept))


def keys(path: Path) -> list[str]:
    with sqlite3.connect(path) as database:
        found = [key for (key,) in database.execute("SELECT key FROM events")]
    database.close()
    return found


def test_keys_hold_nothing_that_a_customer_wrote(tmp_path: Path) -> None:
    """They are in logs: a name, a number or a text is not."""
    receiver = webhooks.Receiver(print, token=TOKEN, seen=webhooks.SqliteSeen(tmp_path / "seen.db"))
    for name in EXAMPLES:
        receiver.receive("POST", body(name, event_data={**EXAMPLES[name]["event_data"], "text": "a secret of mine"}))
    told_in_keys = " ".join(keys(tmp_path / "seen.db"))
    assert "secret" not in told_in_keys
    assert "14155551234" not in told_in_keys


def test_it_needs_a_file() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        webhooks.SqliteSeen(":memory:")


def test_it_waits_for_another_process_that_writes(tmp_path: Path) -> None:
    seen = webhooks.SqliteSeen(tmp_path / "seen.db")
    with sqlite3.connect(tmp_path / "seen.db", isolation_level=None) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        waiting = pool.submit(seen.begin, "a", b"")
        time.sleep(0.2)
        assert not waiting.done()
        other.execute("COMMIT")
        assert waiting.result(10)
    other.close()


def test_a_program_may_bring_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    class Own:
        def __init__(self) -> None:
            self.told: list[Any] = []

        def begin(self, key: str, event: bytes) -> bool:
            self.told.append((key, json.loads(event)["type"]))
            return True

        def end(self, key: str, *, done: bool) -> None:
            self.told.append((key, done))

        def unfinished(self) -> Any:
            return iter(())

    own = Own()
    work: Callable[[], Any] | None = webhooks.Receiver(Handler(), token=TOKEN, seen=own).receive("POST", body()).work
    assert work is not None
    assert work() is True
    key = webhooks.identity(webhooks.parse(event(), token=TOKEN))
    assert own.told == [(key, "message_recieved"), (key, True)]
