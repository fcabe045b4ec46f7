from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heymarket_sandbox.timestamps import nanoseconds, render

DAY = 86_400 * 10**9
EARLIEST, LATEST = dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1)  # noqa: DTZ001 - Hypothesis adds the zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:00z", 0),
        ("1969-12-31T23:59:59.999999999Z", -1),
        ("1970-01-01T00:00:00.1234567899Z", 123_456_789),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T16:30:00-07:30", 0),
        ("1970-01-01T23:59:00+23:59", 0),
        ("1969-12-31T23:59:60Z", 0),
        ("2000-03-01T00:00:00Z", 951_868_800 * 10**9),
        ("0000-01-01T00:00:00Z", -(2**63) + 1),
        ("9999-12-31T23:59:59Z", 2**63 - 1),
    ],
)
def test_texts(text: str, expected: int) -> None:
    assert nanoseconds(text) == expected


def test_rounding() -> None:
    assert nanoseconds("1970-01-01T00:00:00.0000000001Z", round_up=True) == 1
    assert nanoseconds("1970-01-01T00:00:00.0000000000Z", round_up=True) == 0


@pytest.mark.parametrize(
    "text", ["", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01 00:00:00Z", "1970-02-30T00:00:00Z"]
)
def test_other_texts(text: str) -> None:
    with pytest.raises(ValueError):
        nanoseconds(text)


@given(st.datetimes(EARLIEST, LATEST, timezones=st.timezones()))
def test_agrees_with_datetime(moment: dt.datetime) -> None:
    if moment.utcoffset().seconds % 60 == 0:  # older zones have seconds, RFC 3339 has not
        expected = (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
        assert nanoseconds(moment.isoformat()) == expected * 1000


@given(st.integers(-100_000 * DAY, 80_000 * DAY), st.none() | st.integers(-1439, 1439))
def test_what_is_written_reads_back(instant: int, offset: int | None) -> None:
    assert nanoseconds(render(instant, offset_minutes=offset)) == instant


def test_texts_are_short() -> None:
    assert render(0) == "1970-01-01T00:00:00Z"
    assert render(10**9 + 500_000_000) == "1970-01-01T00:00:01.5Z"
    assert render(0, offset_minutes=-420) == "1969-12-31T17:00:00-07:00"
    assert render(0, offset_minutes=0) == "1970-01-01T00:00:00+00:00"
