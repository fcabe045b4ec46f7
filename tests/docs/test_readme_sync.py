"""The README's way from an installed package to a query over the synced tables, command by command."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from heymarket_sandbox import Sandbox

README = (ROOT / "README.md").read_text(encoding="utf-8")
(BLOCK,) = [
    each for each in re.findall(r"^```text\n(.*?)^```$", README, re.MULTILINE | re.DOTALL) if "sync --to" in each
]
INSTALL, *COMMANDS = BLOCK.splitlines()


def test_the_extras_are_there() -> None:
    assert len(COMMANDS) < 5
    found = re.fullmatch(r'pip install "heymarket\[(.*)\]"', INSTALL)
    assert found
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(found[1].split(",")) <= set(project["optional-dependencies"])


@pytest.mark.timeout(300)
def test_from_credentials_to_a_query(heymarket_sandbox: Sandbox, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, words in {"python": (), "heymarket": ("-m", "heymarket_cli")}.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, *words])} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    script = "\n".join(["set -e", *COMMANDS])
    for name in ("HEYMARKET_API_SECRET_ID", "HEYMARKET_API_SECRET_KEY"):
        assert f"{name}=..." in script
        script = script.replace(f"{name}=...", f"{name}={shlex.quote(heymarket_sandbox.environ[name])}")
    environ = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HEYMARKET_BASE_URL": heymarket_sandbox.url,
        "DLT_DATA_DIR": str(tmp_path / "dlt"),
    }
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    expected = Counter(str(each["status"]) for each in heymarket_sandbox.conversations)
    assert dict(re.findall(r"│ (\w+) +│ +(\d+) │", done.stdout)) == {
        name: str(count) for name, count in expected.items()
    }
