"""Clocks that tests freeze, move or turn back, and values of the datetime classes that they and others bring."""

from __future__ import annotations

import datetime
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import freezegun
import pandas as pd
import pytest
import time_machine

import heymarket
from heymarket.models import Conversation
from heymarket_auth import connect
from heymarket_runtime.clock import Clock
from heymarket_sandbox import Fault, Sandbox, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.timeout(60)
MOMENT = datetime.datetime(2026, 5, 1, 12, 30, tzinfo=datetime.UTC)
FREEZERS = {
    "freezegun": lambda: freezegun.freeze_time(MOMENT),
    "time_machine": lambda: time_machine.travel(MOMENT, tick=False),
}


@pytest.fixture(params=FREEZERS)
def freezer(request: pytest.FixtureRequest) -> Any:
    return FREEZERS[request.param]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(conversations=30, rate_limit=None)) as sandbox:
        yield sandbox


FIRST_IMPORT = """
import freezegun
with freezegun.freeze_time("2026-05-01"):
    import heymarket
    from heymarket.models import Conversation
    from heymarket_auth import connect
    from heymarket_runtime import rfc3339, salvage
    {inside}
import datetime, json
from heymarket_sandbox import Sandbox, Settings
with Sandbox(Settings(conversations=12, page_size=5)) as sandbox:
    client = connect(environ=sandbox.environ)
    def check():
        page = client.conversations.list()
        assert [each.id for each in page] == [each["id"] for each in sandbox.conversations]
        assert {{type(each.updated).__module__ for each in page.items}} == {{"datetime"}}, "no class of freezegun's"
        client.conversations.list(date=datetime.datetime.now(datetime.UTC), filters={{"closed": False}})
        list(page.changes(since=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)))
    with freezegun.freeze_time("2026-05-01"):
        check()
    check()
assert rfc3339.DateTime is datetime.datetime
assert type(rfc3339.parse("2026-05-01T00:00:00Z").moment) is datetime.datetime
"""


@pytest.mark.parametrize("inside", ["pass", "Conversation(id=1).to_dict(); heymarket.RateLimit()"])
def test_the_first_import_may_be_under_a_frozen_clock(inside: str) -> None:
    program = FIRST_IMPORT.format(inside=inside)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_pause_ends_under_a_frozen_clock(sandbox: Sandbox, freezer: Any) -> None:
    sandbox.faults.script("503", "503", None)
    with freezer(), connect(environ=sandbox.environ) as client:
        assert client.conversations.list().items


@pytest.mark.parametrize("travel", [freezegun.freeze_time, time_machine.travel])
def test_a_test_that_moves_its_own_clock_finds_sent_what_was_scheduled(sandbox: Sandbox, travel: Any) -> None:
    """However far: by the server's clock alone the client would not sign a token of another day."""
    when = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    with connect(environ=sandbox.environ) as client:
        client.schedules.create(
            inbox_id=2222, execute_at=when, phone_number="14155550199", content={"text": "See you."}
        )
        assert not client.messages.history(inbox_id=2222, phone_number="14155550199").items
        with travel(when + datetime.timedelta(seconds=1)):
            (sent,) = client.messages.history(inbox_id=2222, phone_number="14155550199")
            assert sent.text == "See you."


@pytest.mark.parametrize("fault", ["503", Fault("429", retry_after=1)])
def test_pauses_count_for_a_deadline_under_a_frozen_clock(sandbox: Sandbox, freezer: Any, fault: Any) -> None:
    sandbox.faults.always(fault)
    begin = _real()
    with (
        freezer(),
        connect(environ=sandbox.environ, deadline=1.5, max_retries=100) as client,
        pytest.raises((heymarket.ApiError, heymarket.RequestTimeoutError)),
    ):
        client.conversations.list()
    assert _real() - begin < 5


