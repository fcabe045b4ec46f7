"""A listing gives every item exactly once, or an error that says where it stopped. Never less."""

from __future__ import annotations

import asyncio
import json
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from heymarket import ConnectionFailedError, DecodeError, PagingError
from heymarket_runtime.arguments import prepare
from heymarket_runtime.listings import ByPage, ByToken
from heymarket_runtime.operation import Input, Operation

from .driving import Driver, Script
from .servers import OFFSETS, Item, Server, items_at, read, write

if TYPE_CHECKING:
    from collections.abc import Iterable

SECOND = Fraction(1)
MICRO = Fraction(1, 10**6)
NANO = Fraction(1, 10**9)


def ids(items: Iterable[Any]) -> list[int]:
    return [item.id for item in items]


def assert_complete(drive: Driver, server: Server, **arguments: Any) -> None:
    client = drive.client(server, on_drift=lambda _: None)
    listed = ids(drive.all(client, **arguments))
    assert sorted(listed) == sorted(item.id for item in server.items)


# What a listing does when all goes well.


def test_a_listing_goes_through_all_pages_in_order(drive: Driver) -> None:
    server = Server(items_at(*range(35)))
    client = drive.client(server)
    assert ids(drive.all(client)) == list(range(35, 0, -1))


def test_the_cursor_is_the_last_timestamp_as_received_moved_by_its_own_tick(drive: Driver) -> None:
    server = Server([Item(1, Fraction(5), "-07:00"), Item(2, 7 + 123456789 * NANO, "-07:00")], digits=9, page=1)
    drive.all(drive.client(server))
    assert server.requests[1]["date"] == "2026-04-11T17:00:07.123456790-07:00"


def test_other_arguments_go_with_every_page_and_the_page_number_only_with_the_first(drive: Driver) -> None:
    server = Server(items_at(*range(25)))
    drive.all(drive.client(server), id=1111, filters={"closed": False}, page=1)
    first, *others = server.requests
    assert first == {"id": 1111, "filters": {"closed": False}, "page": 1}
    assert len(others) >= 3
    assert all(other.pop("date") and other == {"id": 1111, "filters": {"closed": False}} for other in others)


def test_a_page_number_is_where_the_listing_begins(drive: Driver) -> None:
    server = Server(items_at(*range(25)))
    assert ids(drive.all(drive.client(server), page=2)) == list(range(15, 0, -1))


def test_an_empty_first_page_is_the_end_when_it_comes_twice(drive: Driver) -> None:
    server = Server([])
    assert drive.all(drive.client(server)) == []
    assert len(server.requests) == 2


def test_finding_the_end_costs_two_requests(drive: Driver) -> None:
    server = Server(items_at(1, 2, 3))
    drive.all(drive.client(server))
    assert len(server.requests) == 3


def test_a_page_in_the_middle_costs_one_request(drive: Driver) -> None:
    server = Server(items_at(*range(100)))
    page = drive.first(drive.client(server))
    for number in range(2, 6):
        page = drive.next(page)
        assert len(server.requests) == number


def test_items_are_of_this_page_and_pages_go_on(drive: Driver) -> None:
    server = Server(items_at(*range(21)))
    client = drive.client(server)
    page = drive.first(client)
    assert ids(page.items) == list(range(21, 11, -1))
    assert page.request_id is None
    assert [ids(each.items) for each in drive.collect(page.pages())] == [
        list(range(21, 11, -1)),
        list(range(11, 2, -1)),
        [2, 1],
    ]


def test_the_next_page_may_be_fetched_again(drive: Driver) -> None:
    page = drive.first(drive.client(Server(items_at(*range(21)))))
    assert ids(drive.next(page).items) == ids(drive.next(page).items)
    assert ids(drive.collect(page)) == ids(drive.collect(page))


def test_after_the_last_page_there_is_none_however_often_one_asks(drive: Driver) -> None:
    page = drive.first(drive.client(Server(items_at(1))))
    assert drive.next(page) is None
    assert drive.next(page) is None


