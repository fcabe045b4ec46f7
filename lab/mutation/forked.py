"""Python programs as forks of this process, which has done the imports that they would begin with."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OURS = {"heymarket", "heymarket_runtime", "heymarket_auth", "heymarket_sandbox", "scripts", "tests"}
"""What a changed copy has its own of."""


def forget() -> None:
    """Let a copy be imported, whatever was imported before."""
    for name in [each for each in sys.modules if each.partition(".")[0] in OURS]:
        del sys.modules[name]


def run(program: str, arguments: Sequence[str], environ: Mapping[str, str], folder: Path) -> tuple[int, str]:
    """Run a module; returns its exit code and all that it wrote."""
    with tempfile.TemporaryDirectory() as made:
        output = Path(made) / "output"
        process = multiprocessing.get_context("fork").Process(
            target=_as_main, args=(program, [program, *arguments], dict(environ), folder, output)
        )
        process.start()
        process.join()
        return process.exitcode or 0, output.read_text(encoding="utf-8")


def _as_main(program: str, argv: list[str], environ: dict[str, str], folder: Path, output: Path) -> None:
    with output.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    forget()
    sys.argv = argv
    sys.path[:0] = [str(folder), *environ.get("PYTHONPATH", "").split(os.pathsep)]
    runpy.run_module(program, run_name="__main__", alter_sys=True)
