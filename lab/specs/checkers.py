"""Both type checkers, each once over all packages; what is wrong is told by package."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.repository import ROOT

_SECONDS = 1_200
_RUNTIME = ROOT / "runtime"
Faults = dict[str, list[str]]
"""What a checker says, by the name of a package's folder."""


def checked(root: Path, names: list[str]) -> dict[str, Faults]:
    """Return what mypy (strict) and pyright say of each package below the root."""
    broken = {name: faults for name in names if (faults := _unreadable(root / name))}
    sound = [name for name in names if name not in broken]
    with ThreadPoolExecutor() as pool:
        runs = {tool: pool.submit(run, root, sound) for tool, run in (("mypy", mypy), ("pyright", pyright))}
        return {tool: {**run.result(), **broken} for tool, run in runs.items()}


def _unreadable(folder: Path) -> list[str]:
    """Find modules that Python cannot read: one would keep mypy from the rest."""
    found = []
    for path in folder.rglob("*.py"):
        try:
            ast.parse(path.read_text(encoding="utf-8"), str(path))
        except (SyntaxError, ValueError) as error:
            found.append(f"{path.relative_to(folder)}: {error}")
    return found


def mypy(root: Path, names: list[str]) -> Faults:
    # Code that nobody wrote for this run is not ours to judge, so what it imports is followed silently.
    options = ["--strict", "--config-file=", f"--cache-dir={root / '.mypy'}", "--no-error-summary"]
    environ = {**os.environ, "MYPYPATH": os.pathsep.join([str(root), str(_RUNTIME)])}
    done = _run([sys.executable, "-m", "mypy", *options, *names], root, environ)
    pattern = re.compile(r"(?P<name>[^/:\\]+)[/\\](?P<rest>.*: error: .*)")
    found = _by_name(names, done, pattern)
    if not found and (" error: " in done or "Traceback" in done):
        return {name: [done[-500:]] for name in names}
    return found


def pyright(root: Path, names: list[str]) -> Faults:
    settings = {"include": names, "extraPaths": [".", str(_RUNTIME)], "typeCheckingMode": "standard"}
    (root / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    environ = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1", "NODE_OPTIONS": "--max-old-space-size=4096"}
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"]
    done = _run(command, root, environ)
    try:
        said = json.loads(done[done.index("{") :])
    except ValueError:
        return {name: [done[-500:]] for name in names}
    found: Faults = {}
    for each in said["generalDiagnostics"]:
        if each["severity"] == "error":
            name, _, rest = Path(each["file"]).resolve().relative_to(root.resolve()).as_posix().partition("/")
            line = each["range"]["start"]["line"] + 1
            found.setdefault(name, []).append(f"{rest}:{line}: {each['message']}")
    return found


def _run(command: list[str], folder: Path, environ: dict[str, str]) -> str:
    try:
        done = subprocess.run(
            command, cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return "error: it did not end"
    return done.stdout + done.stderr


def _by_name(names: list[str], output: str, pattern: re.Pattern[str]) -> Faults:
    found: Faults = {}
    for line in output.splitlines():
        if (match := pattern.match(line)) and match["name"] in names:
            found.setdefault(match["name"], []).append(match["rest"])
    return found
