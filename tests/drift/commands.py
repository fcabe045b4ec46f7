from __future__ import annotations

import contextlib
import functools
import io
import subprocess
from pathlib import Path
from typing import Any
from unittest import mock

from scripts.drift import __main__ as script

ROOT = Path(__file__).parents[2]
READ = script.Spec.load


@functools.cache
def load(path: Path, _: int) -> Any:
    """Read a spec once; most tests want the same one."""
    return READ(path)


def drift(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: starting one costs more than most runs."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(script.Spec, "load", lambda path: load(path, path.stat().st_mtime_ns)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = script.main([str(argument) for argument in arguments])
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
