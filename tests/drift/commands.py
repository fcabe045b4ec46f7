from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def drift(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "scripts" / "drift.py", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**environ} or None)
