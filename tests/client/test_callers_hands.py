"""What callers do to the objects that they were given is their business: the listing goes on as if they had not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .driving import Driver
from .servers import Server, items_at

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 35
EXPECTED = list(range(COUNT, 0, -1))


def pop_all(items: list[Any]) -> None:
    while items:
        items.pop()


def rename(items: list[Any]) -> None:
    for item in items:
        item.id = f"hm-{item.id}"


def forget_zone(items: list[Any]) -> None:
    for item in items:
        item.updated = item.updated.replace(tzinfo=None)


def blank(items: list[Any]) -> None:
    for item in items:
        item.id = item.updated = None


def spoil_raw(items: list[Any]) -> None:
    for item in items:
        item.raw.clear()


HANDS: list[Callable[[list[Any]], None]] = [
    pop_all,
    list.clear,
    list.reverse,
    lambda items: items.extend(items),
    lambda items: items.__setitem__(slice(None), ["something", "else"]),
    rename,
    forget_zone,
    blank,
    spoil_raw,
]
handed = pytest.mark.parametrize("change", HANDS, ids=lambda each: getattr(each, "__name__", "?"))


def server(**options: Any) -> Server:
    return Server(items_at(*range(COUNT)), **options)


@handed
@pytest.mark.parametrize("ascending", [False, True])
def test_pages_go_on_after_anything_done_to_one(
    drive: Driver, change: Callable[[list[Any]], None], ascending: bool
) -> None:
    page = drive.first(drive.client(server()), ascending=ascending)
    listed = []
    while page is not None:
        listed += [item.id for item in page.items]
        change(page.items)
        page = drive.next(page)
        assert len(listed) <= COUNT
    assert listed == (EXPECTED[::-1] if ascending else EXPECTED)


def test_items_changed_in_the_loop_end_no_loop(drive: Driver) -> None:
    found = drive.collect(_changing(drive.first(drive.client(server())), drive))
    assert found == EXPECTED


def _changing(page: Any, drive: Driver) -> Any:
    def seen(item: Any) -> Any:
        number = item.id
        rename([item])
        blank([item])
        return number

    if not drive.asynchronous:
        return (seen(item) for item in page)
    return (seen(item) async for item in page)


@handed
def test_a_page_may_be_iterated_over_after_its_list_was_changed(
    drive: Driver, change: Callable[[list[Any]], None]
) -> None:
    page = drive.first(drive.client(server()))
    change(page.items)
    assert len(drive.collect(page)) == COUNT


@handed
def test_a_raw_page_parsed_again_is_the_same_page(drive: Driver, change: Callable[[list[Any]], None]) -> None:
    response = drive.run(drive.client(server()).conversations.with_raw_response.list())
    change(response.parse().items)
    assert response.parse() is response.parse()
    assert len(drive.collect(response.parse())) == COUNT


@handed
def test_a_cursor_is_that_of_the_response(drive: Driver, change: Callable[[list[Any]], None]) -> None:
    page = drive.first(drive.client(server()))
    before = page.cursor
    change(page.items)
    assert page.cursor == before


@handed
def test_a_walk_over_changes_delivers_what_arrived(change: Callable[[list[Any]], None]) -> None:
    drive = Driver(None)
    page = drive.first(drive.client(server()))
    change(page.items)
    changes = page.changes(since="2026-04-12T00:00:20Z")
    assert len(list(changes)) == COUNT - 20
    assert changes.checkpoint == "2026-04-12T00:00:34.000000Z"
