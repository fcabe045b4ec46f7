"""Repeated walks over changes miss nothing, whatever happens during and between them."""

from __future__ import annotations

import asyncio
import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

import heymarket
from heymarket_auth import connect, connect_async
from heymarket_sandbox import Sandbox, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(conversations=60, page_size=20, rate_limit=None)) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[heymarket.Heymarket]:
    with connect(environ=sandbox.environ, rate_limit=None) as connected:
        yield connected


def numbers(conversations: Any) -> list[int]:
    return [conversation["id"] for conversation in conversations]


def test_the_first_walk_is_the_whole_listing(sandbox: Sandbox, client: heymarket.Heymarket) -> None:
    changes = client.conversations.list().changes(since=None)
    assert changes.checkpoint is None
    assert [each.id for each in changes] == numbers(sandbox.conversations)
    assert changes.checkpoint == sandbox.conversations[0]["updated"]


def test_later_walks_hold_what_changed(sandbox: Sandbox, client: heymarket.Heymarket) -> None:
    changes = client.conversations.list().changes(since=None)
    list(changes)
    checkpoint = changes.checkpoint
    changed = [sandbox.update_conversation(number, name="new")["id"] for number in (9930, 9940, 9950)]
    requests = len(sandbox.requests)
    later = client.conversations.list().changes(since=checkpoint)
    found = [each.id for each in later]
    assert found[:3] == changed[::-1]
    assert set(found[3:]) == {each["id"] for each in sandbox.conversations if each["updated"] == checkpoint}
    assert [seen.body for seen in sandbox.requests[requests:]] == [{}, {"date": checkpoint}], (
        "the server says once where the checkpoint lies, and the walk stops there"
    )
    assert later.checkpoint == sandbox.conversations[0]["updated"]


def test_an_unfinished_walk_keeps_its_checkpoint(sandbox: Sandbox, client: heymarket.Heymarket) -> None:
    since = sandbox.conversations[30]["updated"]
    broken_off = client.conversations.list(limit=5).changes(since=since)
    for _ in broken_off:
        break
    assert broken_off.checkpoint == since
    sandbox.faults.script(None, None, "403")
    failing = client.conversations.list(limit=5).changes(since=since)
    with pytest.raises(heymarket.PermissionDeniedError):
        list(failing)
    assert failing.checkpoint == since


def test_what_changes_during_a_walk_is_in_the_next(sandbox: Sandbox, client: heymarket.Heymarket) -> None:
    walk = client.conversations.list(limit=5).changes(since=None)
    seen: set[int | None] = set()
    for count, conversation in enumerate(walk):
        seen.add(conversation.id)
        if count == 7:
            sandbox.update_conversation(sandbox.conversations[-1]["id"])  # past the cursor, to the top
    missed = set(numbers(sandbox.conversations)) - seen
    assert missed
    assert missed <= {each.id for each in client.conversations.list().changes(since=walk.checkpoint)}


def test_nothing_new_and_nothing_at_all(sandbox: Sandbox, client: heymarket.Heymarket) -> None:
    future = "2099-01-01T00:00:00Z"
    nothing = client.conversations.list().changes(since=future)
    assert list(nothing) == []
    empty = client.conversations.list(filters={"inboxes": [42], "closed": True, "unread": True}, assigned=3)
    changes = empty.changes(since=future)
    assert (list(changes), changes.checkpoint) == ([], future)


def test_a_datetime_is_a_checkpoint_too(client: heymarket.Heymarket) -> None:
    since = datetime.datetime(2026, 4, 14, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    found = list(client.conversations.list().changes(since=since))
    assert found
    assert all(each.updated and each.updated >= since for each in found)


@pytest.mark.parametrize("since", ["yesterday", "2026-04-14", "2026-04-14T00:00:00", datetime.datetime(2026, 1, 1)])  # noqa: DTZ001
def test_a_checkpoint_that_is_none(since: Any, client: heymarket.Heymarket) -> None:
    with pytest.raises(heymarket.InvalidRequestError, match="since"):
        client.conversations.list().changes(since=since)


@pytest.mark.parametrize("options", [{"date": "2026-04-01T00:00:00Z"}, {"ascending": True}])
def test_a_walk_starts_from_the_newest(options: Any, client: heymarket.Heymarket) -> None:
    with pytest.raises(heymarket.InvalidRequestError, match=next(iter(options))):
        client.conversations.list(**options).changes(since=None)


def test_async(sandbox: Sandbox) -> None:
    async def walk(since: str | None) -> tuple[list[int | None], str | None]:
        async with connect_async(environ=sandbox.environ, rate_limit=None) as client:
            changes = client.conversations.list(limit=7).changes(since=since)
            return [each.id async for each in changes], changes.checkpoint

    ids, checkpoint = asyncio.run(walk(None))
    assert ids == numbers(sandbox.conversations)
    sandbox.update_conversation(9930)
    ids, following = asyncio.run(walk(checkpoint))
    assert ids[0] == 9930
    assert following == sandbox.conversations[0]["updated"]


MOMENTS = [f"2030-01-01T00:00:0{second}{fraction}Z" for second in (0, 1) for fraction in ("", ".000000001", ".5")]


@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rounds=strategies.lists(strategies.lists(strategies.integers(0, len(MOMENTS) - 1), max_size=8), max_size=5))
def test_repeated_walks_miss_nothing(rounds: list[list[int]]) -> None:
    """New conversations may share the checkpoint's very moment, but not lie before it."""
    with Sandbox(Settings(conversations=30, page_size=10, rate_limit=None)) as sandbox:
        checkpoint, known = None, set[int | None]()
        with connect(environ=sandbox.environ, rate_limit=None) as client:
            latest = 0
            for moments in rounds:
                for moment in moments:
                    latest = max(latest, moment)
                    sandbox.add_conversation(updated=MOMENTS[latest])
                changes = client.conversations.list(limit=3).changes(since=checkpoint)
                known |= {each.id for each in changes}
                checkpoint = changes.checkpoint
                assert known == set(numbers(sandbox.conversations))