@pytest.mark.parametrize("threads", [1, 4])
def test_a_full_rate_limit_ends_under_a_frozen_clock(sandbox: Sandbox, freezer: Any, threads: int) -> None:
    """And lets no more through than in a clock that runs, however many wait at once."""
    limit, written = heymarket.RateLimit(2, 0.5), []

    def work() -> None:
        for _ in range(8 // threads):
            client.conversations.list()
            written.append(_real())

    with freezer(), connect(environ=sandbox.environ, rate_limit=limit) as client:
        workers = [threading.Thread(target=work) for _ in range(threads)]
        begin = _real()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert 3 * 0.5 <= _real() - begin < 6
    assert len(written) == 8


def test_a_client_outlives_the_freezing_and_thawing_of_its_clock(sandbox: Sandbox) -> None:
    """freezegun's monotonic clock is decades ahead of the machine's, to which it returns."""
    with connect(environ=sandbox.environ, rate_limit=heymarket.RateLimit(3, 0.3)) as client:
        begin = _real()
        for moment in ("2026-05-01", None, "2027-05-01", "2026-04-01", None):
            for _ in range(2):
                if moment is None:
                    client.conversations.list()
                else:
                    with freezegun.freeze_time(moment):
                        client.conversations.list()
    assert _real() - begin < 20
    assert {request.status for request in sandbox.requests} == {200}, "no stale token was sent"


def test_a_machine_that_slept_sends_no_stale_token(sandbox: Sandbox) -> None:
    """Its monotonic clock stood still, and its wall clock did not."""
    with connect(environ=sandbox.environ) as client, time_machine.travel(MOMENT, tick=False) as traveller:
        for _ in range(3):
            assert client.conversations.list().items
            traveller.shift(3600)
    assert [request.status for request in sandbox.requests] == [200, 200, 200]


def test_a_clock_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = iter([1000.0, 1001.0, 5.0, 6.0, 6.0, 8.0])
    monkeypatch.setattr("heymarket_runtime.clock.time.monotonic", lambda: next(readings))
    clock = Clock()
    assert [clock.now(), clock.now(), clock.now()] == [1001, 1001, 1002]
    assert clock.now(at_least=1005) == 1005
    assert clock.now() == 1007


# Subclasses of datetime.


class Own(datetime.datetime):
    """As pendulum and others have."""


def moments() -> dict[str, datetime.datetime]:
    with freezegun.freeze_time(MOMENT):
        frozen = datetime.datetime.now(datetime.UTC)
    return {
        "datetime": MOMENT,
        "a subclass": Own(2026, 5, 1, 12, 30, tzinfo=datetime.UTC),
        "freezegun": frozen,
        "pandas": pd.Timestamp("2026-05-01T12:30:00Z"),
        "another zone": Own(2026, 5, 1, 14, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
    }


@pytest.mark.parametrize("name", moments())
def test_a_subclass_of_datetime_is_a_datetime(sandbox: Sandbox, name: str) -> None:
    moment = moments()[name]
    with connect(environ=sandbox.environ) as client:
        client.conversations.list(date=moment)
        list(client.conversations.list().changes(since=moment))
    sent = sandbox.requests[0].body["date"]
    assert datetime.datetime.fromisoformat(sent) == MOMENT
    form = Conversation(id=1, updated=moment).to_dict()
    assert datetime.datetime.fromisoformat(form["updated"]) == MOMENT


def test_what_pandas_has_in_nanoseconds_is_sent_so(sandbox: Sandbox) -> None:
    with connect(environ=sandbox.environ) as client:
        client.conversations.list(date=pd.Timestamp("2026-05-01T12:30:00.123456789Z"))
    assert sandbox.requests[0].body["date"] == "2026-05-01T12:30:00.123456789Z"


def test_no_moment_is_refused(sandbox: Sandbox) -> None:
    nothing: Any = pd.NaT
    with connect(environ=sandbox.environ) as client, pytest.raises(heymarket.InvalidRequestError, match="date: NaT"):
        client.conversations.list(date=nothing)


def _real() -> float:
    """Return a time that nobody freezes."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)
