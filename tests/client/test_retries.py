"""What is tried again, when, and for how long."""

from __future__ import annotations

import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from heymarket import ApiError, ConnectionFailedError, HeymarketError, RateLimitError, RequestTimeoutError
from heymarket_runtime import retry

from .driving import Script

if TYPE_CHECKING:
    from .driving import Clock, Driver

NOW = datetime.datetime(2026, 4, 12, 15, 30, tzinfo=datetime.UTC)

# Repeated always; repeated where a second time does no harm; never repeated.
NOTHING_DONE = [429, httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full")]
MAYBE_DONE = [
    500,
    502,
    503,
    504,
    httpx.ReadError("reset"),
    httpx.ReadTimeout("slow"),
    httpx.WriteError("reset"),
    httpx.WriteTimeout("slow"),
    httpx.CloseError("reset"),
    httpx.RemoteProtocolError("closed"),
    httpx.DecodingError("gzip"),
    httpx.ProxyError("407"),
]
FINAL = [
    *(301, 304, 400, 401, 403, 404, 408, 409, 422, 499, 501, 505, 520, 599),
    httpx.LocalProtocolError("bad header"),
    httpx.UnsupportedProtocol("ftp"),
]
TABLE = [
    *((semantics, failure, True) for semantics in ("safe", "idempotent", "unsafe") for failure in NOTHING_DONE),
    *(
        (semantics, failure, semantics != "unsafe")
        for semantics in ("safe", "idempotent", "unsafe")
        for failure in MAYBE_DONE
    ),
    *((semantics, failure, False) for semantics in ("safe", "unsafe") for failure in FINAL),
]


def named(value: Any) -> str:
    return type(value).__name__ if isinstance(value, Exception) else str(value)


@pytest.mark.parametrize(("semantics", "failure", "repeated"), TABLE, ids=named)
def test_what_is_repeated(drive: Driver, semantics: Any, failure: Any, repeated: bool) -> None:
    script = Script([failure, {"done": True}])
    client = drive.client(script)
    if repeated:
        assert drive.request(client, "POST", "/v1/things", semantics=semantics).parse() == {"done": True}
        assert len(script.requests) == 2
    else:
        with pytest.raises(HeymarketError):
            drive.request(client, "POST", "/v1/things", semantics=semantics)
        assert len(script.requests) == 1


@pytest.mark.parametrize("failure", [500, httpx.ReadError("reset")], ids=named)
def test_listing_is_safe_to_repeat(drive: Driver, failure: Any) -> None:
    script = Script([failure, failure, []])
    assert drive.first(drive.client(script)).items == []
    assert script.bodies == [{}] * 3


@pytest.mark.parametrize("max_retries", [0, 1, 5, 9])
@pytest.mark.parametrize("failure", [503, 429, httpx.ReadError("reset")], ids=named)
def test_it_gives_up_after_so_many(drive: Driver, clock: Clock, failure: Any, max_retries: int) -> None:
    script = Script([failure])
    with pytest.raises(HeymarketError) as caught:
        drive.first(drive.client(script, max_retries=max_retries))
    assert len(script.requests) == max_retries + 1
    assert len(clock.slept) == max_retries, "no pause after the last attempt"
    if isinstance(failure, Exception):
        assert f"after {max_retries + 1} attempt{'s' if max_retries else ''} (" in str(caught.value)
        assert caught.value.__cause__ is not None


def test_five_repetitions_are_the_default(drive: Driver) -> None:
    script = Script([503])
    with pytest.raises(ApiError):
        drive.first(drive.client(script))
    assert len(script.requests) == 6


def test_each_attempt_is_signed_anew(drive: Driver) -> None:
    script = Script([503, httpx.ReadError("reset"), 429, []])
    drive.first(drive.client(script))
    assert script.tokens == [f"Bearer token-{number}" for number in (1, 2, 3, 4)]


def test_the_last_failure_is_told(drive: Driver) -> None:
    with pytest.raises(ApiError, match="504"):
        drive.first(drive.client(Script([httpx.ReadError("reset"), 500, 504]), max_retries=2))
    with pytest.raises(ConnectionFailedError, match="reset"):
        drive.first(drive.client(Script([500, httpx.ReadError("reset")]), max_retries=1))


# How long it waits.


def test_backoff_doubles_to_a_ceiling_with_full_jitter(drive: Driver, clock: Clock) -> None:
    with pytest.raises(ApiError):
        drive.first(drive.client(Script([503]), max_retries=8))
    assert clock.ceilings[:8] == [(0, ceiling) for ceiling in (0.5, 1, 2, 4, 8, 16, 20, 20)]
    assert clock.slept == [0.5, 1, 2, 4, 8, 16, 20, 20]


def test_backoff_for_a_rate_limit_outlasts_the_minute(drive: Driver, clock: Clock) -> None:
    with pytest.raises(RateLimitError):
        drive.first(drive.client(Script([429])))
    assert clock.ceilings[:5] == [(2, 4), (4, 8), (8, 16), (16, 32), (30, 60)]
    assert sum(low for low, _ in clock.ceilings[:5]) >= 60


def test_very_many_repetitions_do_not_overflow(drive: Driver, clock: Clock) -> None:
    with pytest.raises(ApiError):
        drive.first(drive.client(Script([503]), max_retries=2000))
    assert max(clock.slept) == 20


DATE = {"Date": format_datetime(NOW, usegmt=True)}


def in_seconds(seconds: float) -> str:
    return format_datetime(NOW + datetime.timedelta(seconds=seconds), usegmt=True)


RETRY_AFTER: list[tuple[dict[str, str], float | None]] = [
    ({"Retry-After": "7"}, 7),
    ({"Retry-After": "0"}, 0),
    ({"Retry-After": " 12 "}, 12),
    ({"Retry-After": "60"}, 60),
    ({"Retry-After": "61"}, 61),
    ({"Retry-After": "86400"}, 86400),
    ({"Retry-After": "9" * 400}, 999999999999),
    ({"Retry-After": in_seconds(9)}, 9),
    ({"Retry-After": in_seconds(9), **DATE}, 9),
    ({"Retry-After": in_seconds(609), "Date": in_seconds(600)}, 9),
    ({"Retry-After": in_seconds(-30)}, 0),
    ({"Retry-After": in_seconds(-30), **DATE}, 0),
    ({"Retry-After": "Sun, 12 Apr 2026 17:30:09 +0200", "Date": "Sun, 12 Apr 2026 15:30:00 -0000"}, 9),
    ({"Retry-After": "Sun, 12 Apr 2026 15:30:09 -0000", "Date": "Sun, 12 Apr 2026 17:30:00 +0200"}, 9),
    ({"Retry-After": "Sunday, 12-Apr-26 15:30:09 GMT", **DATE}, 9),
    ({"Retry-After": in_seconds(9), "Date": "today"}, 9),
    ({"Retry-After": in_seconds(9), "Date": "Sun, 12 Apr 99999999999999999999 15:30:00 GMT"}, 9),
    ({"Retry-After": "Sun, 12 Apr 99999999999999999999 15:30:00 GMT", **DATE}, None),
    ({"Retry-After": "Sun, 12 Apr 2026 15:30:00 +99999999", **DATE}, None),
    ({"Retry-After": "-5"}, None),
    ({"Retry-After": "1.5"}, None),
    ({"Retry-After": "soon"}, None),
    ({"Retry-After": ""}, None),
    ({"Retry-After": "\u00b2".encode().decode("latin-1")}, None),
    ({"Retry-After": "7, 9"}, None),
    ({}, None),
]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("headers", "asked"), RETRY_AFTER, ids=str)
def test_retry_after(drive: Driver, clock: Clock, headers: dict[str, str], asked: float | None, status: int) -> None:
    response = httpx.Response(status, headers=[(name, value.encode("latin-1")) for name, value in headers.items()])
    with time_machine.travel(NOW, tick=False):
        drive.first(drive.client(Script([response, []])))
        with pytest.raises(ApiError) as caught:
            drive.first(drive.client(Script([response]), max_retries=0))
    backoff = 4 if status == 429 else 0.5
    assert clock.slept == [max(min(asked or 0, 60), backoff)], "never less than if there were no header"
    if status == 429:
        assert caught.value.retry_after == asked


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["0", "1", in_seconds(-30), "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_server_that_asks_for_no_pause_gets_the_usual_ones(
    drive: Driver, clock: Clock, status: int, value: str
) -> None:
    with pytest.raises(ApiError):
        drive.first(drive.client(Script([status])))
    usual, clock.slept = clock.slept, []
    with time_machine.travel(NOW, tick=False), pytest.raises(ApiError):
        drive.first(drive.client(Script([httpx.Response(status, headers={"Retry-After": value})])))
    assert clock.slept == [max(pause, 1) if value == "1" else pause for pause in usual]
    assert len(usual) == 5