def test_the_first_few_cost_the_pages_that_hold_them() -> None:
    server = Server(items_at(*range(95)))
    with Driver(None).client(server) as client:
        assert ids(islice(client.conversations.list(limit=5), 5)) == [95, 94, 93, 92, 91]
        assert len(server.requests) == 1
        assert len(ids(islice(client.conversations.list(limit=5), 12))) == 12
        assert len(server.requests) < 5


def test_an_async_listing_is_awaited_or_iterated_over() -> None:
    async def main() -> None:
        client = Driver(asyncio.Runner()).client(Server(items_at(*range(12))))
        listing = client.conversations.list()
        assert ids((await listing).items) == list(range(12, 2, -1))
        assert [item.id async for item in listing] == list(range(12, 0, -1))
        assert [len(page.items) async for page in listing.pages()] == [10, 2]

    asyncio.run(main())


def test_an_async_listing_that_nobody_asks_sends_nothing() -> None:
    server = Server([])
    Driver(asyncio.Runner()).client(server).conversations.list()
    assert server.requests == []


# Equal timestamps.

CROSSING = [*range(20, 30), 31, 31, 31, 31, *range(40, 48)]


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("digits", [0, 3, 6, 9])
def test_equal_timestamps_across_a_border_are_all_listed(drive: Driver, digits: int, ascending: bool) -> None:
    assert_complete(drive, Server(items_at(*CROSSING), digits=digits), ascending=ascending)


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("digits", [0, 6, 9])
@pytest.mark.parametrize("position", ["first", "middle", "last", "only"])
@pytest.mark.parametrize("count", [10, 11, 19, 20, 21, 57])
def test_more_equal_timestamps_than_a_page_holds_are_listed_with_a_larger_limit(
    drive: Driver, count: int, position: str, digits: int, ascending: bool
) -> None:
    before = [] if position in {"first", "only"} else list(range(100, 115))
    after = [] if position in {"last", "only"} else list(range(200, 215))
    server = Server(items_at(*before, *[150] * count, *after), digits=digits)
    client = drive.client(server)
    listed: list[int] = []
    try:
        drive.walk(client, listed, ascending=ascending)
    except PagingError:
        # Nothing in the whole listing shows whether the server had room for more.
        assert position == "only"
    assert sorted(listed) == [item.id for item in server.items]


@pytest.mark.parametrize("maximum", [None, 10, 25])
@pytest.mark.parametrize("older", [0, 15])
def test_equal_timestamps_that_no_limit_reaches_are_an_error_not_a_gap(
    drive: Driver, maximum: int | None, older: int
) -> None:
    server = Server(items_at(*range(older), *[150] * 40, *range(200, 215)), maximum=maximum)
    listed: list[int] = []
    with pytest.raises(PagingError, match=r"items have timestamps around 2026-04-12T00:02:30\.000000Z") as caught:
        drive.walk(drive.client(server), listed)
    assert caught.value.cursor == "2026-04-12T00:02:31.000000Z"
    assert len(listed) == len(set(listed))
    assert len(listed) == 15 + (maximum or 10)


@pytest.mark.parametrize("limit", [None, 5, 100])
@pytest.mark.parametrize("maximum", [None, 10, 1000])
@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_a_few_equal_timestamps_at_the_end_are_no_error(
    drive: Driver, count: int, maximum: int | None, limit: int | None
) -> None:
    assert_complete(drive, Server(items_at(*[1] * count), maximum=maximum), **({"limit": limit} if limit else {}))


def test_a_limit_of_one_still_lists_equal_timestamps(drive: Driver) -> None:
    assert_complete(drive, Server(items_at(1, 2, 2, 2, 3)), limit=1)


