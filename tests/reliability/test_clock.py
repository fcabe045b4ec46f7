"""Clocks that differ and jump cost at most one extra request, once for each client."""

from __future__ import annotations

import asyncio
import time

import pytest

from heymarket_auth import connect, connect_async
from heymarket_sandbox import Sandbox, Settings


@pytest.mark.parametrize("skew", [0, 30, 120, 310, 600, 900, -30, -120, -310, -600, -900])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_skew(skew: int, asynchronous: bool) -> None:
    with Sandbox(Settings(conversations=40, page_size=10, rate_limit=None, clock_skew=skew)) as sandbox:

        async def list_async() -> list[int | None]:
            async with connect_async(environ=sandbox.environ) as client:
                found = [each.id async for each in client.conversations.list()]
                return found if found == [each.id async for each in client.conversations.list()] else []

        if asynchronous:
            ids = asyncio.run(list_async())
        else:
            with connect(environ=sandbox.environ) as client:
                ids = [each.id for each in client.conversations.list()]
                assert [each.id for each in client.conversations.list()] == ids
        assert ids == [each["id"] for each in sandbox.conversations]
        refused = [request for request in sandbox.requests if request.status == 401]
        assert len(refused) == (abs(skew) > 300 or skew < -sandbox.settings.leeway)


class Clock:
    """Stands for the client's `time` module alone; the sandbox keeps the real one."""

    def __init__(self) -> None:
        self.wall = self.passed = 0.0

    def time(self) -> float:
        return time.time() + self.wall + self.passed

    def monotonic(self) -> float:
        return time.monotonic() + self.passed


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("heymarket_auth._auth.time", clock)
    return clock


@pytest.mark.parametrize("jump", [3600, -3600, 86_400])
def test_a_wall_clock_that_jumps(jump: int, clock: Clock) -> None:
    with Sandbox(Settings(conversations=5, rate_limit=None)) as sandbox, connect(environ=sandbox.environ) as client:
        for clock.wall in (0, jump, jump, 0, 0):
            assert client.conversations.list().items
        assert [request.status for request in sandbox.requests] == [200, 401, 200, 200, 200, 200]


def test_a_token_that_expires_during_a_pause(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attempt is signed anew when the pause before it was longer than a token lives."""
    with Sandbox(Settings(conversations=5, rate_limit=None)) as sandbox, connect(environ=sandbox.environ) as client:

        def sleep(_seconds: float) -> None:
            clock.passed += 299
            sandbox.clock.skew += 299

        monkeypatch.setattr("heymarket_runtime.driver.time.sleep", sleep)
        sandbox.faults.script("503", "503")
        assert client.conversations.list().items
        assert [request.status for request in sandbox.requests] == [503, 503, 200]