@given(
    st.text(st.characters(max_codepoint=255), max_size=40)
    | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ [\d:]+ [+-]?\w+", alphabet=st.characters(max_codepoint=255))
)
def test_no_retry_after_breaks_anything(text: str) -> None:
    headers = [(b"Retry-After", text.encode("latin-1")), (b"Date", text.encode("latin-1"))]
    seconds = retry.retry_after(httpx.Response(429, headers=headers))
    assert seconds is None or seconds >= 0


# A deadline for all of it.


@pytest.mark.parametrize("failure", [503, httpx.ReadTimeout("slow")], ids=named)
def test_no_pause_goes_beyond_the_deadline(drive: Driver, clock: Clock, failure: Any) -> None:
    script = Script([failure])
    with pytest.raises(HeymarketError):
        drive.first(drive.client(script, max_retries=100, deadline=10))
    assert clock.now - 1000 < 10
    assert clock.slept == [0.5, 1, 2, 4]


def test_what_is_left_of_the_deadline_bounds_each_attempt(drive: Driver, clock: Clock) -> None:
    def slowly(request: httpx.Request) -> int:
        clock.now += 6
        return 503

    script = Script([slowly, slowly, []])
    drive.first(drive.client(script, deadline=20))
    assert [request.extensions["timeout"]["read"] for request in script.requests] == [20, 13.5, 6.5]
    assert [request.extensions["timeout"]["connect"] for request in script.requests] == [5, 5, 5]


