"""A sync ends with exactly what the API lists: in a database, in files, after changes, failures and new fields."""

from __future__ import annotations

import csv
import datetime
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import httpx
import psycopg2
import pyarrow.parquet
import pytest
import yaml

from heymarket import ApiError, Heymarket
from heymarket_auth import ApiSecret, connect
from heymarket_sandbox import Sandbox, Settings
from heymarket_sync import Counts, SyncError, SyncRunningError, sync
from heymarket_sync.__main__ import main
from heymarket_sync.columns import columns
from heymarket_sync.listings import listings
from lab.sync.state import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heymarket_sync import Summary

pytestmark = [pytest.mark.timeout(300), pytest.mark.filterwarnings("ignore::DeprecationWarning")]  # dlt's own
ROOT = Path(__file__).parents[2]
SPEC = yaml.safe_load((ROOT / "openapi" / "heymarket.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def client() -> Iterator[Heymarket]:
    with (
        Sandbox(Settings(conversations=250, rate_limit=None)) as sandbox,
        connect(environ=sandbox.environ, rate_limit=None) as client,
    ):
        yield client


@pytest.fixture(params=["duckdb", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "duckdb":
        return f"duckdb:///{tmp_path / 'heymarket.duckdb'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def run(client: Heymarket, tmp_path: Path) -> Callable[..., Summary]:
    def run(to: str, **options: Any) -> Summary:
        return sync(to, **{"client": client, "folder": tmp_path / "work", "dataset": "data", **options})

    return run


# What there is.


def test_every_paged_operation_of_the_spec_is_a_listing() -> None:
    declared = {
        operation["tags"][0].replace("-", "_")
        for path in SPEC["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and "x-speakeasy-pagination" in operation
    }
    assert len(declared) >= 5
    assert declared <= {each.operation.name.partition(".")[0] for each in listings().values() if each.operation.paging}


def test_columns_have_the_types_of_the_schemas() -> None:
    schema = SPEC["components"]["schemas"]["Conversation"]["properties"]
    found = columns(listings()["conversations"].item, "id")
    types = {"integer": "bigint", "boolean": "bool", "string": "text"}
    for name, column in found.items():
        expected = "timestamp" if schema[name].get("format") == "date-time" else types[schema[name]["type"]]
        assert column["data_type"] == expected, name
    assert not found["id"]["nullable"]
    assert {"members", "targets"} & {*found} == set(), "lists have tables of their own"
    assert columns(listings()["contacts"].item, "id")["custom"]["data_type"] == "json"


# Databases.


def test_a_database_holds_what_the_api_lists(client: Heymarket, database: str, run: Callable[..., Summary]) -> None:
    summary = run(database)
    assert not differences(client, database, "data")
    assert summary.tables["conversations"] == Counts(new=250)
    again = run(database)
    assert not differences(client, database, "data")
    found = again.tables["conversations"]
    assert (found.new, found.changed) == (0, 0)
    assert 1 <= found.unchanged < 20, "what stands about the checkpoint came again"


def test_only_what_changed_is_loaded(client: Heymarket, database: str, run: Callable[..., Summary]) -> None:
    run(database)
    some = [each for each in client.conversations.list() if each.status == "open"][5:8]
    for conversation in some:
        client.conversations.close(inbox_id=conversation.inbox or 0, user_id=55, chat_id=conversation.id)
    client.contacts.create(phone="14155550199", first="New")
    summary = run(database)
    assert summary.tables["conversations"].changed == 3
    assert summary.tables["contacts"].new == 1
    assert not differences(client, database, "data")


def test_a_full_refresh_drops_what_is_gone(client: Heymarket, database: str, run: Callable[..., Summary]) -> None:
    run(database)
    gone = client.tags.list().items[0]
    client.tags.delete(gone.id)
    run(database)
    assert differences(client, database, "data").wrong == [f"tags {gone.id} is gone"]
    run(database, full_refresh=True)
    assert not differences(client, database, "data")
    run(database)
    assert not differences(client, database, "data")


def test_a_full_refresh_may_come_first(client: Heymarket, database: str, run: Callable[..., Summary]) -> None:
    for full_refresh in (True, False):
        run(database, full_refresh=full_refresh)
        assert not differences(client, database, "data")


def test_state_is_with_the_data_and_not_on_the_machine(
    client: Heymarket, database: str, run: Callable[..., Summary], tmp_path: Path
) -> None:
    run(database)
    assert run(database, folder=tmp_path / "another machine").tables["conversations"].new == 0
    assert not differences(client, database, "data")


def test_the_default_schema_of_duckdb(client: Heymarket, run: Callable[..., Summary], tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'heymarket.duckdb'}"
    for options in ({}, {}, {"full_refresh": True}, {}):
        run(url, dataset=None, **options)
        assert not differences(client, url, "main")


def test_only_some_and_since(run: Callable[..., Summary], client: Heymarket, tmp_path: Path) -> None:
    since = client.conversations.list(limit=20).items[9].updated
    summary = run(f"duckdb:///{tmp_path / 'x.duckdb'}", only=["conversations"], since=since)
    assert list(summary.tables) == ["conversations"]
    assert 10 <= summary.tables["conversations"].new < 20


# Files.


def test_parquet_and_csv(client: Heymarket, run: Callable[..., Summary], tmp_path: Path) -> None:
    ids = sorted(each.id for each in client.conversations.list())
    for _ in range(2):  # written whole each time
        run(f"parquet:///{tmp_path / 'parquet'}", only=["conversations"])
        run(f"csv:///{tmp_path / 'csv'}", only=["conversations"])
        (parquet,) = (tmp_path / "parquet" / "data" / "conversations").iterdir()
        table = pyarrow.parquet.read_table(parquet)
        assert sorted(table["id"].to_pylist()) == ids
        assert str(table.schema.field("updated").type).startswith("timestamp")
        (written,) = (tmp_path / "csv" / "data" / "conversations").iterdir()
        with written.open(encoding="utf-8") as lines:
            assert sorted(int(row["id"]) for row in csv.DictReader(lines)) == ids


# The API as it may be.


def conversation(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "updated": f"2026-04-15T09:00:{number:02}Z", **more}


def served(*items: dict[str, Any]) -> Heymarket:
    """Return a client of an API that lists these conversations."""

    def handler(request: httpx.Request) -> httpx.Response:
        before = json.loads(request.content).get("date")
        newest = sorted(items, key=lambda item: item["updated"], reverse=True)
        return httpx.Response(200, json=[each for each in newest if before is None or each["updated"] < before])

    return Heymarket(auth=ApiSecret("id", "k" * 40), transport=httpx.MockTransport(handler), rate_limit=None)


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path)) as database:
        return database.execute(query).fetchall()


def test_a_new_field_becomes_a_column(run: Callable[..., Summary], tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    run(f"duckdb:///{path}", only=["conversations"], client=served(conversation(1)))
    news = conversation(2, mood="good", facts={"score": 3}, notes=[{"text": "a"}, {"text": "b"}])
    run(f"duckdb:///{path}", only=["conversations"], client=served(conversation(1), news))
    assert rows(path, "SELECT id, mood, facts__score FROM data.conversations ORDER BY id") == [
        (1, None, None),
        (2, "good", 3),
    ]
    assert rows(path, "SELECT text FROM data.conversations__notes ORDER BY _dlt_list_idx") == [("a",), ("b",)]


def test_ties_at_the_checkpoint_are_neither_lost_nor_doubled(run: Callable[..., Summary], tmp_path: Path) -> None:
    path, tied = tmp_path / "x.duckdb", "2026-04-15T09:00:00.123456789Z"
    items = [{"id": number, "updated": tied, "name": "old"} for number in range(5)]
    run(f"duckdb:///{path}", only=["conversations"], client=served(*items))
    items[2]["name"] = "new"  # in the same nanosecond
    items.append({"id": 9, "updated": tied})
    summary = run(f"duckdb:///{path}", only=["conversations"], client=served(*items))
    assert summary.tables["conversations"] == Counts(new=1, changed=1, unchanged=4)
    assert rows(path, "SELECT id, name FROM data.conversations ORDER BY id") == [
        (0, "old"),
        (1, "old"),
        (2, "new"),
        (3, "old"),
        (4, "old"),
        (9, None),
    ]


def test_what_is_dated_ahead_or_seen_late_hides_nothing(run: Callable[..., Summary], tmp_path: Path) -> None:
    """The vendor's clocks may differ."""
    path = tmp_path / "x.duckdb"
    early = {"id": 1, "updated": "2026-04-15T09:00:00Z"}
    ahead = {"id": 2, "updated": "2099-01-01T00:00:00Z"}
    run(f"duckdb:///{path}", only=["conversations"], client=served(early, ahead))
    now = datetime.datetime.now(datetime.UTC)
    late = {"id": 3, "updated": (now - datetime.timedelta(seconds=30)).isoformat()}
    summary = run(f"duckdb:///{path}", only=["conversations"], client=served(early, ahead, late))
    assert summary.tables["conversations"] == Counts(new=1, unchanged=1)
    assert rows(path, "SELECT id FROM data.conversations ORDER BY id") == [(1,), (2,), (3,)]


def test_a_walk_that_fails_moves_no_checkpoint(run: Callable[..., Summary], tmp_path: Path) -> None:
    path, calls = tmp_path / "x.duckdb", []
    items = [conversation(number) for number in range(1, 40)]
    whole = served(*items)

    def failing(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        if len(calls) > 2:
            return httpx.Response(400, text="no more")
        before = json.loads(request.content).get("date") or "3"
        return httpx.Response(200, json=[each for each in reversed(items) if each["updated"] < before][:10])

    broken = Heymarket(auth=ApiSecret("id", "k" * 40), transport=httpx.MockTransport(failing), rate_limit=None)
    with pytest.raises(ApiError, match="no more"):
        run(f"duckdb:///{path}", only=["conversations"], client=broken)
    run(f"duckdb:///{path}", only=["conversations"], client=whole)
    assert rows(path, "SELECT count(*), count(DISTINCT id) FROM data.conversations") == [(39, 39)]


# Others.


def test_two_at_once_are_refused(client: Heymarket, database: str, run: Callable[..., Summary], tmp_path: Path) -> None:
    def meanwhile(*_: object) -> None:
        folders = [tmp_path / "work" / "pipelines"]
        if not database.startswith("duckdb"):
            folders.append(tmp_path / "another machine")
        for folder in folders:
            with pytest.raises(SyncRunningError, match="another sync"):
                sync(database, client=client, folder=folder, dataset="data")
        environment = {**os.environ, "DLT_DATA_DIR": str(tmp_path / "work")}
        command = [sys.executable, "-m", "heymarket_sync", "--to", database, "--dataset", "data"]
        refused.append(subprocess.run(command, env=environment, capture_output=True, check=False).returncode)

    refused: list[int] = []
    run(database, only=["tags"], progress=meanwhile, folder=tmp_path / "work" / "pipelines")
    assert refused == [5]
    run(database)
    assert not differences(client, database, "data")


def test_the_lock_of_a_run_that_was_killed_is_waited_for(postgres_url: str, run: Callable[..., Summary]) -> None:
    killed = psycopg2.connect(postgres_url)
    killed.cursor().execute("SELECT pg_advisory_lock(hashtext('heymarket sync data'))")
    noticed = threading.Timer(1, killed.close)
    noticed.start()
    try:
        assert run(postgres_url, only=["tags"]).tables["tags"].new
    finally:
        noticed.join()


def test_a_destination_that_fails_is_an_error_without_its_password(run: Callable[..., Summary]) -> None:
    with pytest.raises(SyncError) as caught:
        run("postgresql://someone:hidden@127.0.0.1:1/nothing")
    assert "hidden" not in str(caught.value)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    with Sandbox(Settings(conversations=30)) as sandbox:
        for name, value in sandbox.environ.items():
            monkeypatch.setenv(name, value)
        assert main(["--to", "duckdb:///heymarket.duckdb", "--only", "conversations,tags"]) == 0
        said = capsys.readouterr()
        assert "conversations   30" in said.out
        assert "requests in" in said.out
        assert "conversations: 30 read" in said.err
        assert main(["--to", "duckdb:///heymarket.duckdb", "--only", "nonsense"]) == 2
        assert "there is no listing 'nonsense'" in capsys.readouterr().err
        for wrong in ("oracle://x", "duckdb://h.duckdb", "duckdb:///"):
            assert main(["--to", wrong]) == 2
        assert main(["--to", "duckdb:///heymarket.duckdb", "--dataset", "heymarket"]) == 2, "DuckDB mixes them up"
        monkeypatch.setenv("HEYMARKET_API_SECRET_KEY", "x" * 40)
        assert main(["--to", "duckdb:///heymarket.duckdb"]) == 1
        monkeypatch.delenv("HEYMARKET_API_SECRET_KEY")
        assert main(["--to", "duckdb:///heymarket.duckdb"]) == 3
    assert rows(tmp_path / "heymarket.duckdb", "SELECT count(*) FROM conversations") == [(30,)]
