"""One call for each row of a file: nothing is sent before all rows are understood, and what failed can be run again."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heymarket_cli import common
from heymarket_cli.each import _read, _write_failed
from heymarket_cli.operations import groups

if TYPE_CHECKING:
    from pathlib import Path

    from heymarket_sandbox import Sandbox

    from .command import Here

CLOSE = ("conversations", "close", "--inbox-id", "2222", "--user-id", "55")
METHODS = [method for group in groups() for method in group.methods()]


def report(out: str) -> list[tuple[int, bool]]:
    return [(line["row"], line["ok"]) for line in map(json.loads, out.splitlines())]


@pytest.fixture
def ids(heymarket: Here) -> list[int]:
    words = ("conversations", "list", "--filters.inboxes", "2222", "--filters.closed", "false", "--fields", "id")
    return [json.loads(line)["id"] for line in heymarket.output(*words).splitlines()]


def test_failed_rows_can_be_run_again(heymarket: Here, sandbox: Sandbox, ids: list[int], tmp_path: Path) -> None:
    rows, failed = tmp_path / "rows.csv", tmp_path / "failed.csv"
    rows.write_text("chat_id,_note\n" + "".join(f"{each},n\n" for each in [ids[0], 1, ids[1]]), encoding="utf-8")
    before = len(sandbox.requests)
    code, out, err = heymarket(*CLOSE, "--each", str(rows), "--failed", str(failed), "--yes")
    assert (code, report(out)) == (1, [(1, True), (2, False), (3, True)])
    assert err == f"heymarket: 1 of 3 rows failed; they are in {failed}\n"
    told = json.loads(out.splitlines()[1])
    assert told["request_id"] == sandbox.requests[before + 1].request_id
    assert told["error"].startswith("404 Not Found from POST /v1/conversations/close")
    (kept,) = csv.DictReader(io.StringIO(failed.read_text(encoding="utf-8")))
    assert kept == {"chat_id": "1", "_note": "n", "_error": told["error"]}

    failed.write_text(failed.read_text(encoding="utf-8").replace("\n1,", f"\n{ids[2]},"), encoding="utf-8")
    assert heymarket(*CLOSE, "--each", str(failed), "--failed", str(failed))[0] == 0
    assert not failed.exists()


def test_nothing_is_sent_before_all_rows_are_understood(heymarket: Here, sandbox: Sandbox, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    wrong = {
        "chat_id\n1\nx\n": "row 2: expected a whole number",
        "chat_id,chat\n1,2\n": "row 1: no such option: chat; there are inbox_id, ",
        "chat_id,target\n1\n": "--each: row 1 has not as many cells as the header",
        '{"chat_id": 1}\n{\n': "--each: row 2 is no JSON object",
    }
    before = len(sandbox.requests)
    for text, why in wrong.items():
        rows.write_text(text, encoding="utf-8")
        assert heymarket.refused(*CLOSE, "--yes", "--each", str(rows))[1].startswith(why)
    assert heymarket.refused(*CLOSE, "--each", str(tmp_path / "none"))[0] == 2
    rows.write_text("chat_id\n1\n", encoding="utf-8")
    assert heymarket.refused("conversations", "close", "--each", str(rows))[1] == "row 1: missing --inbox-id, --user-id"
    assert heymarket.refused("conversations", "close", "--failed", "x")[1] == "--failed: only with --each"
    assert len(sandbox.requests) == before


def test_writes_of_several_rows_need_a_yes(heymarket: Here, ids: list[int], tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(f"chat_id\n{ids[0]}\n{ids[1]}\n", encoding="utf-8")
    code, why = heymarket.refused(*CLOSE, "--each", str(rows))
    assert (code, why) == (2, "conversations close concerns 2 rows; give --yes to go ahead without being asked")
    assert len(heymarket.output(*CLOSE, "--each", str(rows), "--dry-run").split("POST ")) == 3
    rows.write_text(f"id\n{ids[0]}\n{ids[1]}\n", encoding="utf-8")
    assert report(heymarket.output("conversations", "get", "--each", str(rows))) == [(1, True), (2, True)]


def test_values_of_every_form(offline: Here, tmp_path: Path) -> None:
    rows = tmp_path / "rows"
    cells = '14155550001,Ada,true,"[1, 2]","[{""tag_id"": 3}]",x'
    rows.write_text(
        f"phone,display-name,is_opted_out,email_suppressions,tags,custom.12\n{cells}\n14155550002,,,3,,\n",
        encoding="utf-8-sig",
    )
    shown = offline.output("contacts", "create", "--last", "L", "--each", str(rows), "--dry-run")
    bodies = [json.loads(part.partition("\n\n")[2]) for part in shown.split("POST ")[1:]]
    first = {
        "phone": "14155550001",
        "display_name": "Ada",
        "is_opted_out": True,
        "email_suppressions": [1, 2],
        "tags": [{"tag_id": 3}],
        "custom": {"12": "x"},
        "last": "L",
    }
    assert bodies == [first, {"phone": "14155550002", "email_suppressions": [3], "last": "L"}]
    rows.write_text(json.dumps(first) + "\n", encoding="utf-8")
    shown = offline.output("contacts", "create", "--each", str(rows), "--dry-run")
    assert json.loads(shown.partition("\n\n")[2]) == first


def test_refused_credentials_end_it(heymarket: Here, ids: list[int], tmp_path: Path, monkeypatch: Any) -> None:
    rows, failed = tmp_path / "rows.csv", tmp_path / "failed.csv"
    rows.write_text(f"id\n{ids[0]}\n{ids[1]}\n", encoding="utf-8")
    monkeypatch.setenv("HEYMARKET_API_SECRET_KEY", "WrongKeyThatNobodyMaySee00000000")
    code, why = heymarket.refused("conversations", "get", "--each", str(rows), "--failed", str(failed))
    assert code == 1
    assert why.startswith("401 ")
    kept = list(csv.DictReader(io.StringIO(failed.read_text(encoding="utf-8"))))
    assert [row["id"] for row in kept] == [str(each) for each in ids[:2]]


TEXT = st.text(st.characters(codec="utf-8"), min_size=1)
CELLS = st.lists(st.fixed_dictionaries({"phone": TEXT, "first": TEXT}), min_size=1)
VALUES = st.lists(st.fixed_dictionaries({"phone": TEXT | st.integers() | st.lists(TEXT)}), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CELLS | VALUES)
def test_what_failed_is_read_as_it_was(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    file = tmp_path / "failed"
    _write_failed(file, iter(rows))
    assert list(_read(str(file))) == rows


def test_each_is_there_for_every_operation_but_listings_and_those_without_arguments() -> None:
    for method in METHODS:
        assert ("each" in common.parameters(method)) == (not method.is_listing and bool(method.arguments))
