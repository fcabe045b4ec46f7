"""An export is complete or not there: in each format, killed, resumed, with a full disk, and while items change."""

from __future__ import annotations

import csv
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pyarrow.parquet
import pytest

from heymarket import ApiError, Heymarket
from heymarket_auth import ApiSecret, connect
from heymarket_cli.main import main
from heymarket_sandbox import Sandbox, Settings
from heymarket_sync import SyncRunningError, export
from heymarket_sync.listings import listings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heymarket.models import Conversation

FORMATS = ("jsonl", "csv", "parquet")
COMMAND = (sys.executable, "-m", "heymarket_cli", "export", "conversations", "--to")
ITEMS = 600


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(conversations=ITEMS, rate_limit=None, remembered_requests=500)) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Heymarket]:
    with connect(environ=sandbox.environ, rate_limit=None) as client:
        yield client


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file; all values of CSV are texts."""
    if path.suffix == ".parquet":
        found: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
        return found
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines)) if path.suffix == ".csv" else [json.loads(line) for line in lines]


def only(folder: Path, name: str) -> bool:
    return [each.name for each in folder.iterdir()] == [name]


@pytest.mark.filterwarnings("ignore:lists_v1.list is deprecated")
@pytest.mark.parametrize("name", list(listings()))
@pytest.mark.parametrize("form", FORMATS)
def test_every_listing_whole_and_once(name: str, form: str, client: Heymarket, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.{form}"
    expected = {item.raw["id"]: item.raw for item in listings()[name].call(client)}
    done = export(name, path, client=client)
    found = rows(path)
    assert (done.items, done.resumed) == (len(expected), 0)
    assert sorted(str(row["id"]) for row in found) == sorted(map(str, expected))
    if form == "jsonl":
        assert {row["id"]: row for row in found} == expected
    assert only(tmp_path, path.name)


def served(*items: dict[str, Any]) -> Heymarket:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/team"):
            return httpx.Response(200, json={"id": 999})
        before = json.loads(request.content).get("date")
        newest = sorted(items, key=lambda item: item["updated"], reverse=True)
        found = [each for each in newest if before is None or each["updated"] < before]
        return httpx.Response(200, text=json.dumps(found))

    return Heymarket(auth=ApiSecret("id", "k" * 40), transport=httpx.MockTransport(handler), rate_limit=None)


AWKWARD = {
    "id": 1,
    "updated": "2026-04-15T09:00:00.123456789Z",
    "name": 'a "quoted", name\r\nof two lines',
    "local_id": "",
    "members": [{"id": 3, "name": "Zoë"}],
    "blocked": True,
    "read": 2**53 + 1,
    "mood": "good",
    "score": 1.5,
    "facts": {"deep": [1, None]},
}
PLAIN = {"id": 2, "updated": "2026-04-15T08:00:00Z", "score": 2}


def test_values_keep_their_types_in_parquet(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    export("conversations", path, client=served(AWKWARD, PLAIN))
    table = pyarrow.parquet.read_table(path)
    types = {field.name: str(field.type) for field in table.schema}
    assert types["id"] == types["read"] == "int64"
    assert types["updated"] == "timestamp[ns, tz=UTC]"
    assert (types["blocked"], types["score"], types["mood"], types["members"]) == ("bool", "double", "string", "string")
    first, second = table.to_pylist()
    assert first["updated"].value == 1776243600123456789
    assert (first["read"], first["name"], first["local_id"]) == (2**53 + 1, AWKWARD["name"], "")
    assert json.loads(first["members"]) == AWKWARD["members"]
    assert json.loads(first["facts"]) == AWKWARD["facts"]
    assert (second["mood"], second["score"], second["members"]) == (None, 2.0, None)


def test_csv_tells_empty_from_absent(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    export("conversations", path, client=served(AWKWARD, PLAIN))
    first, second = rows(path)
    assert first["name"] == AWKWARD["name"]
    assert json.loads(first["members"]) == AWKWARD["members"]
    assert (first["blocked"], first["score"], first["mood"]) == ("true", "1.5", "good")
    assert second["mood"] == ""
    header, *_, last = path.read_text(encoding="utf-8").split("\n")[:-1]
    position = header.split(",").index("local_id")
    assert last.split(",")[position] == ""
    assert ',"",' in path.read_text(encoding="utf-8"), "an empty text is not nothing"


@pytest.mark.filterwarnings("ignore::heymarket.SpecDriftWarning")
@pytest.mark.parametrize("wrong", ["later", 1.5, 2**70, True, {"a": 1}])
def test_a_value_of_another_type_makes_a_column_of_json(wrong: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    client = served({**PLAIN, "read": 5}, {**AWKWARD, "read": wrong})
    export("conversations", path, client=client)
    table = pyarrow.parquet.read_table(path)
    assert str(table.schema.field("read").type) == "string"
    assert [json.loads(row["read"]) for row in table.to_pylist()] == [wrong, 5]


@pytest.mark.parametrize("text", ["\ud800", "Zoë"])
@pytest.mark.parametrize("form", FORMATS)
def test_any_text_is_kept(form: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    export("conversations", path, client=served({**PLAIN, "name": text}))
    (row,) = rows(path)
    assert row["name"] in {text, json.dumps(text), ascii(text).strip("'")}


def oldest(client: Heymarket) -> Conversation:
    """Return the last conversation of the listing that can be closed."""
    return [each for each in client.conversations.list() if (each.inbox, each.status) == (2222, "open")][-1]


# Killed.


def killed(sandbox: Sandbox, path: Path, until: Callable[[], bool]) -> None:
    """Kill an export as soon as that is so."""
    with subprocess.Popen(
        [*COMMAND, str(path)], env={**os.environ, **sandbox.environ}, stdout=subprocess.DEVNULL
    ) as process:
        end = time.monotonic() + 60
        while not until():
            assert process.poll() is None, "it ended before it was killed"
            assert time.monotonic() < end
            time.sleep(0.001)
        process.kill()
        assert process.wait() == -signal.SIGKILL


@pytest.mark.timeout(300)
@pytest.mark.parametrize("form", FORMATS)
def test_killed_and_resumed(form: str, sandbox: Sandbox, client: Heymarket, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    note = path.with_name(f"{path.name}.part") / "note.json"
    path.write_text("what was there before")

    def after(count: int) -> bool:
        return note.exists() and json.loads(note.read_text())["count"] >= count

    for count in (90, 300):
        killed(sandbox, path, lambda count=count: after(count))  # type: ignore[misc]
        assert path.read_text() == "what was there before"
    kept = json.loads(note.read_text())["count"]
    with (path.with_name(f"{path.name}.part") / "items.jsonl").open("ab") as half:
        half.write(b'{"id": 1, "na')  # a page that was being written
    changed = oldest(client)
    client.conversations.close(inbox_id=changed.inbox or 0, user_id=55, chat_id=changed.id)
    before = len(sandbox.requests)
    done = export("conversations", path, client=client)
    assert done.resumed == kept
    asked = [each for each in sandbox.requests[before:] if each.operation == "listConversations"]
    assert len(asked) < ITEMS / 30, "what was kept is not read again"
    expected = {each.id: each for each in client.conversations.list()}
    found = rows(path)
    assert sorted(int(row["id"]) for row in found) == sorted(expected)
    (row,) = [row for row in found if int(row["id"]) == changed.id]
    assert row["status"] == expected[changed.id].status == "closed"
    assert only(tmp_path, path.name)


@pytest.mark.parametrize("form", FORMATS)
def test_killed_while_the_file_is_written(
    form: str, client: Heymarket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is half written is a temporary file, and the next run writes it anew without asking for a page again."""
    path = tmp_path / f"x.{form}"
    part = path.with_name(f"{path.name}.part")

    def never(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _but(path, never))
        with pytest.raises(KeyboardInterrupt):
            export("conversations", path, client=client)
    assert not path.exists()
    (part / path.name).write_bytes(b"half")
    done = export("conversations", path, client=client)
    assert done.resumed >= ITEMS
    assert done.items == len(rows(path)) == ITEMS


