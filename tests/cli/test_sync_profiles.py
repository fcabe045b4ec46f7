"""A sync of several profiles: each team has a schema of its own, and one that fails does not stop the others."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import duckdb
import pytest

from heymarket_cli import profiles
from heymarket_cli.sync import datasets
from heymarket_cli.values import UsageError
from heymarket_sandbox import Sandbox, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .command import Here


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # dlt's own


@pytest.fixture
def teams(offline: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Sandbox]]:
    """Two teams with credentials of their own, and profiles for them and for one that is refused."""
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    sizes = {"Sales-EU": 20, "support": 30}
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(Sandbox(Settings(conversations=size, secret_id=f"id-of-{name}", rate_limit=60)))
            for name, size in sizes.items()
        }
        for name, sandbox in running.items():
            secrets = {profiles.SECRET_ID: sandbox.secret_id, profiles.SECRET_KEY: sandbox.secret_key}
            profiles.save(profiles.Profile(name, secrets, sandbox.url))
        refused = {profiles.SECRET_ID: "nobody", profiles.SECRET_KEY: "k" * 40}
        profiles.save(profiles.Profile("refused", refused, running["support"].url))
        yield running


def words(path: Path, *names: str) -> list[str]:
    given = [word for name in names for word in ("--profile", name)]
    return ["sync", "--to", f"duckdb:///{path}", "--only", "conversations,tags", *given]


def count(path: Path, schema: str) -> int:
    with duckdb.connect(str(path)) as database:
        row = database.execute(f'SELECT count(DISTINCT id) FROM "{schema}".conversations').fetchone()
    assert row
    return int(row[0])


def test_each_team_has_a_schema(teams: dict[str, Sandbox], offline: Here, tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    out = offline.output(*words(path, "Sales-EU", "support"))
    assert [line for line in out.splitlines() if ", schema " in line] == [
        "Sales-EU, schema sales_eu",
        "support, schema support",
    ]
    assert (count(path, "sales_eu"), count(path, "support")) == (20, 30)
    again = offline.output(*words(path, "Sales-EU", "support")).splitlines()
    assert [line.split()[1] for line in again if line.startswith("conversations")] == ["0", "0"]


def test_one_that_fails_does_not_stop_the_others(teams: dict[str, Sandbox], offline: Here, tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    code, out, err = offline(*words(path, "refused", "unknown", "support"))
    assert code == 1, "that of the first that failed"
    assert count(path, "support") == 30
    assert "conversations   30" in out
    refused, unknown = err.splitlines()
    assert refused.startswith("heymarket: profile refused: 401")
    assert unknown.startswith("heymarket: profile unknown: no profile unknown")
    assert "k" * 40 not in out + err
    assert offline(*words(path, "unknown", "support"))[0] == 3


def test_one_profile_keeps_the_usual_schema(teams: dict[str, Sandbox], offline: Here, tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    offline.output(*words(path, "support"))
    assert count(path, "main") == 30
    assert offline.refused(*words(path, "unknown"))[0] == 3


def test_schemas_of_profiles() -> None:
    assert datasets(["a", "B c", "2"], None) == {"a": "a", "B c": "b_c", "2": "team_2"}
    assert datasets(["a", "2"], "data") == {"a": "data_a", "2": "data_2"}
    for same in (["a", "A"], ["x y", "x-y"], ["a", "a"]):
        with pytest.raises(UsageError, match="the same schema"):
            datasets(same, None)
