"""A listing whose cursor counts seconds, while its items have timestamps with any digits."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heymarket import PagingError

from .servers import EPOCH, OFFSETS, Item, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .driving import Driver

START = int(EPOCH.timestamp())
MESSAGES = {"phone_number": "14155551234", "inbox_id": 2222}


class Server:
    """Gives what lies before `timestamp`, newest first."""

    def __init__(self, items: Iterable[Item], *, digits: int = 6, page: int = 10) -> None:
        self.items, self.digits, self.page = [*items], digits, page
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        self.asked.append(query)
        edge = int(query["timestamp"]) - START if "timestamp" in query else 10**9
        found = sorted(self.items, key=lambda item: (item.moment, item.id), reverse=True)
        found = [item for item in found if item.moment < edge][: self.page]
        return httpx.Response(
            200, json=[{"id": each.id, "date": write(each.moment, self.digits, each.offset)} for each in found]
        )


def listed(drive: Driver, server: Server, **arguments: Any) -> list[int]:
    client = drive.client(server, on_drift=lambda _: None)
    return [each.id for each in drive.collect(client.messages.history(**MESSAGES, **arguments))]


def test_the_cursor_is_the_second_after_the_last_one(drive: Driver) -> None:
    server = Server([Item(2, Fraction(9)), Item(1, Fraction(7, 2), "-07:00"), Item(3, Fraction(1))], page=2)
    assert listed(drive, server) == [2, 1, 3]
    first, second, *_ = server.asked
    assert first == {"phoneNumber": "14155551234", "inboxID": "2222"}
    assert second == {**first, "timestamp": str(START + 4)}


def test_a_listing_begins_where_it_is_told_and_can_be_resumed(drive: Driver) -> None:
    server = Server([Item(number, Fraction(number)) for number in range(1, 31)])
    page = drive.run(drive.client(server).messages.history(**MESSAGES, timestamp=START + 21))
    assert [each.id for each in page.items] == list(range(20, 10, -1))
    assert listed(drive, server, timestamp=int(page.cursor)) == list(range(11, 0, -1))


moments = st.lists(st.tuples(st.fractions(0, 40, max_denominator=8), st.sampled_from(OFFSETS)), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments=moments, digits=st.sampled_from([0, 3, 9]), page=st.integers(10, 25))
def test_every_message_comes_once_or_the_listing_says_that_it_cannot_go_on(
    drive: Driver, moments: list[tuple[Fraction, str]], digits: int, page: int
) -> None:
    items = [Item(number, moment, offset) for number, (moment, offset) in enumerate(moments, 1)]
    server = Server(items, digits=digits, page=page)
    try:
        found = listed(drive, server)
    except PagingError:
        seconds = [item.moment // 1 for item in items]
        assert max(seconds.count(each) for each in seconds) >= page
    else:
        assert sorted(found) == [item.id for item in items]


def test_a_second_that_fills_a_response_ends_the_listing_with_an_error(drive: Driver) -> None:
    items = [Item(number, Fraction(5) + Fraction(number, 100)) for number in range(1, 21)]
    with pytest.raises(PagingError):
        listed(drive, Server([*items, Item(21, Fraction(1))]))
