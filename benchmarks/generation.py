"""`scripts.generate` on this spec, and on synthetic ones of 10, 100 and 1 000 operations."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.generate.spec import HTTP_METHODS, Spec

from . import processes
from .measure import growth
from .peers import SPEC
from .report import Result, Table

if TYPE_CHECKING:
    from .report import Run

PROGRAM = """
import json, runpy, sys, time
from benchmarks.processes import peak
del sys.argv[0]
started = time.perf_counter()
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except SystemExit as end:
    if end.code:
        raise RuntimeError(f"scripts.generate ended with {end.code}")
print(json.dumps([time.perf_counter() - started, peak()]))
"""


def measure(run: Run) -> Result:
    result = Result("generation")
    sizes = [10, 100] if run.quick else [10, 100, 1_000]
    rows, seconds, memory = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        real = Spec.load(SPEC).data
        operations = sum(method in item for item in real["paths"].values() for method in HTTP_METHODS)
        runs = [(f"this spec, {operations} operations", SPEC)]
        for size in sizes:
            path = folder / f"{size}.yaml"
            path.write_text(json.dumps(synthetic(real, size)), encoding="utf-8")
            runs.append((f"synthetic, {size:,} operations", path))
        for title, path in runs:
            took, peak = _generate(path, folder / path.stem)
            rows.append((title, f"{took:.1f}", f"{peak / 2**20:.0f}"))
            if path != SPEC:
                seconds.append(took)
                memory.append(peak)
            result.figures[title] = took
    exponent = growth(sizes, seconds)
    result.figures["growth"] = exponent
    rows.append(("growth: 1 is linear, 0 flat", f"{exponent:.2f}", f"{growth(sizes, memory):.2f}"))
    result.tables.append(Table("scripts.generate", ("", "s", "peak, MB"), rows))
    return result


def _generate(spec: Path, output: Path) -> tuple[float, float]:
    took, peak = processes.run(PROGRAM, "scripts.generate", "--spec", str(spec), "--output", str(output))
    return took, peak


def synthetic(real: dict[str, Any], operations: int) -> dict[str, Any]:
    """Return a spec with so many copies of the listing, ten to a tag, each with its own models."""
    text = json.dumps(real["paths"]["/v1/conversations"]["post"])
    # JSON is YAML too.
    schemas = {name: json.dumps(real["components"]["schemas"][name]) for name in ("ConversationQuery", "Conversation")}
    made: dict[str, Any] = json.loads(json.dumps(real, default=str))
    made["paths"], made["tags"] = {}, []
    for number in range(operations):
        tag = f"things{number // 10}"
        if number % 10 == 0:
            made["tags"].append({"name": tag, "description": "Invented."})
        operation = json.loads(_renamed(text, number))
        operation |= {"operationId": f"listThings{number}", "tags": [tag], "x-speakeasy-name-override": f"list{number}"}
        made["paths"][f"/v1/things{number}"] = {"post": operation}
        for name, schema in schemas.items():
            made["components"]["schemas"][f"{name}{number}"] = json.loads(_renamed(schema, number))
    return made


def _renamed(text: str, number: int) -> str:
    for name in ("ConversationQuery", "Conversation"):
        text = text.replace(f'{name}"', f'{name}{number}"')
    return text
