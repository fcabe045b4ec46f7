"""Timestamps at the ends of what `datetime` knows, and with offsets in every form that a server writes."""

from __future__ import annotations

import contextlib
import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heymarket import InvalidRequestError, PagingError
from heymarket.api.conversations import _LIST
from heymarket_runtime import rfc3339
from heymarket_runtime.decode import decode

from .driving import Script

if TYPE_CHECKING:
    from .driving import Driver

DATES = [
    "0001-01-01T00:00:00",
    "0001-01-01T23:59:59",
    "2026-04-12T15:30:00",
    "9999-12-31T23:59:59",
    "9999-12-31T00:00:00",
]
OFFSETS = ["Z", "+00:00", "-00:00", "+0000", "+05:30", "-0930", "+23:59", "-23:59"]


@given(st.sampled_from(DATES), st.text("0123456789", max_size=12), st.sampled_from(OFFSETS))
def test_what_decoding_takes_for_a_timestamp_is_one_to_a_listing(date: str, fraction: str, offset: str) -> None:
    text = f"{date}.{fraction}{offset}" if fraction else f"{date}{offset}"
    told: list[Any] = []
    (item,) = decode(
        _LIST, f'[{{"id":1,"updated":"{text}"}}]'.encode(), request_id=None, strict=False, on_drift=told.append
    )
    if told:  # rounding would go beyond the year 9999
        assert item.updated == text
        return
    instant = rfc3339.parse(text)
    assert rfc3339.parse(str(instant)) == instant
    rfc3339.check(str(instant))
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    exact = instant.nanoseconds // 1000
    assert abs((item.updated - epoch) // datetime.timedelta(microseconds=1) - exact) <= 1


@pytest.mark.parametrize("offset", OFFSETS)
@pytest.mark.parametrize("date", [DATES[0], DATES[-1]])
def test_a_listing_that_ends_at_the_ends_of_time_is_whole_or_an_error(drive: Driver, date: str, offset: str) -> None:
    item = {"id": 1, "updated": f"{date}{offset}"}
    delivered: list[int] = []
    with contextlib.suppress(PagingError):
        drive.walk(drive.client(Script([[item], [item], []])), delivered)
    assert delivered == [1]


@pytest.mark.parametrize("text", ["2026-04-12T15:30:00+0200", "2026-04-12T15:30:00-0000", "2026-04-12T24:00:00Z"])
def test_what_is_not_quite_rfc_3339_is_not_sent(drive: Driver, text: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"^date: "):
        drive.all(drive.client(Script([[]])), date=text)


@pytest.mark.parametrize("moment", [datetime.datetime.min, datetime.datetime.max])  # noqa: DTZ901
@pytest.mark.parametrize("zone", [datetime.UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")])
def test_the_ends_of_datetime_are_sent_or_refused(drive: Driver, moment: datetime.datetime, zone: Any) -> None:
    script = Script([[]])
    try:
        drive.all(drive.client(script), date=moment.replace(tzinfo=zone))
    except InvalidRequestError as error:
        assert str(error).startswith("date: ")  # noqa: PT017
        assert script.requests == []
    else:
        rfc3339.check(script.bodies[0]["date"])
