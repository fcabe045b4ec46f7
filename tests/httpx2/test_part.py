"""Does the client work on httpx2 too? A part of `nox -s httpx2`, so that the whole cannot rot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PART = ("tests/auth/test_tokens.py", "tests/client/test_retries.py", "tests/client/test_other_httpx.py")


def test_a_part_passes() -> None:
    command = [sys.executable, "-m", "lab.httpx2", *PART]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["failed"] == 0
    assert figures["passed"] > 100
