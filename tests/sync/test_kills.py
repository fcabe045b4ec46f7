"""A sync may be killed at any moment; a few with a fixed seed, hundreds in `nox -s sync`."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from lab.sync.kills import Trouble

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # dlt's own
@pytest.mark.parametrize("kind", ["duckdb", "postgres"])
def test_one_more_run_ends_with_what_the_api_lists(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"duckdb:///{tmp_path}/heymarket.duckdb" if kind == "duckdb" else request.getfixturevalue("postgres_url")
    tally = Trouble(url, "data", tmp_path, Random(3)).run(rounds=2, conversations=60)
    assert (tally.lost, tally.doubled, tally.wrong) == (0, 0, 0), tally.examples
    assert tally.kills
    assert tally.changes
