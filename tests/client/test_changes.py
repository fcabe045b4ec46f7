"""A walk over changes moves its checkpoint past nothing that it has not delivered."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from heymarket import HeymarketError, PagingError

from .servers import EPOCH, Item, Server, items_at, read, write

if TYPE_CHECKING:
    from .driving import Driver

UTC = datetime.UTC
OLD = "0001-01-01T00:00:00Z"
LOW = (OLD, write(Fraction(3), 0))


def walked(drive: Driver, server: Any, since: Any) -> tuple[list[int], str | None, HeymarketError | None]:
    """Return what was delivered, the next checkpoint, and the error that ended the walk, if one did."""
    client = drive.client(server, on_drift=lambda _: None)
    found: list[int] = []

    async def walk_async() -> Any:
        changes = client.conversations.list().changes(since=since)
        try:
            async for item in changes:
                found.append(item.id)  # noqa: PERF401
        except HeymarketError as error:
            return changes.checkpoint, error
        return changes.checkpoint, None

    if drive.asynchronous:
        return (found, *drive.run(walk_async()))
    changes = client.conversations.list().changes(since=since)
    try:
        for item in changes:
            found.append(item.id)  # noqa: PERF401 (what came before an error counts)
    except HeymarketError as error:
        return found, changes.checkpoint, error
    return found, changes.checkpoint, None


@pytest.mark.parametrize("place", [0, 3, 9, 12, 25])
@pytest.mark.parametrize("shown", [OLD, write(Fraction(4), 0)])
def test_an_old_item_out_of_order_ends_the_walk_with_an_error(drive: Driver, place: int, shown: str) -> None:
    """The server sorts by something else than it shows, such as Go's zero time for an item in the middle."""
    items = items_at(*range(10, 40))
    items[-1 - place].shown = {"updated": shown}
    since = write(Fraction(5), 0)
    found, checkpoint, error = walked(drive, Server(items, digits=0), since)
    assert isinstance(error, PagingError)
    assert "not in order of `updated`" in str(error)
    assert checkpoint == error.cursor == since
    assert len(found) == len(set(found)) <= 30


@pytest.mark.parametrize(
    "since",
    [
        OLD,
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00.000000001Z",
        datetime.datetime.min.replace(tzinfo=UTC),
        datetime.datetime.min.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=14))),
    ],
    ids=str,
)
def test_the_earliest_moments_are_checkpoints_like_others(drive: Driver, since: Any) -> None:
    server = Server([*items_at(*range(25)), Item(99, read(OLD))], digits=0)
    found, checkpoint, error = walked(drive, server, since)
    assert error is None
    assert found == [*range(25, 0, -1), 99]
    assert checkpoint == write(Fraction(24), 0)


@pytest.mark.parametrize(
    "since",
    [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999999999-14:00",
        datetime.datetime.max.replace(tzinfo=UTC),
        datetime.datetime.max.replace(tzinfo=datetime.timezone(-datetime.timedelta(hours=14))),
    ],
    ids=str,
)
def test_the_latest_moments_are_too(drive: Driver, since: Any) -> None:
    _, checkpoint, error = walked(drive, Server(items_at(*range(25)), digits=0), since)
    assert (checkpoint, error) == (write(Fraction(24), 0), None)


def test_an_empty_first_answer_moves_no_checkpoint_past_anything(drive: Driver) -> None:
    server, sent = Server(items_at(*range(25)), digits=0), 0

    def response(request: httpx.Request) -> httpx.Response:
        nonlocal sent
        sent += 1
        return httpx.Response(200, json=[]) if sent == 1 else server(request)

    since = write(Fraction(5), 0)
    found, checkpoint, _ = walked(drive, response, since)
    assert found == list(range(25, 5, -1))
    assert checkpoint == since


@pytest.mark.parametrize(
    ("moments", "shown"),
    [
        # One at the end of a page whose timestamps are all the same: the next page is that one again.
        ([4, *[5] * 10], {1: OLD}),
        ([4, 4, 4, *[5] * 9, 6], {3: OLD}),
        ([4, 4, 4, 4, *[5] * 9, 6], {3: OLD}),
        # Several, by different timestamps or by one.
        ([4, 4, *[5] * 8, 6, 6], dict(zip((3, 2), reversed(LOW), strict=True))),
        ([4, 4, *[5] * 8, 6, 6], {2: OLD, 3: OLD}),
        ([4, 4, 4, 4, 4, *[5] * 8, 6, 6], {2: OLD, 3: OLD, 4: OLD}),
        # One next to items that are older indeed.
        ([0, 1, 2, 3, *[5] * 4], {4: write(Fraction(3), 0)}),
    ],
)
def test_items_shown_as_older_than_they_are_hide_no_others(
    drive: Driver, moments: list[int], shown: dict[int, str]
) -> None:
    items = items_at(*moments)
    for index, each in shown.items():
        items[index].shown = {"updated": each}
    since = write(Fraction(4), 0)
    found, checkpoint, error = walked(drive, Server(items, digits=0), since)
    if error is None:
        assert {item.id for item in items if item.moment >= 4} == set(found)
    else:
        assert checkpoint == error.cursor == since


