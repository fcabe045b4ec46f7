"""A new resource needs a spec and nothing else: no template, no script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
INVENTED = Path(__file__).parent / "invented"


@pytest.fixture
def package(edited_spec: Callable[[Callable[[Any], object]], Path], tmp_path: Path) -> Path:
    """Generate a client from the spec with the invented resource added."""
    extra = YAML(typ="safe").load((INVENTED / "gadgets.yaml").read_text(encoding="utf-8"))

    def add(spec: Any) -> None:
        spec["tags"].extend(extra["tags"])
        spec["paths"].update(extra["paths"])
        spec["components"]["schemas"].update(extra["components"]["schemas"])

    output = tmp_path / "generated"
    run("-m", "scripts.generate", "--spec", edited_spec(add), "--output", output)
    return output


def run(*arguments: str | Path, **environ: str) -> str:
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.timeout(300)
def test_generated_typed_and_used(package: Path, tmp_path: Path) -> None:
    program = INVENTED / "use_gadgets.py"
    path = os.pathsep.join([str(package), *filter(None, [os.environ.get("PYTHONPATH")])])
    run(
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        f"--cache-dir={tmp_path / 'mypy'}",
        program,
        package / "heymarket",
        MYPYPATH=str(package),
    )
    assert run("-W", "error", program, PYTHONPATH=path) == "used\n"
