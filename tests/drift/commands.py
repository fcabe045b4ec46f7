from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def drift(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: starting one costs more than most runs."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import drift as script  # noqa: PLC0415

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = script.main([str(argument) for argument in arguments])
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
