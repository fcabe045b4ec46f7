"""Random writes, ties, faults and page sizes: a listing equals the model, every time.

CI runs a few examples with a fixed seed; `nox -s reliability` runs 2 000 of 50 steps.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from hypothesis import strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import heymarket
from heymarket_auth import connect, connect_async
from heymarket_sandbox import Fault, Sandbox, Settings

from .machines import SETTINGS
from .matrix import short_pauses

TRANSIENT = ("reset", "close", "lost", "reset-body", "truncate", "truncate-chunked", "long-length", "bad-gzip")
FAULTS = [Fault(kind) for kind in (*TRANSIENT, "500", "502", "503", "504", "429", "401")]
# Few moments, so that many conversations share one; digits as servers in Go write them.
MOMENTS = {
    "2026-04-15T09:12:44Z": 44_000_000_000,
    "2026-04-15T09:12:44+00:00": 44_000_000_000,
    "2026-04-15T02:12:44.5-07:00": 44_500_000_000,
    "2026-04-15T09:12:44.000000001Z": 44_000_000_001,
    "2026-04-15T09:12:44.000000002Z": 44_000_000_002,
    "2026-04-15T09:12:44.999999999Z": 44_999_999_999,
    "2026-04-15T09:12:45Z": 45_000_000_000,
    "2026-04-15T09:12:45.123456Z": 45_123_456_000,
    "2026-04-15T09:12:45.1234567Z": 45_123_456_700,
    "2026-04-15T09:13:00Z": 60_000_000_000,
    "2026-04-15T14:43:00+05:30": 60_000_000_000,
}


class Inbox(RuleBasedStateMachine):
    """A model of the inbox, beside the sandbox's."""

    def __init__(self) -> None:
        super().__init__()
        # More equal timestamps than the server returns at once end in a PagingError; tests/client has those.
        self.sandbox = Sandbox(Settings(conversations=0, page_size=10, max_page_size=2_000, rate_limit=None))
        self.sandbox.start()
        self.model: dict[int, int] = {}
        # A listing that is nothing but equal timestamps looks like one that is cut off; see docs/reliability.md.
        for minute in range(24):
            old = self.sandbox.add_conversation(updated=f"2026-04-14T00:{minute:02d}:00Z")
            self.model[old["id"]] = -(10**15) + minute
        self.old = frozenset(self.model)
        self.pauses = short_pauses()
        self.pauses.__enter__()
        options: dict[str, Any] = {"environ": self.sandbox.environ, "rate_limit": None, "max_retries": 3}
        self.client = connect(**options, transport=httpx.HTTPTransport(verify=False))
        self.runner = asyncio.Runner()
        self.other = connect_async(**options, transport=httpx.AsyncHTTPTransport(verify=False))

    def teardown(self) -> None:
        self.runner.run(self.other.close())
        self.runner.close()
        self.client.close()
        self.pauses.__exit__(None, None, None)
        self.sandbox.close()

    @property
    def touched(self) -> list[int]:
        return sorted(self.model.keys() - self.old)

    @rule(moments=strategies.lists(strategies.sampled_from(sorted(MOMENTS)), min_size=1, max_size=16))
    def add(self, moments: list[str]) -> None:
        for moment in moments:
            added = self.sandbox.add_conversation(updated=moment)
            self.model[added["id"]] = MOMENTS[moment]

    @precondition(lambda self: self.touched)
    @rule(data=strategies.data(), moment=strategies.sampled_from(sorted(MOMENTS)))
    def update(self, data: strategies.DataObject, moment: str) -> None:
        number = data.draw(strategies.sampled_from(self.touched))
        self.sandbox.update_conversation(number, updated=moment)
        self.model[number] = MOMENTS[moment]

    @precondition(lambda self: self.touched)
    @rule(data=strategies.data())
    def remove(self, data: strategies.DataObject) -> None:
        number = data.draw(strategies.sampled_from(self.touched))
        self.sandbox.remove_conversation(number)
        del self.model[number]

    @rule(fault=strategies.sampled_from(FAULTS), skipped=strategies.integers(0, 6), times=strategies.integers(1, 5))
    def spoil(self, fault: Fault, skipped: int, times: int) -> None:
        self.sandbox.faults.clear()
        self.sandbox.faults.script(*[None] * skipped, *[fault] * times)

    @rule(limit=strategies.none() | strategies.integers(1, 9), ascending=strategies.sampled_from([None, True, False]))
    def list_sync(self, limit: int | None, ascending: bool | None) -> None:
        ids: list[int | None] = []
        cursor: str | None = None
        while True:
            try:
                for each in self.client.conversations.list(limit=limit, ascending=ascending, date=cursor):
                    ids.append(each.id)  # noqa: PERF401 (what came before an error counts)
                break
            except (heymarket.ConnectionFailedError, heymarket.ApiError) as error:
                cursor = error.cursor or cursor
        self.compare(ids, ascending=bool(ascending), resumed=cursor is not None)

    @rule(limit=strategies.none() | strategies.integers(1, 9), ascending=strategies.sampled_from([None, True, False]))
    def list_async(self, limit: int | None, ascending: bool | None) -> None:
        async def collect() -> tuple[list[int | None], str | None]:
            ids: list[int | None] = []
            cursor: str | None = None
            while True:
                try:
                    async for each in self.other.conversations.list(limit=limit, ascending=ascending, date=cursor):
                        ids.append(each.id)  # noqa: PERF401
                except (heymarket.ConnectionFailedError, heymarket.ApiError) as error:
                    cursor = error.cursor or cursor
                else:
                    return ids, cursor

        ids, cursor = self.runner.run(collect())
        self.compare(ids, ascending=bool(ascending), resumed=cursor is not None)

    def compare(self, ids: list[int | None], *, ascending: bool, resumed: bool) -> None:
        expected = sorted(self.model, key=lambda number: (self.model[number], number), reverse=not ascending)
        if resumed:
            assert set(ids) == set(expected)
            return
        assert len(ids) == len(set(ids)), "delivered twice"
        assert [self.model[number or 0] for number in ids] == [self.model[number] for number in expected]
        assert set(ids) == set(expected)

    @invariant()
    def count_is_that_of_the_model(self) -> None:
        assert self.sandbox.store.conversations.count() == len(self.model)


Inbox.TestCase.settings = SETTINGS
TestInbox = Inbox.TestCase