def test_nothing_is_sent_after_the_deadline(drive: Driver) -> None:
    script = Script([[]])
    with pytest.raises(RequestTimeoutError, match="by the deadline") as caught:
        drive.request(drive.client(script, deadline=0), "POST", "/v1/things")
    assert not caught.value.maybe_processed
    assert script.requests == []


def test_a_rate_limit_without_room_before_the_deadline_is_a_timeout(drive: Driver, clock: Clock) -> None:
    script = Script([[]])
    client = drive.client(script, rate_limit=1, deadline=30)
    drive.first(client)
    with pytest.raises(RequestTimeoutError, match="the rate limit has no room before the deadline") as caught:
        drive.first(client)
    assert not caught.value.maybe_processed
    assert clock.slept == []
    assert len(script.requests) == 1
    clock.now += 61
    drive.first(client)
    assert clock.slept == [], "the call that gave up took no place"


def test_each_page_has_its_own_deadline(drive: Driver, clock: Clock) -> None:
    def slowly(request: httpx.Request) -> list[Any]:
        clock.now += 8
        return [{"id": len(script.requests), "updated": f"2026-01-01T00:00:{30 - len(script.requests)}Z"}]

    script = Script([slowly] * 5 + [[]])
    assert len(drive.all(drive.client(script, deadline=10))) == 5
