"""A sync may be killed at any moment; a few with a fixed seed, hundreds in `nox -s sync`."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from heymarket_auth import connect
from heymarket_sandbox import Sandbox, Settings
from heymarket_sync import sync
from lab.sync.__main__ import main
from lab.sync.kills import Trouble
from lab.sync.state import differences

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # dlt's own
@pytest.mark.parametrize("kind", ["duckdb", "postgres", "parquet", "csv"])
def test_one_more_run_ends_with_what_the_api_lists(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"{kind}:///{tmp_path}/heymarket.{kind}" if kind != "postgres" else request.getfixturevalue("postgres_url")
    kills = changes = 0
    for seed in range(3, 9):
        folder = tmp_path / str(seed)
        folder.mkdir()
        tally = Trouble(url, f"data_{seed}", folder, Random(seed)).run(rounds=2, conversations=60)
        assert (tally.lost, tally.doubled, tally.wrong) == (0, 0, 0), tally.examples
        kills, changes = kills + tally.kills, changes + tally.changes
        if kills:  # a run may be over before its moment comes, or lose its connection instead
            break
    assert kills
    assert changes


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # dlt's own
@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_the_comparison_with_files_finds_what_is_wrong(kind: str, tmp_path: Path) -> None:
    url = f"{kind}:///{tmp_path}/files"
    with Sandbox(Settings(conversations=60, rate_limit=None)) as sandbox, connect(environ=sandbox.environ) as client:
        sync(url, client=client, folder=tmp_path / "work", dataset="data")
        assert not differences(client, url, "data")
        changed = next(each for each in client.conversations.list() if (each.inbox, each.status) == (2222, "open"))
        client.conversations.close(inbox_id=2222, user_id=55, chat_id=changed.id)
        (wrong,) = differences(client, url, "data").wrong
        assert wrong.startswith(f"conversations {changed.id}: ")
        client.contacts.create(phone="14155550199", first="New")
        assert len(differences(client, url, "data").lost) == 2, "in both listings of contacts"


@pytest.mark.timeout(300)
def test_the_command_ends_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rounds", "5", "--minutes", "0", "--to", "csv", "--seed", "1"]) == 0
    *_, last = capsys.readouterr().out.splitlines()
    found = json.loads(last)
    assert (found["rounds"], found["lost"], found["doubled"], found["wrong"]) == (0, 0, 0, 0)
    assert found["seed"] == 1
