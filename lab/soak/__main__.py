"""List for minutes while faults happen and conversations change, and count what was lost.

Run by `nox -s soak`; `-- --minutes 0.5` shortens it. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import threading
import time
import tracemalloc
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any
from unittest import mock

import attrs

import heymarket
from heymarket_auth import connect, connect_async
from heymarket_runtime import retry
from heymarket_sandbox import Fault, Sandbox, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

FAULTS = (
    *(Fault(kind) for kind in ("reset", "close", "lost", "reset-body", "truncate", "truncate-chunked", "bad-gzip")),
    *(Fault(status) for status in ("500", "502", "503", "504", "429")),
    Fault("429", retry_after=1),
    Fault("delay", seconds=0.05),
    Fault("wrong-type", field="assigned", value={"id": 1}),
)
RESUMABLE = 5


@attrs.define
class Tally:
    """What happened; the last line of the output."""

    seed: int
    minutes: float
    listings: int = 0
    items: int = 0
    requests: int = 0
    retries: int = 0
    rate_limited: int = 0
    lost: int = 0
    duplicated: int = 0
    errors: int = 0
    resumed: int = 0
    drifts: int = 0
    faults: int = 0
    peak_kib: int = 0
    growth: float = 0.0
    memory_kib: list[int] = attrs.field(factory=list)


class Attempts(logging.Handler):
    """Counts the client's requests by the line that it logs for each."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.INFO)
        self.tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        self.tally.requests += 1
        self.tally.retries += "(attempt 1," not in record.getMessage() and "(attempt 1)" not in record.getMessage()


@attrs.define
class Walk:
    """One listing, resumed where an error ends it; entered once for each try."""

    tally: Tally
    ids: list[int | None] = attrs.field(factory=list[int | None])
    cursor: str | None = None
    tries: int = 0
    done: bool = False

    @property
    def goes_on(self) -> bool:
        return not self.done and self.tries < RESUMABLE

    def add(self, number: int | None) -> None:
        """Keep an item, unless a resumed listing brings it again."""
        if self.cursor is None or number not in self.ids[-200:]:
            self.ids.append(number)

    def __enter__(self) -> None:
        self.tries += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        self.done = error is None
        if not isinstance(error, heymarket.HeymarketError):
            return False
        self.tally.errors += error.cursor is None
        self.tally.resumed += 1
        self.cursor = error.cursor or self.cursor
        return True


class Soak:
    def __init__(self, sandbox: Sandbox, arguments: argparse.Namespace, tally: Tally) -> None:
        self.sandbox, self.tally = sandbox, tally
        self.random = Random(arguments.seed)  # noqa: S311
        self.options: dict[str, Any] = {
            "rate_limit": heymarket.RateLimit(arguments.rate, 1.0),
            "max_retries": 12,
            "on_drift": self.count_drift,
        }
        self.quiet = {each["id"] for each in sandbox.conversations}
        """Conversations that nothing touches: each listing must hold each of them once."""
        self.busy = sorted(self.quiet)[:: max(2, len(self.quiet) // 20)]
        self.quiet -= set(self.busy)

    def count_drift(self, _drift: heymarket.Drift) -> None:
        self.tally.drifts += 1

    def check(self, ids: Iterable[int | None]) -> None:
        counts = Counter(ids)
        self.tally.listings += 1
        self.tally.items += counts.total()
        self.tally.lost += len(self.quiet - counts.keys())
        self.tally.duplicated += sum(number - 1 for each, number in counts.items() if each in self.quiet)

    def list_sync(self, client: heymarket.Heymarket) -> list[int | None]:
        walk = Walk(self.tally)
        while walk.goes_on:
            with walk:
                for conversation in client.conversations.list(date=walk.cursor):
                    walk.add(conversation.id)
        return walk.ids

    async def list_async(self, client: heymarket.AsyncHeymarket) -> list[int | None]:
        walk = Walk(self.tally)
        while walk.goes_on:
            with walk:
                async for conversation in client.conversations.list(date=walk.cursor):
                    walk.add(conversation.id)
        return walk.ids

    def disturb(self, stop: threading.Event) -> None:
        """Move busy conversations to the top, again and again."""
        while not stop.wait(0.02):
            self.sandbox.update_conversation(self.random.choice(self.busy), name=f"changed at {time.time()}")

    def run(self, until: float) -> None:
        with connect(environ=self.sandbox.environ, **self.options) as client:
            asynchronous = asyncio.Runner()
            with asynchronous as runner:
                other = connect_async(environ=self.sandbox.environ, **self.options)
                while time.monotonic() < until:
                    self.check(self.list_sync(client))
                    self.check(runner.run(self.list_async(other)))
                    self.measure()
                runner.run(other.close())

    def measure(self) -> None:
        current, peak = tracemalloc.get_traced_memory()
        self.tally.memory_kib.append(current // 1024)
        self.tally.peak_kib = peak // 1024
        if len(self.tally.memory_kib) % 10 == 1:
            tally = self.tally
            print(
                f"{tally.listings:5} listings  {tally.items:8} items  {tally.lost} lost  {tally.duplicated} duplicated"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=int, default=2000, help="requests a second to stay under")
    parser.add_argument("--conversations", type=int, default=400)
    arguments = parser.parse_args()
    tally = Tally(arguments.seed, arguments.minutes)
    settings = Settings(conversations=arguments.conversations, page_size=30, rate_limit=None, seed=arguments.seed)
    with (
        Sandbox(settings) as sandbox,
        mock.patch.multiple(retry, _FIRST_PAUSE=0.01, _LONGEST_PAUSE=0.1, _FIRST_RATE_PAUSE=0.01),
        mock.patch.multiple(retry, LONGEST_RATE_PAUSE=0.1),
    ):
        for index, fault in enumerate(FAULTS):
            sandbox.faults.chance(0.01, fault, seed=arguments.seed * 100 + index)
        soak = Soak(sandbox, arguments, tally)
        logger = logging.getLogger("heymarket")
        logger.setLevel(logging.INFO)
        logger.addHandler(Attempts(tally))
        stop = threading.Event()
        disturber = threading.Thread(target=soak.disturb, args=(stop,))
        tracemalloc.start()
        disturber.start()
        try:
            soak.run(time.monotonic() + arguments.minutes * 60)
        finally:
            stop.set()
            disturber.join()
        injected = sandbox.faults.injected
    tally.faults = injected.total()
    tally.rate_limited = injected["429"]
    half = len(tally.memory_kib) // 2
    if half:
        tally.growth = round(
            sum(tally.memory_kib[half:]) / len(tally.memory_kib[half:]) / max(tally.memory_kib[:half]), 3
        )
    print(f"\nfaults: {dict(injected)}")
    result = attrs.asdict(tally)
    del result["memory_kib"]
    print(json.dumps(result))
    return 1 if tally.lost or tally.duplicated or tally.errors else 0


if __name__ == "__main__":
    sys.exit(main())
