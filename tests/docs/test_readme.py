"""Every code block of the README does what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from shlex import split
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from heymarket_sandbox import Sandbox

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = [code for language, code in BLOCKS if language == "python"]
SHELL = [code.strip() for language, code in BLOCKS if language == "sh"]
PROGRAMS = [code for code in PYTHON if "def test_" not in code]
TESTS = [code for code in PYTHON if "def test_" in code]
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
    assert len(PROGRAMS) >= 6
    assert len(TESTS) == 1


@pytest.mark.parametrize("code", PROGRAMS, ids=lambda code: code.strip().splitlines()[-1][:40])
def test_program(code: str, heymarket_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(code, encoding="utf-8")
    done = run("-W", "error", "program.py", cwd=tmp_path, **heymarket_sandbox.environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_first_program_lists_what_the_sandbox_holds(heymarket_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAMS[0], encoding="utf-8")
    done = run("program.py", cwd=tmp_path, **heymarket_sandbox.environ)
    open_ones = [item for item in heymarket_sandbox.conversations if (item["inbox"], item["status"]) == (2222, "open")]
    assert [int(line.split()[0]) for line in done.stdout.splitlines()] == [item["id"] for item in open_ones]


def test_the_pytest_fixture(tmp_path: Path) -> None:
    (tmp_path / "test_block.py").write_text(TESTS[0], encoding="utf-8")
    done = run("-m", "pytest", "-W", "error", "-p", "no:cacheprovider", cwd=tmp_path)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


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
            line.removeprefix("export ").strip().split("=", 1) for line in (sandbox.stdout.readline() for _ in range(3))
        )
        (tmp_path / "program.py").write_text(PROGRAMS[0], encoding="utf-8")
        done = run("program.py", cwd=tmp_path, **exports)
        sandbox.terminate()
    assert done.stdout, done.stderr


def test_the_schemathesis_command(heymarket_sandbox: Sandbox) -> None:
    arguments = [
        os.path.expandvars(each).replace("$HEYMARKET_BASE_URL", heymarket_sandbox.url) for each in split(SCHEMATHESIS)
    ]
    program = [
        "-m",
        "schemathesis.cli",
        *arguments[1:],
        "--max-examples=3",
        "--rate-limit=1000/s",
        "--phases=examples,coverage",
    ]
    done = run(*program, cwd=ROOT, **heymarket_sandbox.environ)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = {request.operation for request in heymarket_sandbox.requests}
    assert {"listConversations", "getTeam"} <= seen
    assert not seen & {"closeConversation", "transferConversation"}


def test_ci_runs_the_test_command() -> None:
    command = next(block for block in SHELL if block.endswith("nox -s tests"))
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == command


def test_every_shell_block_is_known() -> None:
    """The set-up commands are run by CI: its test command ends with lint, types, the demo and mutants."""
    assert [block for block in SHELL if block.startswith(SETUP)] == SHELL[:2]
    assert {block.splitlines()[0] for block in SHELL[2:]} <= {
        "pip install heymarket",  # what the demo does with the built package
        "python -m heymarket_sandbox",
        "nox -s generate",  # what tests/generate do
        SCHEMATHESIS,
    }


def test_links_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "openapi" / "README.md"]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
