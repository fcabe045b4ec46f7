"""The programs of README and docs are clean under mypy and pyright, both strict."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import blocks


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programs")
    blocks.write(folder)
    return folder


def run(*command: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=blocks.ROOT,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        stdout=subprocess.PIPE,
        text=True,
        timeout=600,
        check=False,
    ).stdout


@pytest.mark.timeout(600)
def test_mypy(folder: Path) -> None:
    # No cache: it would name the files of an earlier run.
    found = run("mypy", f"--cache-dir={os.devnull}", str(folder))
    assert found == f"Success: no issues found in {len(blocks.PROGRAMS)} source files\n", found


@pytest.mark.timeout(600)
def test_pyright(folder: Path) -> None:
    found = json.loads(run("pyright", "--outputjson", "--pythonpath", sys.executable, str(folder)))
    complaints = [
        f"{Path(each['file']).name}:{each['range']['start']['line'] + 1}: {each['message']}"
        for each in found["generalDiagnostics"]
    ]
    assert complaints == []
    assert found["summary"]["filesAnalyzed"] == len(blocks.PROGRAMS)
