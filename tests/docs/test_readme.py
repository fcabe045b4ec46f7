"""Every code block of README and docs does what it says."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from shlex import split
from typing import TYPE_CHECKING, Any

import pytest

from heymarket_auth import connect
from heymarket_sandbox import Sandbox
from heymarket_sandbox.settings import Settings
from tests.docs.blocks import PAGES, PROGRAMS, ROOT, programs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.docs.blocks import Program

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = [code.strip() for code in re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)]
RUN = [program for program in PROGRAMS if not program.is_test]
TESTS = [program for program in PROGRAMS if program.is_test]
SCHEMATHESIS = next(code for code in SHELL if code.startswith("schemathesis"))
SETUP = "python3 -m venv .venv && .venv/bin/python -m pip install --quiet nox=="


def run(*command: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("HEYMARKET_")}
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**known, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_there_is_a_block_for_each_promise() -> None:
    assert len(RUN) >= 9
    assert len(TESTS) >= 2


@pytest.mark.parametrize("program", RUN, ids=lambda program: program.name)
def test_program(program: Program, heymarket_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(program.code, encoding="utf-8")
    done = run("-W", "error", "program.py", cwd=tmp_path, **heymarket_sandbox.environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


@pytest.mark.parametrize("page", sorted({program.page for program in RUN}), ids=lambda page: page.stem)
def test_programs_run_one_after_another_and_again(page: Path, heymarket_sandbox: Sandbox, tmp_path: Path) -> None:
    """As a reader tries them: each finds what those before it have made."""
    for program in [each for each in RUN if each.page == page] * 2:
        (tmp_path / "program.py").write_text(program.code, encoding="utf-8")
        done = run("-W", "error", "program.py", cwd=tmp_path, **heymarket_sandbox.environ)
        assert (program.name, done.returncode, done.stderr) == (program.name, 0, "")


def test_first_program_lists_what_the_sandbox_holds(heymarket_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(RUN[0].code, encoding="utf-8")
    done = run("program.py", cwd=tmp_path, **heymarket_sandbox.environ)
    open_ones = [item for item in heymarket_sandbox.conversations if (item["inbox"], item["status"]) == (2222, "open")]
    assert [int(line.split()[0]) for line in done.stdout.splitlines()] == [item["id"] for item in open_ones]


def test_a_request_hook_keeps_phone_numbers_out_of_spans(heymarket_sandbox: Sandbox, tmp_path: Path) -> None:
    program = next(each for each in RUN if each.page.name == "observability.md" and "without_query" in each.code)
    (tmp_path / "program.py").write_text(program.code, encoding="utf-8")
    shown = run("program.py", cwd=tmp_path, **heymarket_sandbox.environ).stdout
    assert "/v1/messages" in shown
    assert "14155551234" not in shown


def test_the_webhook_program_answers_a_customer(heymarket_sandbox: Sandbox, tmp_path: Path) -> None:
    """From a message that comes in, over a socket, to the reply that the customer gets."""
    program = next(each for each in RUN if each.page.name == "README.md" and "Receiver(answer)" in each.code)
    (tmp_path / "program.py").write_text(program.code, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serve = [sys.executable, "-m", "uvicorn", "program:app", f"--port={port}", "--log-level=warning"]
    environ = {**os.environ, **heymarket_sandbox.environ}
    with subprocess.Popen(serve, cwd=tmp_path, env=environ, stdout=subprocess.PIPE) as server:
        heymarket_sandbox.webhooks.deliver_to(f"http://127.0.0.1:{port}/heymarket", attempts=30)
        heymarket_sandbox.webhooks.faults.add("double", types=["message_recieved"])
        came = heymarket_sandbox.receive_message("14155559876", "What are your hours?")
        replies = _replies(heymarket_sandbox, "14155559876")
        server.terminate()
    assert came is not None
    assert [each["text"] for each in replies] == ["You wrote: What are your hours?"]
    assert replies[0]["conversation"]["id"] == came["conversation"]["id"]


def _replies(sandbox: Sandbox, customer: str) -> list[Any]:
    with connect(environ=sandbox.environ) as client:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            sandbox.webhooks.wait()
            found = [each.raw for each in client.messages.list().items if each.target == customer]
            if len(found) > 1:
                return [each for each in found if each["type"] == "outbound"]
            time.sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize("program", TESTS, ids=lambda program: program.name)
def test_the_pytest_fixture(program: Program, tmp_path: Path) -> None:
    (tmp_path / "test_block.py").write_text(program.code, encoding="utf-8")
    done = run("-m", "pytest", "-W", "error", "-p", "no:cacheprovider", cwd=tmp_path)
    count = program.code.count("def test_")
    assert f" {count} passed in" in done.stdout, done.stdout + done.stderr


def test_the_sandbox_command(tmp_path: Path) -> None:
    command = next(line for line in SHELL if "heymarket_sandbox" in line).split()[1:]
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as sandbox:
        assert sandbox.stdout
        exports = dict(
            line.removeprefix("export ").strip().split("=", 1) for line in (sandbox.stdout.readline() for _ in range(4))
        )
        (tmp_path / "program.py").write_text(RUN[0].code, encoding="utf-8")
        done = run("program.py", cwd=tmp_path, **exports)
        sandbox.terminate()
    assert done.stdout, done.stderr


@pytest.fixture
def unlimited() -> Iterator[Sandbox]:
    """The test runs at once what schemathesis.toml spreads over minutes."""
    with Sandbox(Settings(rate_limit=None)) as sandbox:
        yield sandbox


def test_the_schemathesis_command(unlimited: Sandbox) -> None:
    arguments = [os.path.expandvars(each).replace("$HEYMARKET_BASE_URL", unlimited.url) for each in split(SCHEMATHESIS)]
    program = [
        "-m",
        "schemathesis.cli",
        *arguments[1:],
        "--max-examples=3",
        "--rate-limit=1000/s",
        "--phases=examples,coverage",
    ]
    done = run(*program, cwd=ROOT, **unlimited.environ)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = {request.operation for request in unlimited.requests}
    assert {"listConversations", "getTeam"} <= seen
    assert not seen & {"closeConversation", "transferConversation"}


def test_ci_runs_the_test_command() -> None:
    command = next(block for block in SHELL if block.endswith("nox -s tests"))
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == command


def test_every_shell_block_is_known() -> None:
    """The set-up commands are run by CI: its test command ends with lint, types, the demo and mutants."""
    assert len([block for block in SHELL if block.startswith(SETUP)]) == 2
    assert {block.splitlines()[0] for block in SHELL if not block.startswith(SETUP)} == {
        "pip install heymarket",  # what the demo does with the built package
        "export HEYMARKET_API_SECRET_ID=...",
        "python -m heymarket_sandbox",
        "nox -s generate",  # what tests/generate do
        SCHEMATHESIS,
    }


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(linked), f"{page.name} links to {target}"


def test_the_index_lists_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    missing = [
        page.name for page in (ROOT / "docs").glob("*.md") if page.name != "README.md" and f"({page.name})" not in index
    ]
    assert missing == []


def test_continued_blocks_keep_the_lines_of_their_page() -> None:
    page = "# Page\n\n```python\na = 1\n```\n\n```python continued\nb = a\n```\n\n```python\nc = 1\n```\n"
    first, second = programs(ROOT / "docs" / "some-page.md", page)
    assert (first.name, first.code) == ("docs_some_page_4", "\n\n\na = 1\n\n\n\nb = a\n")
    assert (second.name, second.code) == ("docs_some_page_12", "\n" * 11 + "c = 1\n")
