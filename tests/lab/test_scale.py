"""The simulated day: one shared limit keeps under the server's rule, and limits that know nothing of others do not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lab.scale.__main__ import main
from lab.scale.day import Day

if TYPE_CHECKING:
    from lab.scale.day import Outcome


def day(limit: str, seed: int = 1) -> Outcome:
    return Day(limit, teams=1, pages=3_000, by_day=2.0, campaign=1_200, seed=seed).run()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_shared_limit_is_never_refused_and_loses_no_time(seed: int) -> None:
    alone, shared = day("one for each worker", seed), day("one for all workers", seed)
    assert alone.refused > 0, "the server of the simulation enforces its rule"
    assert shared.refused == 0
    assert shared.requests == 3_000 + 1_200 + len(shared.waits)
    assert shared.nights[0] < 6.2 * 60, "five minutes of the budget, and a sixtieth more"


def test_a_share_for_each_is_slower_where_the_work_is_uneven() -> None:
    share = day("a share for each worker")
    assert share.refused == 0
    assert share.nights[0] > 2 * day("one for all workers").nights[0]


def test_the_same_seed_gives_the_same_day() -> None:
    assert day("one for all workers") == day("one for all workers")


def test_the_command_ends_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--teams", "1"]) == 0
    *_, last = capsys.readouterr().out.splitlines()
    found = json.loads(last)
    assert (found["workers"], found["refused"]) == (5, 0)
    assert found["use"] > 0.9