# What a server does with cursors.


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("digits", [1, 3, 6, 9])
def test_a_server_that_compares_whole_seconds_loses_nothing(drive: Driver, digits: int, ascending: bool) -> None:
    moments = [Fraction(index, 3) for index in range(40)]
    assert_complete(drive, Server(items_at(*moments), digits=digits, coarse=True), ascending=ascending)


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("digits", [0, 3, 6])
def test_a_server_that_compares_more_finely_than_it_prints_loses_nothing(
    drive: Driver, digits: int, ascending: bool
) -> None:
    moments = [Fraction(index, 10**digits * 3) for index in range(40)]
    assert_complete(drive, Server(items_at(*moments), digits=digits), ascending=ascending)


def test_nanoseconds_are_told_apart(drive: Driver) -> None:
    assert_complete(drive, Server(items_at(*(index * NANO for index in range(100))), digits=9, page=7))


@pytest.mark.parametrize("count", [5, 25])
@pytest.mark.parametrize("spacing", [0, 1])
def test_a_server_that_ignores_the_cursor_is_an_error(drive: Driver, spacing: int, count: int) -> None:
    moments = [index * spacing for index in range(count)]
    server = Server(items_at(*moments), ignores_cursor=True, maximum=None)
    listed: list[int] = []
    with pytest.raises(PagingError):
        drive.walk(drive.client(server), listed)
    assert len(listed) == len(set(listed)) == min(count, 10)
    assert len(server.requests) <= 4


def test_a_page_that_is_repeated_for_ever_is_an_error(drive: Driver) -> None:
    page = [{"id": index, "updated": write(Fraction(100 - index), 6)} for index in range(10)]
    with pytest.raises(PagingError):
        drive.all(drive.client(Script([page])))


def test_a_page_that_is_out_of_order_is_an_error(drive: Driver) -> None:
    page = [{"id": 1, "updated": write(Fraction(1), 6)}, {"id": 2, "updated": write(Fraction(2), 6)}]
    first = drive.first(drive.client(Script([page])), date="2026-05-01T00:00:00Z")
    with pytest.raises(PagingError, match="not in order of `updated`") as caught:
        drive.next(first)
    assert caught.value.cursor == "2026-05-01T00:00:00Z"


