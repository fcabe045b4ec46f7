"""Each program of examples/ does, in a process of its own and against a sandbox, what its first lines say."""

from __future__ import annotations

import ast
import csv
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from heymarket_auth import connect
from heymarket_sandbox import Sandbox, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples"
PROGRAMS = sorted(FOLDER.glob("*.py"))
PHONE = "14155550123"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(conversations=60, rate_limit=None)) as running:
        yield running


def command(name: str, *words: str) -> list[str]:
    return [sys.executable, "-W", "error", str(FOLDER / name), *words]


def environ(sandbox: Sandbox) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("HEYMARKET_")}
    return {**known, **sandbox.environ}


def run(sandbox: Sandbox, name: str, *words: str, code: int = 0) -> str:
    """Run an example to its end, and return what it printed."""
    done = subprocess.run(
        command(name, *words), env=environ(sandbox), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def eventually(look: Callable[[], Any]) -> Any:
    """Return what is found as soon as there is something."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise TimeoutError


def test_every_example_is_tested_and_listed() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert len(PROGRAMS) >= 10
    for path in PROGRAMS:
        assert path.name in source or f"'{path.stem}:app'" in source
        assert f"[`{path.name}`]({path.name})" in index


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_an_example_says_what_it_does_and_how_to_run_it(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert text.splitlines()[0].endswith(".")
    assert re.search(rf"^    .*\b{path.stem}\b", text, re.MULTILINE)


def test_send_and_wait(sandbox: Sandbox) -> None:
    with subprocess.Popen(
        command("send_and_wait.py", PHONE, "Table at 7?"), env=environ(sandbox), stdout=subprocess.PIPE, text=True
    ) as running:
        eventually(lambda: [each for each in sandbox.messages if each["text"] == "Table at 7?"])
        sandbox.receive_message(PHONE, "Yes please")
        sandbox.receive_message(PHONE, "and a high chair")
        out, _ = running.communicate(timeout=60)
    assert (running.returncode, out) == (0, "Yes please\n")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_export_to_csv(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    assert "conversations in" in run(sandbox, "export_to_csv.py", str(path))
    assert [int(each["id"]) for each in rows(path)] == open_ones(sandbox)


def open_ones(sandbox: Sandbox) -> list[int]:
    return [each["id"] for each in sandbox.conversations if each["status"] == "open"]


def test_an_export_that_broke_off_goes_on(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    sandbox.faults.script(None, "400")
    told = run(sandbox, "export_to_csv.py", str(path), code=1)
    sandbox.faults.clear()
    again = re.findall(r"to go on: python examples/(\S+) (\S+) (\S+)", told)[0]
    assert 0 < len(rows(path)) < len(open_ones(sandbox))
    run(sandbox, *again)
    assert {int(each["id"]) for each in rows(path)} == set(open_ones(sandbox))


def test_out_of_office(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Its module with other hours: closed at any time.
    closed = "import out_of_office as it, uvicorn; it.is_open = lambda now: False; uvicorn.run('out_of_office:app'"
    serve = [sys.executable, "-c", f"{closed}, port={port}, log_level='warning')"]
    with subprocess.Popen(serve, cwd=FOLDER, env=environ(sandbox)) as server:
        sandbox.webhooks.deliver_to(f"http://127.0.0.1:{port}/heymarket", attempts=60)
        for text in ("Are you there?", "Hello?"):
            sandbox.receive_message(PHONE, text, inbox=2222)
            sandbox.webhooks.wait()
        replies = eventually(lambda: [each for each in sandbox.messages if each["text"].startswith("We are closed")])
        server.terminate()
    assert [each["target"] for each in replies] == [PHONE]


def test_follow_up(sandbox: Sandbox) -> None:
    with connect(environ=sandbox.environ) as client:
        for phone, answer in (("14155550161", None), ("14155550162", "Thanks")):
            client.messages.send(inbox_id=2222, creator_id=55, phone_number=phone, text="Your offer is ready.")
            if answer:
                sandbox.receive_message(phone, answer)
        scheduled = [line.split() for line in run(sandbox, "follow_up.py", "2222", "Still there?").splitlines()]
        phones = [phone for _, _, phone in scheduled]
        assert "14155550161" in phones
        assert "14155550162" not in phones
        schedule = client.schedules.get(int(scheduled[0][0]))
        assert schedule.execute
        assert (schedule.execute.hour, schedule.execute.minute) == (10, 0)


def test_opt_outs(sandbox: Sandbox, tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("14155550188\n\n19995550100\n+1 415\n", encoding="utf-8")
    with connect(environ=sandbox.environ) as client:
        client.contacts.create(phone="14155550188", first="Ada")
        first, unknown, wrong = run(sandbox, "opt_outs.py", str(numbers)).splitlines()
        assert client.contacts.status(phone="14155550188").unsubscribed
    assert first == "14155550188,opted out"
    assert unknown == "19995550100,unknown"
    assert wrong.startswith("+1 415,not sent: phone: ")


def test_many_histories(sandbox: Sandbox) -> None:
    shown = {int(line.split()[0]) for line in run(sandbox, "many_histories.py", "25").splitlines()}
    newest = sandbox.conversations[:25]
    assert shown == {each["id"] for each in newest if each.get("target", "").isdigit()}
    assert len(shown) > 10


def test_send_once(sandbox: Sandbox) -> None:
    words = ("order-1042", PHONE, "On its way.")
    sandbox.faults.always("503")
    assert "later, with the same key" in run(sandbox, "send_once.py", *words, code=75)
    sandbox.faults.clear()
    first = run(sandbox, "send_once.py", *words)
    assert first == run(sandbox, "send_once.py", *words)
    assert [each["text"] for each in sandbox.messages].count("On its way.") == 1
    assert "never: " in run(sandbox, "send_once.py", "order-1043", "+1 415", "x", code=1)


def test_who_answers(sandbox: Sandbox) -> None:
    lines = [line.rsplit(maxsplit=2) for line in run(sandbox, "who_answers.py").splitlines()[2:]]
    assert sum(int(count) for _, count, _ in lines) == len(sandbox.conversations)
    assert sum(int(closed) for *_, closed in lines) == len(sandbox.conversations) - len(open_ones(sandbox))


def test_the_fixture(tmp_path: Path) -> None:
    words = ("-m", "pytest", "-W", "error", "-p", "no:cacheprovider", str(FOLDER / "test_greeting.py"))
    done = subprocess.run([sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_metrics(sandbox: Sandbox) -> None:
    sandbox.faults.script(None, "503", operation="listConversations")
    *counted, last = run(sandbox, "metrics.py").splitlines()
    found = {tuple(line.split()[:2]): int(line.split()[2]) for line in counted}
    assert found["conversations.list", "503"] == 1
    assert found["inboxes.list", "200"] == 1
    assert sum(found.values()) == len(sandbox.requests)
    assert re.fullmatch(r"1 retries, waited \d+\.\d s", last)
