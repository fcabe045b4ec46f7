"""An error of a listing says where to go on, whichever request failed and however the listing was asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heymarket import DecodeError, HeymarketError, PagingError

from .driving import Driver, Script
from .servers import Server, items_at
from .test_paging import BY_PAGE, BY_TOKEN, pages_of

if TYPE_CHECKING:
    from collections.abc import Callable

CURSOR = "2026-04-12T00:00:20Z"
FAILURES: dict[str, Any] = {"status": 403, "connection": httpx.ReadError("reset"), "no list": {"a": 1}, "no JSON": b"["}
fails = pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)


@fails
def test_a_resumed_listing_that_fails_at_once_has_the_cursor_it_was_given(drive: Driver, failure: Any) -> None:
    with pytest.raises(HeymarketError) as caught:
        drive.all(drive.client(Script([failure]), max_retries=0), date=CURSOR)
    assert caught.value.cursor == CURSOR
    assert [f"resume it from {CURSOR!r}" in note for note in caught.value.__notes__] == [True]


@fails
def test_one_that_was_given_none_has_none(drive: Driver, failure: Any) -> None:
    with pytest.raises(HeymarketError) as caught:
        drive.all(drive.client(Script([failure]), max_retries=0))
    assert caught.value.cursor is None


@fails
def test_a_raw_page_that_fails_has_it_too(drive: Driver, failure: Any) -> None:
    client = drive.client(Script([failure]), max_retries=0)
    with pytest.raises(HeymarketError) as caught:
        drive.run(client.conversations.with_raw_response.list(date=CURSOR)).parse()
    assert caught.value.cursor == CURSOR


def test_pages_after_a_raw_one_have_their_own(drive: Driver) -> None:
    client = drive.client(Script([Server(items_at(*range(35))), 403]), max_retries=0)
    page = drive.run(client.conversations.with_raw_response.list()).parse()
    with pytest.raises(HeymarketError) as caught:
        drive.next(page)
    assert caught.value.cursor == page.cursor


def test_a_strict_listing_that_drifts_at_once_has_it(drive: Driver) -> None:
    client = drive.client(Script([[{"id": "one"}]]), strict=True)
    with pytest.raises(DecodeError) as caught:
        drive.all(client, date=CURSOR)
    assert caught.value.cursor == CURSOR


@pytest.mark.parametrize(
    ("paging", "query", "cursor"), [(BY_PAGE, {"page": 4}, "4"), (BY_TOKEN, {"after": "x"}, "x"), (BY_TOKEN, {}, None)]
)
def test_other_kinds_of_paging_say_what_they_were_given(
    drive: Driver, paging: Any, query: dict[str, Any], cursor: str | None
) -> None:
    for failure in (403, {"things": {"a": 1}}):
        with pytest.raises(HeymarketError) as caught:
            pages_of(drive, drive.client(Script([failure])), paging, **query)
        assert caught.value.cursor == cursor


@given(
    moments=st.lists(st.integers(0, 30), max_size=40),
    failing=st.sets(st.integers(1, 14), max_size=8),
    raw=st.booleans(),
    ascending=st.booleans(),
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_usual_loop_repeats_little_and_loses_nothing(
    drive: Driver, moments: list[int], failing: set[int], raw: bool, ascending: bool
) -> None:
    """Whichever requests fail, those right after others included."""
    server, sent = Server(items_at(*moments), digits=0), 0

    def response(request: httpx.Request) -> httpx.Response:
        nonlocal sent
        sent += 1
        return httpx.Response(403) if sent in failing else server(request)

    client = drive.client(response)
    listed: list[int] = []
    cursor: str | None = None
    for _ in range(len(failing) + 1):
        had = cursor
        try:
            _walk(drive, client, listed, raw=raw, date=cursor, ascending=ascending)
            break
        except PagingError:
            return  # a crowd of equal timestamps
        except HeymarketError as error:
            cursor = error.cursor
            assert cursor is not None or had is None, "it starts over"
    assert set(listed) == {item.id for item in server.items}


def _walk(drive: Driver, client: Any, into: list[int], *, raw: bool, **arguments: Any) -> None:
    if not raw:
        return drive.walk(client, into, **arguments)
    page = drive.run(client.conversations.with_raw_response.list(**arguments)).parse()
    while page is not None:
        into.extend(item.id for item in page.items)
        page = drive.next(page)
    return None


# Walks over changes start from the newest item again: their cursor is the checkpoint that was given.


def _changes(kind: str, since: str | None, *responses: Any) -> tuple[Callable[[], Any], Any]:
    """Return what walks over changes, and a list with the walk as soon as there is one."""
    walks: list[Any] = []
    if kind == "sync":
        client = Driver(None).client(Script(list(responses)), max_retries=0)

        def walk() -> None:
            walks.append(client.conversations.list().changes(since=since))
            list(walks[0])

        return walk, walks

    async def walk_async() -> None:
        client = Driver(asyncio.Runner()).client(Script(list(responses)), max_retries=0)
        walks.append(client.conversations.list().changes(since=since))
        async for _ in walks[0]:
            pass

    return lambda: asyncio.run(walk_async()), walks


@pytest.mark.parametrize("since", [None, "2026-04-12T00:00:02Z"])
@pytest.mark.parametrize(("kind", "before"), [("sync", 1), ("sync", 2), ("async", 0), ("async", 1), ("async", 2)])
def test_an_error_that_ends_a_walk_over_changes_has_the_checkpoint(kind: str, before: int, since: str | None) -> None:
    server = Server(items_at(*range(35)))
    walk, walks = _changes(kind, since, *[server] * before, 403)
    with pytest.raises(HeymarketError) as caught:
        walk()
    assert caught.value.cursor == walks[0].checkpoint == since
    assert [repr(since) in note for note in getattr(caught.value, "__notes__", [])] == ([True] if since else [])
