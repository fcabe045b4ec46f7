"""Results are written in every form, page by page, and nothing else is written to standard output."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from heymarket_auth import connect
from heymarket_cli.table import Table
from heymarket_cli.writers import Csv, Json, JsonLines, Yaml
from heymarket_sandbox import Settings

from .command import COMMAND, Here, apart, clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from heymarket_sandbox import Sandbox

LIST = ("conversations", "list")


@pytest.fixture
def raw(sandbox: Sandbox) -> list[dict[str, Any]]:
    with connect(environ=sandbox.environ) as client:
        return [conversation.raw for conversation in client.conversations.list()]


def test_json_lines_where_no_terminal_is(heymarket: Here, raw: list[dict[str, Any]]) -> None:
    lines = heymarket.output(*LIST, "--limit", "7").splitlines()
    assert [json.loads(line) for line in lines] == raw
    assert heymarket.output(*LIST, "-o", "jsonl").splitlines() == lines


def test_json_and_yaml_are_one_document(heymarket: Here, raw: list[dict[str, Any]]) -> None:
    assert json.loads(heymarket.output(*LIST, "--output", "json", "--limit", "7")) == raw
    assert yaml.load(heymarket.output(*LIST, "-o", "yaml", "--limit", "7"), yaml.BaseLoader)[3]["id"] == str(
        raw[3]["id"]
    )


def test_csv_has_a_column_for_each_field_of_the_spec(heymarket: Here, raw: list[dict[str, Any]]) -> None:
    code, out, err = heymarket(*LIST, "-o", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert err == ""
    assert [int(row["id"]) for row in rows] == [each["id"] for each in raw]
    for row, each in zip(rows, raw, strict=True):
        assert row["name"] == each.get("name", "")
        assert json.loads(row["members"] or "null") == each.get("members")
        assert row["replied"] == json.dumps(each["replied"])


def test_fields(heymarket: Here, raw: list[dict[str, Any]]) -> None:
    expected = [{"id": each["id"], "members.0.name": each["members"][0]["name"]} for each in raw if "members" in each]
    assert 0 < len(expected) < len(raw)
    named = (*LIST, "--fields", "id, members.0.name")
    lines = [json.loads(line) for line in heymarket.output(*named).splitlines()]
    assert [line for line in lines if line["members.0.name"]] == expected
    assert [line["id"] for line in lines] == [each["id"] for each in raw]
    table = [line.split(maxsplit=1) for line in heymarket.output(*named, "-o", "table").splitlines()]
    assert table[0] == ["id", "members.0.name"]
    assert [line for line in table[1:] if line[1:]] == [[str(e["id"]), e["members.0.name"]] for e in expected]
    rows = list(csv.DictReader(io.StringIO(heymarket.output(*named, "-o", "csv"))))
    assert [row for row in rows if row["members.0.name"]] == [
        {name: str(value) for name, value in each.items()} for each in expected
    ]
    code, why = heymarket.refused(*LIST, "--fields", "id,nmae")
    assert code == 2
    assert why.startswith("--fields: no such field: nmae; there are id, ")


def test_first_fetches_no_page_beyond(heymarket: Here, sandbox: Sandbox, raw: list[dict[str, Any]]) -> None:
    before = len(sandbox.requests)
    lines = heymarket.output(*LIST, "--first", "7", "--limit", "5").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [each["id"] for each in raw[:7]]
    assert 2 <= len(sandbox.requests) - before <= 3
    assert heymarket.output(*LIST, "--first", "0") == ""


def test_what_a_server_sends_twice_is_written_once(heymarket: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"id": 1, "updated": "2026-04-15T09:12:44Z"}
    items = [first, first, {"id": 2, "updated": "2026-04-15T09:12:43Z"}]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            before = json.loads(self.rfile.read(int(self.headers["Content-Length"]))).get("date", "9")
            body = json.dumps([each for each in items if each["updated"] < before]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("HEYMARKET_BASE_URL", f"http://127.0.0.1:{server.server_address[1]}")
        lines = heymarket.output(*LIST, "--fields", "id").splitlines()
        server.shutdown()
    assert lines == ['{"id":1}', '{"id":2}']


def test_one_object_and_texts(heymarket: Here, raw: list[dict[str, Any]]) -> None:
    one = str(raw[0]["id"])
    assert (
        json.loads(heymarket.output("conversations", "get", one)) == raw[0]
        or json.loads(heymarket.output("conversations", "get", one))["id"] == raw[0]["id"]
    )
    shown = dict(
        line.split(maxsplit=1) for line in heymarket.output("conversations", "get", one, "-o", "table").splitlines()
    )
    assert shown["id"] == one
    assert shown["created"] == raw[0]["created"].replace("T", " ").removesuffix("Z")
    assert heymarket.output("conversations", "count") == f'"{len(raw)}"\n'
    assert heymarket.output("conversations", "count", "-o", "table") == f"{len(raw)}\n"
    assert heymarket.output("conversations", "get", one, "--fields", "id", "-o", "csv") == f"id\n{one}\n"


@pytest.mark.parametrize("width", [20, 80, 200])
def test_a_table_fits_the_terminal(width: int, heymarket: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = heymarket.output(*LIST, "-o", "table").splitlines()
    assert len(lines) == 61
    assert all(cell_len(line) <= width for line in lines)
    assert lines[0].split()[:1] == ["id"]
    assert not any("\x1b" in line for line in lines)


def test_nothing_found(heymarket: Here) -> None:
    none = (*LIST, "--date", "2001-01-01T00:00:00Z")
    assert heymarket.output(*none) == ""
    assert heymarket.output(*none, "-o", "table") == ""
    assert json.loads(heymarket.output(*none, "-o", "json")) == []
    assert yaml.safe_load(heymarket.output(*none, "-o", "yaml")) == []
    assert heymarket.output(*none, "-o", "csv").startswith("id,")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
ROWS = st.lists(st.dictionaries(st.sampled_from(["id", "text", "more"]), VALUES), max_size=5)
SAFE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co")))


def written(make: Callable[[io.StringIO], Any], rows: list[Any], size: int = 2) -> str:
    out = io.StringIO()
    writer = make(out)
    for start in range(0, len(rows), size):
        writer.page(rows[start : start + size])
    writer.end()
    return out.getvalue()


@given(ROWS)
def test_any_rows_can_be_read_back(rows: list[dict[str, Any]]) -> None:
    lines = written(lambda out: JsonLines(out, ()), rows).split("\n")
    assert [json.loads(line) for line in lines[:-1]] == rows
    assert json.loads(written(lambda out: Json(out, ()), rows)) == rows


@given(st.lists(st.dictionaries(st.sampled_from(["id", "text", "more"]), SAFE | st.integers() | st.none()), max_size=5))
def test_any_rows_can_be_read_back_from_yaml(rows: list[dict[str, Any]]) -> None:
    assert yaml.safe_load(written(lambda out: Yaml(out, ()), rows)) == rows


@given(st.lists(st.fixed_dictionaries({"id": st.integers(), "text": st.text(st.characters(codec="utf-8"))})))
def test_any_texts_can_be_read_back_from_csv(rows: list[dict[str, Any]]) -> None:
    text = written(lambda out: Csv(out, (), ["id", "text"]), rows)
    assert not text.endswith("\r\n")
    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [(int(number), found) for number, found in read] == [(row["id"], row["text"]) for row in rows]


@given(ROWS, st.integers(10, 100))
def test_no_text_drives_the_terminal_or_leaves_its_line(rows: list[dict[str, Any]], width: int) -> None:
    def table(out: io.StringIO) -> Table:
        return Table(
            out, (), ["id", "text", "more"], times=frozenset({"text"}), width=width, colours=False, is_ranked=True
        )

    text = written(table, rows)
    assert all(line.isprintable() for line in text.split("\n"))
    assert text.count("\n") == (len(rows) + 1 if rows else 0)


def test_fields_beyond_the_spec_are_told_in_csv() -> None:
    writer = Csv(io.StringIO(), (), ["id"])
    writer.page([{"id": 1, "new": 2}])
    assert list(writer.left_out) == ["new"]


def test_a_reader_that_goes_away(sandbox: Sandbox) -> None:
    with subprocess.Popen(
        [*COMMAND, *LIST, "--limit", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean(sandbox.environ),
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


def test_what_an_encoding_lacks_is_escaped(sandbox: Sandbox) -> None:
    words = ("conversations", "list", "--fields", "name", "-o", "table")
    done = apart(*words, environ={**sandbox.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\x" in done.stdout


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is full")  # noqa: PTH110
@pytest.mark.parametrize("words", [LIST, (*LIST, "-o", "csv"), ("--help",), ("completion", "bash")])
def test_a_full_disk(words: tuple[str, ...], sandbox: Sandbox) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        done = apart(*words, environ=sandbox.environ, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == "heymarket: the output cannot be written: No space left on device\n"


class TestStreaming:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(conversations=60, rate_limit=None, page_size=20)

    def test_the_first_line_comes_with_the_first_page(self, sandbox: Sandbox) -> None:
        sandbox.faults.every(2, "429", retry_after=60)
        started = time.monotonic()
        with subprocess.Popen(
            [*COMMAND, *LIST], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean(sandbox.environ)
        ) as process:
            assert process.stdout
            assert process.stderr
            lines = [process.stdout.readline() for _ in range(20)]
            assert time.monotonic() - started < 30
            time.sleep(0.5)  # it asks for the next page
            process.send_signal(signal.SIGINT)
            said = process.stderr.read()
            assert process.wait(30) == 130
            assert process.stdout.read() == ""
        found = re.fullmatch(r"heymarket: stopped after 20 items; to go on, .*: heymarket (.*) --date (\S+)\n", said)
        assert found, said
        assert found[1] == "conversations list"
        sandbox.faults.clear()
        rest = apart(*LIST, "--date", found[2].strip("'"), environ=sandbox.environ)
        ids = [json.loads(line)["id"] for line in [*lines, *rest.stdout.splitlines()]]
        assert len(set(ids)) == 60

    def test_an_error_says_how_to_go_on(self, heymarket: Here, sandbox: Sandbox) -> None:
        sandbox.faults.every(3, "400")
        code, out, err = heymarket(*LIST, "--date", "2036-01-01T00:00:00Z", "--limit=20")
        sandbox.faults.clear()
        told, why = err.splitlines()
        assert code == 1
        assert "400 Bad Request" in why
        found = re.search(r"heymarket conversations list --limit=20 --date (\S+)$", told)
        assert found, told
        rest = heymarket.output(*LIST, "--date", found[1].strip("'"))
        assert len({json.loads(line)["id"] for line in (out + rest).splitlines()}) == 60


# What is imported is not counted: a warm call imports it.
MEASURED = """
import sys, tracemalloc
from heymarket_cli.main import main
assert main([*sys.argv[1:], "--first", "1"]) == 0
tracemalloc.start()
assert main(sys.argv[1:]) == 0
print(tracemalloc.get_traced_memory()[1], file=sys.stderr)
"""


def peak_memory(conversations: int, folder: Path) -> int:
    """Return the most memory, in bytes, that listing so many took."""
    server = [sys.executable, "-m", "heymarket_sandbox", "--port=0", f"--conversations={conversations}"]
    with subprocess.Popen(
        [*server, "--rate-limit=0", "--page-size=200", "--max-page-size=200"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=clean({}),
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(3)]
        environ = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        out = folder / "out.jsonl"
        with out.open("w") as file:
            done = subprocess.run(
                [sys.executable, "-c", MEASURED, *LIST],
                stdout=file,
                stderr=subprocess.PIPE,
                env=clean(environ),
                text=True,
                check=True,
            )
        process.terminate()
    with out.open() as file:
        assert sum(1 for _ in file) == conversations + 1
    return int(done.stderr)


def test_memory_stays_flat(tmp_path: Path) -> None:
    many = int(os.environ.get("CLI_CONVERSATIONS", "15000"))
    few, more = peak_memory(1_000, tmp_path), peak_memory(many, tmp_path)
    assert more <= 1.1 * few, (few, more)