def test_one_that_is_shown_as_newer_comes_once(drive: Driver) -> None:
    """The second response begins with the first page again, which was short and all of one timestamp."""
    items = items_at(*range(3), *[4] * 5)
    items[-1].shown = {"updated": write(Fraction(55), 0)}

    def sizes(server: Server) -> None:
        server.page = 3 if len(server.requests) == 1 else 10

    found, _, error = walked(drive, Server(items, digits=0, between=sizes), None)
    assert (found, error) == ([*range(8, 0, -1)], None)


@pytest.mark.parametrize("place", [1, 3, 8])
def test_one_out_of_order_hides_nothing_where_the_checkpoint_is_reached(drive: Driver, place: int) -> None:
    items = items_at(*range(5, 15))
    items[place].shown = {"updated": OLD}
    found, checkpoint, error = walked(drive, Server(items, digits=0), write(Fraction(6), 0))
    assert (found, checkpoint, error) == ([*range(10, 1, -1)], write(Fraction(14), 0), None)


@pytest.mark.parametrize("older", [1, 3, 10, 25])
def test_a_walk_costs_one_request_more_than_its_pages(drive: Driver, older: int) -> None:
    """The server is asked what lies beyond the checkpoint, also where equal timestamps, as of no date, come last."""
    server = Server([*(Item(100 + index, read(OLD)) for index in range(older)), *items_at(*range(5, 15))], digits=0)
    found, checkpoint, error = walked(drive, server, write(Fraction(10), 0))
    assert (found, checkpoint, error) == ([10, 9, 8, 7, 6], write(Fraction(14), 0), None)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("since", "asked"),
    [
        ("2026-04-12 02:00:10+0200", "2026-04-12T00:00:10Z"),
        ("2026-04-11t23:30:10.250000001-00:30", "2026-04-12T00:00:10.250000001Z"),
        (datetime.datetime(2026, 4, 12, 5, 30, 10, tzinfo=datetime.timezone(datetime.timedelta(0, 19800))), None),
    ],
)
def test_a_checkpoint_is_asked_for_in_the_form_that_every_server_reads(
    drive: Driver, since: Any, asked: str | None
) -> None:
    server = Server(items_at(*range(5, 15)), digits=0)
    _, checkpoint, error = walked(drive, server, since)
    assert (checkpoint, error) == (write(Fraction(14), 0), None)
    assert server.requests[-1]["date"] == (asked or "2026-04-12T00:00:10Z")


def test_a_checkpoint_is_asked_for_in_whole_seconds_where_the_cursor_counts_them(drive: Driver) -> None:
    asked: list[str | None] = []

    def response(request: httpx.Request) -> httpx.Response:
        asked.append(timestamp := request.url.params.get("timestamp"))
        before = EPOCH.timestamp() + 100 if timestamp is None else int(timestamp)
        items = [Item(number, Fraction(number)) for number in range(9, 0, -1)]
        shown = [{"id": each.id, "updated": write(each.moment, 0), "date": write(each.moment, 0)} for each in items]
        return httpx.Response(200, json=[each for each in shown if EPOCH.timestamp() + each["id"] < before])

    client, found = drive.client(response, on_drift=lambda _: None), list[int]()
    since = write(Fraction(11, 2), 1)

    async def walk_async() -> None:
        async for item in client.messages.history(inbox_id=1, phone_number="14155551234").changes(since=since):
            found.append(item.id)

    if drive.asynchronous:
        drive.run(walk_async())
    else:
        found += [
            item.id for item in client.messages.history(inbox_id=1, phone_number="14155551234").changes(since=since)
        ]
    assert found == [9, 8, 7, 6, 5], "what lies in the checkpoint's second may have changed after it"
    assert asked == [None, str(int(EPOCH.timestamp()) + 5)]


@given(
    moments=st.lists(st.integers(0, 60), max_size=45),
    shown=st.dictionaries(st.integers(0, 44), st.sampled_from([*LOW, write(Fraction(55), 0), None])),
    empty=st.sets(st.integers(1, 8), max_size=2),
    since=st.integers(4, 60),
)
@example(moments=[0, 0, 0, 4, 4], shown={4: write(Fraction(55), 0)}, empty=set(), since=4)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_checkpoint_moves_only_when_all_above_the_last_was_delivered(
    drive: Driver, moments: list[int], shown: dict[int, Any], empty: set[int], since: int
) -> None:
    items = items_at(*moments)
    for index, each in shown.items():
        if index < len(items):
            items[index].shown = {"updated": each}
    server, sent = Server(items, digits=0), 0
    note(f"{server}")

    def response(request: httpx.Request) -> httpx.Response:
        nonlocal sent
        sent += 1
        return httpx.Response(200, json=[]) if sent in empty and not {1, 2} <= empty else server(request)

    before = write(Fraction(since), 0)
    found, checkpoint, error = walked(drive, response, before)
    assert len(found) == len(set(found))
    if error is not None:
        assert checkpoint == before
        return
    due = {item.id for item in items if item.moment >= since}
    # What was not delivered comes with the next walk, if the checkpoint is no later.
    later = datetime.datetime.fromisoformat(checkpoint or "") > EPOCH + datetime.timedelta(0, since)
    assert not later or due <= set(found)
