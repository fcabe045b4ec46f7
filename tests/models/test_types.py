"""What mypy and pyright, both as strict as they can be, say of programs that use models."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCES = [str(ROOT / name) for name in ("runtime", "generated", "auth_ext", "sandbox")]


def mypy(program: Path, scratch: Path) -> set[int]:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={scratch / 'mypy'}"]
    environ = {**os.environ, "MYPYPATH": os.pathsep.join(SOURCES)}
    done = subprocess.run([*command, str(program)], capture_output=True, text=True, check=False, env=environ)
    assert done.returncode in {0, 1}, done.stderr
    return lines(program, re.findall(r"^(.+?):(\d+): error", done.stdout, re.MULTILINE))


def pyright(program: Path, scratch: Path) -> set[int]:
    copy = scratch / program.name
    copy.write_text(program.read_text(encoding="utf-8"), encoding="utf-8")
    settings = {"include": [copy.name], "extraPaths": SOURCES, "typeCheckingMode": "strict"}
    (scratch / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(scratch)]
    environ = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    assert done.returncode in {0, 1}, done.stderr
    told = json.loads(done.stdout)
    assert told["summary"]["filesAnalyzed"] == 1
    found = [each for each in told["generalDiagnostics"] if each["severity"] == "error"]
    return lines(copy, [(each["file"], str(each["range"]["start"]["line"] + 1)) for each in found])


def lines(program: Path, found: list[tuple[str, str]]) -> set[int]:
    assert {Path(file).name for file, _ in found} <= {program.name}, found
    return {int(line) for _, line in found}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_program_that_uses_attrs_and_cattrs_is_clean(checker: object, tmp_path: Path) -> None:
    assert callable(checker)
    assert checker(HERE / "typed_program.py", tmp_path) == set()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_mistakes_are_found(checker: object, tmp_path: Path) -> None:
    program = HERE / "wrong_program.py"
    text = program.read_text(encoding="utf-8").splitlines()
    mistakes = {number for number, line in enumerate(text, 1) if line.endswith("# mistake")}
    assert len(mistakes) >= 8
    assert callable(checker)
    assert checker(program, tmp_path) == mistakes


def test_the_program_runs() -> None:
    runpy.run_path(str(HERE / "typed_program.py"))
