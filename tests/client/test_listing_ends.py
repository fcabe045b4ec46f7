"""An end is believed when it was asked for in two ways; what makes it doubtful is an error, never a shorter listing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from heymarket import PagingError
from heymarket_runtime.arguments import prepare
from heymarket_runtime.operation import Operation

from .driving import Driver, Script
from .servers import Item, Server, items_at
from .test_paging import BY_PAGE, BY_TOKEN, pages_of

if TYPE_CHECKING:
    from collections.abc import Callable

exhaustive = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


# Answers that are empty although there is something.


@dataclass
class Lagging:
    """Answers some requests with an empty page, as a replica or a cache may."""

    server: Callable[[httpx.Request], httpx.Response]
    first: int
    count: int
    sent: int = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent += 1
        response = self.server(request)
        return httpx.Response(200, json=[]) if self.first <= self.sent < self.first + self.count else response


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("digits", [0, 3, 9])
@pytest.mark.parametrize(
    ("first", "count"), [(1, 1), *((first, count) for first in range(2, 9) for count in (1, 2, 3))]
)
def test_empty_answers_in_the_middle_end_no_listing(
    drive: Driver, first: int, count: int, digits: int, ascending: bool
) -> None:
    server = Lagging(Server(items_at(*range(47)), digits=digits), first, count)
    listed = [item.id for item in drive.all(drive.client(server), ascending=ascending)]
    assert listed == sorted(range(1, 48), reverse=not ascending)


def test_answers_that_stay_empty_around_what_is_there_are_an_error(drive: Driver) -> None:
    server = Server(items_at(*range(47)), digits=0)

    def response(request: httpx.Request) -> httpx.Response:
        answer = server(request)
        return (
            httpx.Response(200, json=[])
            if json.loads(request.content).get("date", "9") < "2026-04-12T00:00:39"
            else answer
        )

    listed: list[int] = []
    with pytest.raises(PagingError, match="returns nothing around 2026-04-12T00:00:37Z, although there is something"):
        drive.walk(drive.client(response), listed)
    assert listed == list(range(47, 37, -1))


@pytest.mark.parametrize("digits", [0, 3])
@pytest.mark.parametrize("count", [1, 5, 15, 35])
def test_a_listing_whose_items_leave_it_when_they_were_seen_ends_well(drive: Driver, count: int, digits: int) -> None:
    """Such as unread ones that the caller marks as read."""
    server = Server(items_at(*range(count)), digits=digits)
    listed: list[int] = []
    page = drive.first(drive.client(server))
    while page is not None:
        listed += [item.id for item in page.items]
        server.items = [item for item in server.items if item.id not in listed]
        page = drive.next(page)
    assert listed == list(range(count, 0, -1))


# Pages that are cut by size.


@dataclass
class Weighing(Server):
    """Cuts its responses by their bytes, but not below some number of items."""

    weights: Any = None
    most: int = 2_000
    least: int = 10
    reverses: bool = True
    ties_turn: bool = True
    page: int = 50

    def select(self, body: dict[str, Any]) -> list[Item]:
        ascending = body.get("ascending", False)
        if ascending and not self.reverses:
            return []
        found = super().select(body)
        if ascending and not self.ties_turn:
            found = sorted(found, key=lambda item: (item.moment, -item.id))
        taken: list[Item] = []
        size = 0
        for item in found:
            size += len(json.dumps(self.show(item)))
            if size > self.most and len(taken) >= self.least:
                break
            taken.append(item)
        return taken


def weighted(moments: list[int], weights: list[int]) -> list[Item]:
    return [
        Item(index + 1, Fraction(moment), shown={"last_msg": "x" * weight})
        for index, (moment, weight) in enumerate(zip(moments, weights, strict=True))
    ]


@pytest.mark.parametrize("reverses", [True, False])
@pytest.mark.parametrize("ties_turn", [True, False])
@pytest.mark.parametrize(("least", "weight"), [(1, 900), (2, 900), (10, 900), (1, 5_000), (2, 5_000), (10, 5_000)])
def test_large_items_of_one_moment_behind_small_ones_are_not_lost(
    drive: Driver, weight: int, least: int, ties_turn: bool, reverses: bool
) -> None:
    items = weighted([*range(1000, 940, -1), *[900] * 20], [1] * 60 + [weight] * 20)
    server = Weighing(items, digits=0, most=12_000, least=least, ties_turn=ties_turn, reverses=reverses)
    listed: list[int] = []
    with pytest.raises(PagingError, match="items have timestamps around"):
        drive.walk(drive.client(server), listed)
    assert len(set(listed)) == len(listed) > 60


@pytest.mark.parametrize("reverses", [True, False])
def test_small_items_of_one_moment_behind_large_ones_are_not_lost(drive: Driver, reverses: bool) -> None:
    items = weighted([*range(1000, 980, -1), *[900] * 6], [900] * 20 + [1] * 6)
    server = Weighing(items, digits=0, page=4, maximum=None, most=10**6, reverses=reverses)
    with pytest.raises(PagingError, match="items have timestamps around"):
        drive.all(drive.client(server))


@pytest.mark.parametrize("ties_turn", [True, False])
def test_what_other_pages_had_room_for_proves_nothing_of_items_that_are_larger_still(
    drive: Driver, ties_turn: bool
) -> None:
    items = weighted([*range(1000, 940, -1), *[900] * 15], [1] * 60 + [11_000] * 3 + [1] * 12)
    server = Weighing(items, digits=0, most=12_000, ties_turn=ties_turn)
    with pytest.raises(PagingError, match="items have timestamps around"):
        drive.all(drive.client(server))


def test_more_of_one_moment_that_only_the_opposite_order_shows_are_an_error(drive: Driver) -> None:
    server = Server(items_at(*[1] * 15, *range(100, 120)), digits=0, maximum=None)

    def response(request: httpx.Request) -> httpx.Response:
        server.page = 100 if json.loads(request.content).get("ascending") else 10
        return server(request)

    with pytest.raises(PagingError, match="items have timestamps around"):
        drive.all(drive.client(response))


def test_an_empty_answer_to_a_larger_limit_proves_nothing(drive: Driver) -> None:
    server, asked = Server(items_at(*[1] * 30, *range(100, 120)), digits=0), 0

    def response(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += "limit" in json.loads(request.content)
        return httpx.Response(200, json=[]) if asked == 1 else server(request)

    with pytest.raises(PagingError, match="items have timestamps around"):
        drive.all(drive.client(response))


def test_pages_of_any_size_with_few_equal_timestamps_are_listed_whole(drive: Driver) -> None:
    items = weighted(list(range(60)), [900 if index % 7 < 3 else 1 for index in range(60)])
    for least in (1, 10):
        server = Weighing(items, digits=6, most=3_000, least=least)
        assert [item.id for item in drive.all(drive.client(server))] == list(range(60, 0, -1))


@given(
    crowds=st.lists(st.tuples(st.integers(0, 8), st.integers(1, 14), st.integers(1, 1200)), min_size=1, max_size=14),
    digits=st.sampled_from([0, 3, 9]),
    most=st.integers(300, 6_000),
    ties_turn=st.booleans(),
    reverses=st.booleans(),
    maximum=st.sampled_from([50, 1000]),
    limit=st.sampled_from([None, None, 3, 12]),
    ascending=st.booleans(),
)
@exhaustive
def test_however_pages_are_cut_nothing_is_lost_in_silence(
    drive: Driver, crowds: list[tuple[int, int, int]], ascending: bool, limit: int | None, **chosen: Any
) -> None:
    chosen["reverses"] |= ascending
    # Where nothing but other responses tells the end, items are taken to be of one size.
    heaviest = 1_200 if chosen["reverses"] else 1
    moments = [moment * 3 for moment, count, _ in crowds for _ in range(count)]
    weights = [min(weight, heaviest) for _, count, weight in crowds for _ in range(count)]
    items = weighted(moments, weights)
    for item in items:
        item.id += 100  # all of three digits
    server = Weighing(items, **chosen)
    note(str(server))
    listed: list[int] = []
    try:
        drive.walk(drive.client(server), listed, ascending=ascending, limit=limit)
    except PagingError:
        assert len(listed) == len(set(listed))
    else:
        assert sorted(listed) == [item.id for item in server.items]


# Items that come twice.


@pytest.mark.parametrize("digits", [0, 6])
def test_an_item_twice_in_a_response_is_delivered_once(drive: Driver, digits: int) -> None:
    server = Server(items_at(*range(25)), digits=digits)

    def response(request: httpx.Request) -> httpx.Response:
        shown = server(request).json()
        return httpx.Response(200, json=[each for each in shown for _ in range(1 + each["id"] % 3)])

    client = drive.client(response)
    page = drive.first(client)
    assert len(page.items) > 10, "a first page is as received"
    assert [item.id for item in drive.next(page).items] == list(range(15, 6, -1))
    assert [item.id for item in drive.all(client)] == list(range(25, 0, -1))


def test_items_without_identity_are_not_taken_for_one(drive: Driver) -> None:
    page = [{"updated": "2026-01-01T00:00:00Z"}] * 2 + [None, None]
    assert len(drive.first(drive.client(Script([page]), on_drift=lambda _: None)).items) == 4


# The other two ways of paging that specs describe.


def numbered(request: httpx.Request) -> httpx.Response:
    number = int(request.url.params.get("page", 1))
    return httpx.Response(200, json={"things": [number] if number <= 4 else []})


def named(request: httpx.Request) -> httpx.Response:
    number = int(request.url.params.get("after", 1))
    more = {"meta": {"next": str(number + 1)}} if number < 4 else {}
    return httpx.Response(200, json={"things": [number], **more})


@pytest.mark.parametrize("first", range(1, 6))
@pytest.mark.parametrize(("server", "paging"), [(numbered, BY_PAGE), (named, BY_TOKEN)], ids=["pages", "tokens"])
def test_an_empty_answer_ends_no_other_listing(
    drive: Driver, server: Callable[[httpx.Request], httpx.Response], paging: Any, first: int
) -> None:
    lagging = Lagging(server, first, 1)

    def response(request: httpx.Request) -> httpx.Response:
        answer = lagging(request)
        return answer if answer.json() else httpx.Response(200, json={"things": []})

    assert pages_of(drive, drive.client(response), paging) == [1, 2, 3, 4]


def test_a_numbered_page_that_is_always_empty_hides_none_behind_it(drive: Driver) -> None:
    def response(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"things": []}) if request.url.params.get("page") == "3" else numbered(request)

    assert pages_of(drive, drive.client(response), BY_PAGE) == [1, 2, 4]


@pytest.mark.parametrize("length", [1, 2, 3, 10])
def test_tokens_that_go_in_a_circle_are_an_error(drive: Driver, length: int) -> None:
    def response(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("after", -1))
        return httpx.Response(200, json={"things": [number], "meta": {"next": str((number + 1) % length)}})

    with pytest.raises(PagingError, match="names itself, or one before it"):
        pages_of(drive, drive.client(response), BY_TOKEN)


def test_a_page_of_a_token_may_be_fetched_again(drive: Driver) -> None:
    client = drive.client(named)
    first = _first_of(drive, client)
    second = drive.next(first)
    assert drive.next(first).items == second.items == [2]
    assert drive.next(second).items == drive.next(drive.next(first)).items == [3]


def _first_of(drive: Driver, client: Any) -> Any:
    operation = Operation(name="things.list", method="GET", path="/v1/things", result=Any, paging=BY_TOKEN)
    return drive.run(client._driver.page(prepare(operation)))
