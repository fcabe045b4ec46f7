"""Times that a request may name: on a grid, and ahead of now."""

from __future__ import annotations

import datetime
from unittest import mock

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import heymarket
from heymarket_runtime.rules import Moment

NOW = datetime.datetime(2026, 4, 16, 12, 1, 30, tzinfo=datetime.UTC)
QUARTERS = Moment(every=15, ahead=15)


def problem(text: str, now: datetime.datetime = NOW) -> str:
    with mock.patch("time.time_ns", return_value=int(now.timestamp()) * 10**9):
        return QUARTERS.problem(text)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("2026-04-16T12:30:00Z", True),
        ("2026-04-16T12:30:00.000Z", True),
        ("2026-04-16T14:30:00+02:00", True),
        ("2026-04-16T18:15:00+05:45", True),
        ("2026-04-16T12:15:00Z", False),  # 13 and a half minutes ahead
        ("2026-04-16T12:30:01Z", False),
        ("2026-04-16T12:30:00.000000001Z", False),
        ("2026-04-16T12:37:00+00:07", True),  # on a quarter in UTC
        ("2026-04-15T12:30:00Z", False),
    ],
)
def test_a_moment_lies_on_the_grid_and_ahead(text: str, fits: bool) -> None:
    assert (not problem(text)) == fits


@given(st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2100, 1, 1)))  # noqa: DTZ001 - the zone is added
def test_the_time_that_an_error_names_is_the_first_that_fits(naive: datetime.datetime) -> None:
    now = naive.replace(microsecond=0, tzinfo=datetime.UTC)
    named = problem("1990-01-01T00:00:01Z", now).rpartition("such as ")[2]
    assert problem(named, now) == ""
    earlier = datetime.datetime.fromisoformat(named) - datetime.timedelta(minutes=15)
    assert problem(earlier.isoformat(), now)


def test_a_wrong_time_is_refused_before_sending() -> None:
    client = heymarket.Heymarket(auth=httpx.BasicAuth("a", "b"), base_url="http://127.0.0.1:9")
    with (
        client,
        pytest.raises(heymarket.InvalidRequestError, match=r"execute_at: .*multiple of 15 minutes.*such as 20"),
    ):
        client.schedules.create(
            inbox_id=1, execute_at="2035-05-04T15:31:00Z", content={"text": "Later"}, phone_number="14155550199"
        )
