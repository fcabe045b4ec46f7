"""How long the command takes to start, whole processes against `python -c "import heymarket"`."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time

from scripts.repository import ROOT

from .report import Result, Run, Table, times

IMPORT = 'python -c "import heymarket"'
HELP = "heymarket --help"
_COMMAND = ("-m", "heymarket_cli")
COMMANDS = {
    IMPORT: ("-c", "import heymarket"),
    HELP: (*_COMMAND, "--help"),
    "heymarket conversations list --help": (*_COMMAND, "conversations", "list", "--help"),
    "heymarket conversations list --dry-run": (*_COMMAND, "conversations", "list", "--dry-run"),
}


def measure(run: Run) -> Result:
    result = Result("command")
    for arguments in COMMANDS.values():
        _seconds(arguments)  # the first start writes the bytecode
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(5 if run.quick else 21):
        for name in random.sample(list(COMMANDS), len(COMMANDS)):
            found[name].append(_seconds(COMMANDS[name]))
    medians = {name: statistics.median(each) for name, each in found.items()}
    for name, median in medians.items():
        result.figures[name] = median / medians[IMPORT]
    rows = [(f"`{name}`", f"{median * 1000:.0f}", times(result.figures[name])) for name, median in medians.items()]
    result.tables.append(Table("Start of the command, whole processes", ("", "ms", "against the import"), rows))
    return result


def _seconds(arguments: tuple[str, ...]) -> float:
    # Of this process: the peers have set one of theirs, which may lack the command.
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started
