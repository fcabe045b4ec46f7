"""Import time and memory, net of the interpreter."""

from __future__ import annotations

import random
import statistics
from typing import TYPE_CHECKING

from . import processes
from .contenders import CONTENDERS, HTTPX, OURS
from .report import Result, Table, times

if TYPE_CHECKING:
    from .report import Run


CHILD = """
import time, sys
def peak():
    with open("/proc/self/status") as file:
        return int(file.read().split("VmHWM:")[1].split()[0])
try:
    before = peak()
except OSError:
    before = None
started = time.perf_counter()
exec(sys.argv[1])
seconds = time.perf_counter() - started
memory = None if before is None else peak() - before
import json
print(json.dumps([seconds, memory]))
"""
READY = {
    HTTPX: "import httpx; httpx.Client()",
    OURS: "import heymarket as h, heymarket_auth as a; h.Heymarket(auth=a.ApiSecret('i', 'k')).conversations",
}


def measure(run: Run) -> Result:
    result = Result("import")
    statements = {each.name: each.imports for each in CONTENDERS if each.imports and each.name not in run.absent}
    statements |= {f"{name}, ready to call": statement for name, statement in READY.items()}
    found: dict[str, list[tuple[float, int | None]]] = {}
    for name, statement in statements.items():
        with result.trying(name, run.absent):
            processes.run(CHILD, statement)  # the first import writes the bytecode
            found[name] = []
    for _ in range(5 if run.quick else 15):
        for name in random.sample(list(found), len(found)):
            found[name].append(tuple(processes.run(CHILD, statements[name])))
    seconds = {name: statistics.median(each for each, _ in rounds) for name, rounds in found.items()}
    rows = []
    for name, rounds in found.items():
        base = f"{HTTPX}, ready to call" if name.endswith("ready to call") else HTTPX
        ratio = statistics.median(one[0] / other[0] for one, other in zip(rounds, found[base], strict=True))
        memory = [each for _, each in rounds if each is not None]
        result.figures[name] = ratio
        shown = f"{statistics.median(memory) / 1024:.1f}" if memory else "not here: no /proc"
        rows.append((f"`{statements[name]}`", f"{seconds[name] * 1000:.0f}", times(ratio), shown))
    result.tables.append(Table("Import, net of the interpreter", ("", "ms", "against httpx", "MB"), rows))
    return result