def test_short_pages_are_not_the_end(drive: Driver) -> None:
    server = Server(items_at(*range(50)), shortens=lambda size: size // 3)
    assert_complete(drive, server)


# Items that are not as they should be.


@pytest.mark.parametrize(
    "shown",
    [
        {"updated": None},
        {"updated": 1712908800},
        {"updated": "yesterday"},
        {"updated": "2026-04-12T00:00:00"},
        {"updated": {"seconds": 1}},
    ],
    ids=str,
)
@pytest.mark.parametrize("limit", [None, 3])
def test_items_whose_timestamp_is_missing_or_wrong_lose_no_others(
    drive: Driver, limit: int | None, shown: dict[str, Any]
) -> None:
    server = Server(items_at(*range(60)))
    for item in server.items:
        if item.id % 7 == 3 or item.id in {50, 51, 52}:
            item.shown = dict(shown)
    assert_complete(drive, server, **({"limit": limit} if limit else {}))


def test_a_page_without_any_timestamp_is_an_error(drive: Driver) -> None:
    server = Server([Item(index, Fraction(index), shown={"updated": None}) for index in range(15)])
    page = drive.first(drive.client(server))
    assert len(page.items) == 10
    with pytest.raises(PagingError, match="no item has a usable `updated`"):
        drive.next(page)


def test_items_without_id_are_told_apart_by_their_content(drive: Driver) -> None:
    server = Server([Item(n, Fraction(n // 4), shown={"id": None, "name": str(n)}) for n in range(40)])
    listed = drive.all(drive.client(server, on_drift=lambda _: None))
    assert sorted(int(item.name) for item in listed) == list(range(40))


def test_an_item_that_is_no_object_stops_no_listing(drive: Driver) -> None:
    def response(request: httpx.Request) -> httpx.Response:
        shown = server(request).json()
        return httpx.Response(200, json=[*shown[:1], "odd", *shown[1:]] if len(shown) > 1 else shown)

    server = Server(items_at(*range(35)))
    client = drive.client(response, on_drift=lambda _: None)
    assert [item.id for item in drive.all(client) if item != "odd"] == list(range(35, 0, -1))


def test_the_first_of_all_timestamps_has_nothing_before_it(drive: Driver) -> None:
    page = [{"id": 1, "updated": "0001-01-01T00:00:00Z"}]
    with pytest.raises(PagingError, match="0001-01-01T00:00:00Z is the last timestamp there is"):
        drive.all(drive.client(Script([page])), ascending=True)


def test_text_with_a_lone_surrogate_stops_no_listing(drive: Driver) -> None:
    script = Script([b'[{"id": 1, "name": "\\ud83d", "updated": "2026-01-01T00:00:00Z"}]'] * 2 + [[]])
    assert ids(drive.all(drive.client(script))) == [1]


@pytest.mark.parametrize("body", [b"", b"null", b"{}"])
def test_a_response_without_items_is_an_error_not_the_end(drive: Driver, body: bytes) -> None:
    script = Script([json.dumps([{"id": 1, "updated": "2026-01-01T00:00:00Z"}]).encode(), body])
    with pytest.raises(DecodeError) as caught:
        drive.all(drive.client(script))
    assert caught.value.cursor == "2026-01-01T00:00:01Z"


# A collection that changes while it is listed.


@pytest.mark.parametrize("spaced", [(Fraction(1, 2), 0), (Fraction(1, 2), 6), (Fraction(1, 100), 6)])
@pytest.mark.parametrize("change", ["touch", "delete"])
@pytest.mark.parametrize(("page", "edges"), [(1, 0), (1, 4), (2, 0), (2, 4), (3, 1)])
def test_what_changes_at_the_edge_takes_nothing_else_with_it(
    drive: Driver, page: int, edges: int, change: str, spaced: tuple[Fraction, int]
) -> None:
    spacing, digits = spaced
    edge = 50 - 9 * page

    def between(server: Server) -> None:
        if len(server.requests) == page + 1:
            for item in [item for item in server.items if abs(item.id - edge) <= edges]:
                if change == "delete":
                    server.items.remove(item)
                else:
                    item.moment += 1000

    items = items_at(*(index * spacing for index in range(50)))
    items += [Item(100 + index, Fraction(-100 - index)) for index in range(15)]
    server = Server(items, digits=digits, between=between)
    listed = ids(drive.all(drive.client(server)))
    untouched = [item.id for item in server.items if item.moment < 1000]
    assert set(listed) >= set(untouched)
    assert len(listed) == len(set(listed))


def test_new_items_do_not_disturb(drive: Driver) -> None:
    def between(server: Server) -> None:
        server.items.append(Item(1000 + len(server.requests), 1000 + Fraction(len(server.requests))))

    server = Server(items_at(*range(50)), between=between)
    listed = ids(drive.all(drive.client(server)))
    assert listed[1:] == list(range(50, 0, -1))


# Stopping and going on.


@pytest.mark.parametrize("coarse", [False, True])
@pytest.mark.parametrize("failing", range(2, 9))
def test_a_listing_resumed_from_the_cursor_of_an_error_loses_nothing(drive: Driver, failing: int, coarse: bool) -> None:
    server = Server(items_at(*(Fraction(index // 3, 4) for index in range(60))), coarse=coarse)

    def response(request: httpx.Request) -> httpx.Response:
        if len(server.requests) + 1 == failing:
            server.requests.append({})
            raise httpx.ReadError("reset")
        return server(request)

    client = drive.client(response, max_retries=0)
    listed: list[int] = []
    with pytest.raises(ConnectionFailedError) as caught:
        drive.walk(client, listed)
    assert caught.value.cursor
    assert f"resume it from {caught.value.cursor!r}" in caught.value.__notes__[0]
    listed += ids(drive.all(client, date=caught.value.cursor))
    assert set(listed) == {item.id for item in server.items}


def test_the_cursor_of_a_page_begins_the_next_one(drive: Driver) -> None:
    client = drive.client(Server(items_at(*range(35))))
    page = drive.next(drive.first(client))
    listed = ids(drive.all(client, date=page.cursor))
    assert listed[-17:] == list(range(17, 0, -1))
    assert len(listed) <= 19


def test_the_first_request_failing_tells_no_cursor(drive: Driver) -> None:
    with pytest.raises(ConnectionFailedError) as caught:
        drive.all(drive.client(Script([httpx.ConnectError("refused")]), max_retries=0))
    assert caught.value.cursor is None


def test_a_page_can_be_asked_again_after_an_error(drive: Driver) -> None:
    server = Server(items_at(*range(15)))
    script = Script([server, 500, server])
    page = drive.first(drive.client(script, max_retries=0))
    with pytest.raises(Exception, match="500"):
        drive.next(page)
    assert ids(drive.next(page).items) == [5, 4, 3, 2, 1]


def test_memory_stays_flat(drive: Driver) -> None:
    """What is remembered of earlier pages is the overlap, not the listing."""
    server = Server([Item(index, Fraction(index // 4)) for index in range(2000)], page=50)
    page = drive.first(drive.client(server))
    while page is not None:
        steps = page._position.memory
        assert len(steps.seen) <= 60
        page = drive.next(page)


# The property behind all of it.

MOMENTS = st.one_of(
    st.integers(0, 3).map(Fraction),
    st.integers(0, 20).map(lambda n: Fraction(n, 4)),
    st.integers(0, 20).map(lambda n: n * MICRO),
    st.integers(0, 2000).map(lambda n: n * NANO),
    st.integers(-(10**6), 10**6).map(lambda n: Fraction(n, 7)),
)
SHOWN = st.sampled_from([{}] * 12 + [{"updated": None}, {"updated": 5}, {"updated": "soon"}])


@st.composite
def inboxes(draw: st.DrawFn) -> list[Item]:
    moments = draw(st.lists(MOMENTS, max_size=40))
    tie = draw(MOMENTS)
    moments += [tie] * draw(st.sampled_from([0, 0, 3, 10, 11, 25, 45]))
    offset = draw(st.sampled_from(["Z", "mixed"]))
    return [
        Item(index + 1, moment, draw(st.sampled_from(OFFSETS)) if offset == "mixed" else offset)
        for index, moment in enumerate(moments)
    ]


# The function-scoped fixtures hold nothing that examples could spoil for each other.
exhaustive = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(
    items=inboxes(),
    digits=st.sampled_from([0, 1, 3, 6, 7, 9, 12]),
    page=st.integers(10, 15),
    maximum=st.sampled_from([None, 10, 20, 30, 1000]),
    limit=st.sampled_from([None, None, 1, 2, 3, 10, 17, 100]),
    coarse=st.booleans(),
    ascending=st.booleans(),
    short=st.sampled_from([1, 1, 2, 3]),
)
@exhaustive
def test_every_item_once_or_an_error(drive: Driver, short: int, items: list[Item], **chosen: Any) -> None:
    arguments = {"ascending": chosen.pop("ascending"), "limit": chosen.pop("limit")}
    if short > 1:
        # A short response proves nothing, so here the server compares what it prints.
        chosen |= {"coarse": False}
        for item in items:
            item.moment = read(write(item.moment, chosen["digits"]))
    server = Server(items, shortens=lambda size: size // short, **chosen)
    note(f"{server} {arguments}")
    listed: list[int] = []
    try:
        drive.walk(drive.client(server), listed, **arguments)
    except PagingError:
        assert len(listed) == len(set(listed))
        crowded = max(sum(abs(one.moment - other.moment) <= 1 for other in items) for one in items)
        assert crowded >= min(arguments["limit"] or 10, 10 if short == 1 else 3), "no crowd, no excuse"
    else:
        assert sorted(listed) == [item.id for item in items]


@given(items=inboxes(), shown=st.lists(SHOWN, min_size=85, max_size=85), digits=st.sampled_from([0, 6, 9]))
@exhaustive
def test_drifted_items_cost_no_others(
    drive: Driver, shown: list[dict[str, Any]], items: list[Item], digits: int
) -> None:
    for item, each in zip(items, shown, strict=False):
        item.shown = dict(each)
    client = drive.client(Server(items, digits=digits), on_drift=lambda _: None)
    listed: list[int] = []
    try:
        drive.walk(client, listed)
    except PagingError:
        assert len(listed) == len(set(listed))
    else:
        assert sorted(listed) == [item.id for item in items]


@given(
    items=inboxes(),
    failing=st.integers(1, 12),
    digits=st.sampled_from([0, 6, 9]),
    coarse=st.booleans(),
)
@exhaustive
def test_a_resumed_listing_is_complete(
    drive: Driver, items: list[Item], failing: int, digits: int, coarse: bool
) -> None:
    server = Server(items, digits=digits, coarse=coarse)
    calls = 0

    def response(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(500) if calls == failing else server(request)

    client = drive.client(response, max_retries=0)
    listed: list[int] = []
    cursor = None
    for _ in range(3):
        try:
            drive.walk(client, listed, date=cursor)
        except PagingError:
            return
        except Exception as error:  # noqa: BLE001
            cursor = getattr(error, "cursor", None) or cursor
        else:
            break
    assert set(listed) == {item.id for item in items}


# The other two ways of paging that specs describe.


def pages_of(drive: Driver, client: Any, paging: Any, **query: Any) -> Any:
    operation = Operation(name="things.list", method="GET", path="/v1/things", result=Any, paging=paging)
    call = prepare(operation)
    call.query.update(query)
    return drive.collect(drive.run(client._driver.page(call)))


BY_PAGE = ByPage(page=Input("page", "query"), items=("things",))
BY_TOKEN = ByToken(sent_as=Input("after", "query"), next_token=("meta", "next"), items=("things",))


def test_numbered_pages_end_with_empty_ones(drive: Driver) -> None:
    script = Script([{"things": [1, 2]}, {"things": [3]}, {"things": []}])
    assert pages_of(drive, drive.client(script), BY_PAGE) == [1, 2, 3]
    assert [request.url.query for request in script.requests] == [b"", b"page=2", b"page=3", b"page=4", b"page=3"]


def test_a_numbered_page_that_is_repeated_is_an_error(drive: Driver) -> None:
    with pytest.raises(PagingError, match="pages 1 and 2 are the same"):
        pages_of(drive, drive.client(Script([{"things": [1]}])), BY_PAGE)


@pytest.mark.parametrize("end", [{"things": [3]}, {"things": [3], "meta": {"next": ""}}, {"things": [3], "meta": {}}])
def test_a_token_leads_on_until_there_is_none(drive: Driver, end: dict[str, Any]) -> None:
    script = Script([{"things": [1], "meta": {"next": "a&b"}}, {"meta": {"next": "c"}}, end])
    assert pages_of(drive, drive.client(script), BY_TOKEN) == [1, 3]
    assert [request.url.query for request in script.requests] == [b"", b"after=a%26b", b"after=c"]


def test_a_token_that_leads_to_itself_is_an_error(drive: Driver) -> None:
    script = Script([{"things": [1], "meta": {"next": "a"}}])
    with pytest.raises(PagingError, match="names itself"):
        pages_of(drive, drive.client(script), BY_TOKEN)


def test_a_response_whose_items_are_no_list_is_an_error(drive: Driver) -> None:
    with pytest.raises(PagingError, match="no list of items"):
        pages_of(drive, drive.client(Script([{"things": {"a": 1}}])), BY_PAGE)
