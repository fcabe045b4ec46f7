from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from .driving import Clock, Driver
from .raw_server import RawServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Nothing in these tests waits: sleeping moves this clock."""
    clock = Clock()
    for module in ("driver", "exchange", "clock"):
        monkeypatch.setattr(f"heymarket_runtime.{module}.time", clock)
    monkeypatch.setattr("heymarket_runtime.retry.random", clock)
    monkeypatch.setattr("anyio.sleep", clock.sleep_async)
    return clock


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(params=["sync", "async"])
def drive(request: pytest.FixtureRequest, runner: asyncio.Runner) -> Driver:
    return Driver(runner if request.param == "async" else None)


@pytest.fixture
def raw_server() -> Iterator[RawServer]:
    with RawServer() as server:
        yield server
