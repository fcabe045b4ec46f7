"""Is nothing lost and nothing done twice, from the sandbox through a framework to a program, whatever goes wrong?"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from heymarket import webhooks
from heymarket_sandbox import Sandbox, Settings
from heymarket_sandbox.webhooks.faults import KINDS

from .events import EXAMPLES, MARK, TOKEN
from .servers import PATH, WAYS

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = 60


class Program:
    """Fails now and then, and counts what it has done."""

    def __init__(self, seed: int, failures: float) -> None:
        self.done: Counter[str] = Counter()
        self.began = 0
        self._random = random.Random(seed)
        self._failures = failures
        self._lock = threading.Lock()

    def handle(self, event: webhooks.Event) -> None:
        with self._lock:
            self.began += 1
            fails = self._random.random() < self._failures
        time.sleep(0.001)
        if fails:
            raise ArithmeticError("now and then")
        with self._lock:
            self.done[webhooks.identity(event)] += 1


def events(seed: int) -> list[tuple[str, dict[str, Any]]]:
    """Return events that differ, of all types."""
    chosen = random.Random(seed)
    names = [*EXAMPLES, *chosen.choices([*EXAMPLES], k=EVENTS - len(EXAMPLES))]
    return [(name, {**EXAMPLES[name]["event_data"], "id": number}) for number, name in enumerate(names)]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("way", ["ASGI", "FastAPI", "WSGI, wsgiref", "Flask", "Django, WSGI"])
def test_faults_lose_nothing_and_repeat_nothing(
    way: str, seed: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    program = Program(seed, failures=0.2)
    seen = webhooks.SqliteSeen(tmp_path / "seen.db")
    receiver = webhooks.Receiver(program.handle, token=TOKEN, seen=seen)
    with (
        Sandbox(Settings(conversations=0, webhook_token=TOKEN)) as sandbox,
        WAYS[way].server(WAYS[way].app(receiver)) as port,
    ):
        sandbox.webhooks.deliver_to(f"http://127.0.0.1:{port}{PATH}")
        for number, kind in enumerate(KINDS):
            sandbox.webhooks.faults.add(kind, every=4 + number + seed, seconds=0.02)  # type: ignore[arg-type]
        sent = events(seed)
        for name, data in sent:
            sandbox.webhooks.send(name, data)
        sandbox.webhooks.wait(60)
        hit = {each.fault for each in sandbox.webhooks.deliveries}
        assert hit >= {*KINDS} - {"late"}, "each fault was there"
        end = time.monotonic() + 30
        while sum(program.done.values()) < EVENTS:
            assert time.monotonic() < end, sorted(program.done)
            receiver.resume()
            time.sleep(0.01)
        time.sleep(0.05)
    wanted = {
        webhooks.identity(webhooks.parse_unverified({"type": name, "id": 1, "event_data": data})) for name, data in sent
    }
    assert program.done == Counter(wanted)
    assert program.began > EVENTS, "some failed, and were done later"
    assert MARK not in caplog.text


def test_what_changes_in_the_sandbox_arrives_as_events(tmp_path: Path) -> None:
    found: list[webhooks.Event] = []
    arrived = threading.Event()

    def handle(event: webhooks.Event) -> None:
        found.append(event)
        if len(found) == 2:
            arrived.set()

    receiver = webhooks.Receiver(handle, token=TOKEN, on_drift=lambda drift: pytest.fail(str(drift)))
    way = WAYS["ASGI"]
    with Sandbox(Settings(webhook_token=TOKEN)) as sandbox, way.server(way.app(receiver)) as port:
        sandbox.webhooks.deliver_to(f"http://127.0.0.1:{port}{PATH}")
        sandbox.add_conversation(id=7, name="Ada", target="15550007")
        sandbox.update_conversation(7, status="closed")
        assert arrived.wait(20)
    closed, opened = sorted(found, key=lambda event: event.type)  # each is handled in a thread of its own
    assert isinstance(opened, webhooks.ChatOpenedEvent)
    assert isinstance(closed, webhooks.ChatClosedEvent)
    assert (opened.event_data.id, opened.event_data.name, closed.event_data.status) == (7, "Ada", "closed")
