"""Every recipe of docs/cli.md does in a real terminal what its page says."""

from __future__ import annotations

import csv
import http.client
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from heymarket_auth import connect
from heymarket_cli import failures
from heymarket_sandbox import Sandbox, Settings
from tests.webhooks.events import EXAMPLES, TOKEN

from .command import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
RECIPES = {
    heading: re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for heading, text in re.findall(r"^### ([^\n]*)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
PROMPT = "ready> "


class Shell:
    """A shell in a terminal, where `heymarket` is the command."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        script = folder / "bin" / "heymarket"
        script.parent.mkdir()
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -W error -m heymarket_cli "$@"\n', encoding="utf-8")
        script.chmod(0o755)
        path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
        env = clean(environ) | {"PATH": path, "PS1": PROMPT, "TERM": "xterm-256color", "COLUMNS": ""}
        self.child = pexpect.spawn(
            "bash",
            ["--norc", "--noprofile"],
            env=env,
            cwd=str(folder),
            dimensions=(40, 120),
            encoding="utf-8",
            timeout=60,
        )
        self.child.expect_exact(PROMPT)
        self.run("stty -echo; bind 'set enable-bracketed-paste off'")

    def run(self, commands: str, *, answer: str | None = None) -> str:
        """Type lines, answer a question, and return what the terminal showed; each must succeed."""
        shown = ""
        for line in commands.replace("\\\n", " ").strip().splitlines():
            self.child.sendline(line)
            if self.child.expect_exact([PROMPT, "Go ahead? [y/N] "]) == 1:
                assert answer is not None, self.child.before
                shown += self.child.before or ""
                self.child.sendline(answer)
                self.child.expect_exact(PROMPT)
            shown += self.child.before or ""
        return shown

    def status(self) -> int:
        return int(self.run("echo $?"))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(conversations=120, rate_limit=None)) as running:
        yield running


@pytest.fixture
def shell(sandbox: Sandbox, tmp_path: Path) -> Iterator[Shell]:
    opened = Shell(tmp_path, {**sandbox.environ, "HEYMARKET_WEBHOOK_TOKEN": TOKEN})
    yield opened
    opened.child.close(force=True)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def conversations(sandbox: Sandbox, **filters: Any) -> dict[int, Any]:
    with connect(environ=sandbox.environ) as client:
        return {each.id: each for each in client.conversations.list(filters={"inboxes": [2222], **filters})}


def test_there_is_a_test_for_each_recipe() -> None:
    assert [heading for heading, blocks in RECIPES.items() if blocks] == [
        "Conversations of an inbox as CSV",
        "Close all that are older than a month",
        "Send from a CSV file",
        "Follow events",
    ]


def test_conversations_of_an_inbox_as_csv(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    (block,) = RECIPES["Conversations of an inbox as CSV"]
    shell.run(block)
    assert shell.status() == 0
    expected = conversations(sandbox)
    found = rows(tmp_path / "conversations.csv")
    assert [int(row["id"]) for row in found] == list(expected)
    assert all(row["name"] == (expected[int(row["id"])].name or "") for row in found)


def test_close_all_that_are_older_than_a_month(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    (block,) = RECIPES["Close all that are older than a month"]
    before = conversations(sandbox, closed=False)
    fresh, *old = before
    with connect(environ=sandbox.environ) as client:
        client.conversations.mark_unread(inbox_id=2222, user_id=55, target=before[fresh].target)
    shown = shell.run(block, answer="y")
    assert f"conversations close concerns {len(old)} rows." in shown
    assert shell.status() == 0
    assert set(conversations(sandbox, closed=False)) == {fresh}
    assert not (tmp_path / "not-closed.csv").exists()
    assert len((tmp_path / "closed.jsonl").read_text(encoding="utf-8").splitlines()) == len(old)


def test_send_from_a_csv_file(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    first, again = RECIPES["Send from a CSV file"]
    target = next(each.target for each in conversations(sandbox, closed=False).values())
    wanted = [(f"order-{number}", f'Hello, "order" {number}\nis ready') for number in range(6)]
    with (tmp_path / "messages.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["phone_number", "text", "local_id"])
        for number, (local_id, text) in enumerate(wanted):
            writer.writerow(["not a number" if number == 4 else target, text, local_id])
    # The fourth is sent, and its response is lost.
    sandbox.faults.every(4, "truncate")
    shown = shell.run(first, answer="y")
    sandbox.faults.clear()
    assert "messages send concerns 6 rows." in shown
    assert "of 6 rows failed; they are in failed.csv" in shown
    assert shell.status() == 1
    failed = {row["local_id"]: row["_error"] for row in rows(tmp_path / "failed.csv")}
    assert failed.pop("order-4").startswith("phone_number: ")
    assert failed.keys() <= {"order-3"}
    shell.run(f"sed -i.before 's/not a number/{target}/' failed.csv")
    shell.run(again, answer="y")
    assert shell.status() == 0
    assert not (tmp_path / "failed.csv").exists()
    with connect(environ=sandbox.environ) as client:
        sent = [(m.local_id, m.text) for m in client.messages.list() if (m.local_id or "").startswith("order-")]
    assert sorted(sent) == wanted
    report = [json.loads(line) for line in (tmp_path / "sent.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["ok"] for line in report].count(True) == len(wanted)


def test_follow_events(shell: Shell) -> None:
    (block,) = RECIPES["Follow events"]
    shell.child.sendline(block.strip())
    shell.child.expect(r"listening at http://(\S+)/; Ctrl-C ends it")
    match = shell.child.match
    assert isinstance(match, re.Match)
    told = (TOKEN, 204, r"\d\d:\d\d:\d\d  chat_closed "), ("wrong", 401, "refused with 401")
    for token, status, line in told:
        connection = http.client.HTTPConnection(match[1], timeout=20)
        connection.request("POST", "/", json.dumps({**EXAMPLES["chat_closed"], "token": token}))
        assert connection.getresponse().status == status
        connection.close()
        shell.child.expect(line)
    shell.child.sendintr()
    shell.child.expect_exact("stopped after 1 events")
    shell.child.expect_exact(PROMPT)
    assert shell.status() == 0


def test_the_page_has_every_exit_code() -> None:
    written = set(map(int, re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)))
    assert written == {0} | {
        value for name, value in vars(failures).items() if name.isupper() and isinstance(value, int)
    }
