"""Loading conversations into DuckDB: a sync from a server on loopback, beside dlt fed from a list in memory."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import processes
from .report import Result, Table, times

if TYPE_CHECKING:
    from .report import Run

ROUNDS = 3
Loaded = dict[str, dict[str, float]]
"""Of each program: seconds, bytes and items."""

OURS, MEMORY, FILE = "heymarket sync", "dlt, from memory", "dlt, from a file"
BEGIN = """
import json, os, sys, time
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
import dlt
from benchmarks.processes import peak
import heymarket, heymarket_auth
from heymarket_sync.columns import columns
from heymarket_sync.listings import listings
from heymarket_sync.run import sync
url, folder = sys.argv[1:]
auth = heymarket_auth.ApiSecret("benchmark", "SecretKeyOfTheBenchmark000000000")
client = heymarket.Heymarket(auth=auth, base_url=url, rate_limit=None)
"""
END = """
wall, cpu = time.perf_counter() - begin, time.process_time() - cpu
print(json.dumps({"wall": wall, "cpu": cpu, "items": items, "memory": peak()}))
"""
LOAD = """
rows = ROWS
begin, cpu = time.perf_counter(), time.process_time()
hints = columns(listings()["conversations"].item, "id")
resource = dlt.resource(rows, name="conversations", primary_key="id", write_disposition="merge", columns=hints)
duckdb = dlt.destinations.duckdb(f"{folder}/memory.duckdb")
pipeline = dlt.pipeline("memory", pipelines_dir=folder, destination=duckdb, dataset_name="main")
pipeline.run(resource, loader_file_format="parquet")
items = pipeline.last_trace.last_normalize_info.row_counts["conversations"]
"""
# What dlt itself grows by: the list of all items is not its own.
WRITE = """
with open(f"{folder}/rows.jsonl", "w") as file:
    file.writelines(json.dumps(each.raw) + "\\n" for each in client.conversations.list())
def read():
    with open(f"{folder}/rows.jsonl") as lines:
        yield from map(json.loads, lines)
"""
PROGRAMS = {
    OURS: BEGIN
    + """
begin, cpu = time.perf_counter(), time.process_time()
done = sync(f"duckdb:///{folder}/ours.duckdb", only=["conversations"], client=client, folder=folder)
items = done.tables["conversations"].new
"""
    + END,
    MEMORY: BEGIN + LOAD.replace("ROWS", "[each.raw for each in client.conversations.list()]") + END,
    FILE: BEGIN + WRITE + LOAD.replace("ROWS", "read") + END,
}


def measure(run: Run) -> Result:
    result = Result("loading")
    most = 5_000 if run.quick else 100_000
    found = {size: [_load_all(size) for _ in range(1 if run.quick else ROUNDS)] for size in (most // 10, most)}
    for size, rounds in found.items():
        for each in rounds:
            for name, measured in each.items():
                result.check(name, measured["items"] == size)
    result.figures["against memory"] = _ratio(found[most], "cpu", OURS, MEMORY)
    result.figures["against memory, wall"] = _ratio(found[most], "wall", OURS, MEMORY)
    for name, loaded in {"memory": OURS, "memory of dlt": FILE}.items():
        result.figures[name] = _median(found[most], "memory", loaded) / _median(found[most // 10], "memory", loaded)
    result.figures["memory against dlt"] = _ratio(found[most], "memory", OURS, FILE)
    rows: list[tuple[str, ...]] = [
        (
            name,
            f"{size:,}",
            f"{_median(rounds, 'wall', name):.1f}",
            f"{_median(rounds, 'cpu', name):.1f}",
            f"{_median(rounds, 'memory', name) / 2**20:.0f}",
        )
        for size, rounds in found.items()
        for name in PROGRAMS
    ]
    ratios = (times(result.figures[each]) for each in ("against memory, wall", "against memory"))
    rows.append(("against memory", "", *ratios, ""))
    head = ("", "conversations", "wall, s", "CPU, s", "peak of the process, MB")
    result.tables.append(Table("Load conversations into DuckDB", head, rows))
    return result


def _load_all(size: int) -> Loaded:
    return {name: _load(program, size) for name, program in PROGRAMS.items()}


def _median(rounds: list[Loaded], what: str, name: str) -> float:
    return statistics.median(each[name][what] for each in rounds)


def _ratio(rounds: list[Loaded], what: str, name: str, base: str) -> float:
    return statistics.median(each[name][what] / each[base][what] for each in rounds)


def _load(program: str, size: int) -> Any:
    with tempfile.TemporaryDirectory() as folder, processes.server(size) as urls:
        return processes.run(program, urls["listing"], str(Path(folder)))