def _but(path: Path, instead: Callable[..., None]) -> Callable[..., Any]:
    replace = Path.replace

    def chosen(self: Path, target: Path) -> Any:
        return instead() if target == path else replace(self, target)

    return chosen


def test_what_another_team_left_is_not_used(client: Heymarket, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    collected = []

    def stop(items: int) -> None:
        collected.append(items)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export("conversations", path, client=served(AWKWARD, PLAIN), progress=stop)
    assert collected == [2]
    done = export("conversations", path, client=client)
    assert (done.items, done.resumed) == (ITEMS, 0)


def test_what_changes_meanwhile_is_there_as_it_was_last(client: Heymarket, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    changed: list[int] = []
    last = oldest(client)

    def change(items: int) -> None:
        if not changed:
            changed.append(items)
            client.conversations.close(inbox_id=last.inbox or 0, user_id=55, chat_id=last.id)

    export("conversations", path, client=client, progress=change)
    found = {row["id"]: row for row in rows(path)}
    assert len(found) == len(rows(path)) == ITEMS
    assert found[last.id]["status"] == "closed"


def test_two_at_once_are_refused(client: Heymarket, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    refused: list[bool] = []

    def again(_: int) -> None:
        if not refused:
            with pytest.raises(SyncRunningError, match="another export"):
                export("conversations", path, client=client)
            refused.append(True)

    assert export("conversations", path, client=client, progress=again).items == ITEMS
    assert refused


# Failures.


def test_an_error_of_the_api_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("before")
    transport = httpx.MockTransport(lambda _: httpx.Response(400, text="no"))
    client = Heymarket(auth=ApiSecret("id", "k" * 40), transport=transport, rate_limit=None)
    with pytest.raises(ApiError, match="no"):
        export("conversations", path, client=client)
    assert path.read_text() == "before"
    assert only(tmp_path, "x.jsonl"), "nothing was collected, so nothing is kept"


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_an_error_and_the_next_run_goes_on(form: str, sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    environ = {**os.environ, **sandbox.environ}
    done = subprocess.run(
        [*COMMAND, str(path)], env=environ, preexec_fn=small, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "the same command goes on from there" in done.stderr
    assert "Traceback" not in done.stderr
    assert not path.exists()
    done = subprocess.run([*COMMAND, str(path)], env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{ITEMS} items, " in done.stdout
    assert len(rows(path)) == ITEMS


def test_wrong_words(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    for name, value in sandbox.environ.items():
        monkeypatch.setenv(name, value)
    for words, why in (
        (("nothing", "--to", "x.csv"), "there is no listing 'nothing'"),
        (("conversations", "--to", "x.xls"), "ends in .parquet, .jsonl or .csv, got 'x.xls'"),
        (("conversations",), "--to"),
    ):
        assert main(["export", *words]) == 2
        assert why in capfd.readouterr().err
    assert main(["export", "contacts-v2", "--to", str(tmp_path / "x.csv")]) == 0
    done = subprocess.run([*COMMAND, str(tmp_path / "none" / "x.csv")], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No such file" in done.stderr
