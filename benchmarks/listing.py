"""Listing 1 000, 10 000 and 100 000 conversations, and how well a listing uses the rate budget."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from . import processes
from .measure import growth
from .report import Result, Table, times

if TYPE_CHECKING:
    from .report import Run

PAGE = 50
PROGRAM = """
import json, sys, time, tracemalloc, urllib.request
from benchmarks.processes import peak
import heymarket, heymarket_auth
url, limit, traced, pacing = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "traced", json.loads(sys.argv[4])
auth = heymarket_auth.ApiSecret("benchmark", "SecretKeyOfTheBenchmark000000000")
rate = pacing and heymarket.RateLimit(*pacing)
def counted():
    return json.load(urllib.request.urlopen(url + "/counts"))
if traced:  # without what is imported and built on first use
    with heymarket.Heymarket(auth=auth, base_url=url) as client:
        client.conversations.list(limit=limit).next_page()
before = counted()
with heymarket.Heymarket(auth=auth, base_url=url, rate_limit=rate, max_retries=0) as client:
    if traced:
        tracemalloc.start()
    wall, cpu = time.perf_counter(), time.process_time()
    ids, held = 0, 0
    for page in client.conversations.list(limit=limit).pages():
        for conversation in page.items:
            ids += conversation.id
            held += 1
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = tracemalloc.get_traced_memory()[1] if traced else peak()
counts = {status: count - before.get(status, 0) for status, count in counted().items()}
assert ids == held * (held + 1) // 2, "something is lost or twice"
print(json.dumps({"items": held, "wall": wall, "cpu": cpu, "memory": memory, "counts": counts}))
"""


def measure(run: Run) -> Result:
    result = Result("listing")
    sizes = [1_000, 10_000, 100_000]
    rows: list[tuple[str, ...]] = []
    walls, cpus, peaks, traced_peaks = [], [], [], []
    for size in sizes:
        found = list_all(size)
        traced = list_all(size, traced=True)
        result.check("heymarket", found["items"] == size)
        walls.append(found["wall"])
        cpus.append(found["cpu"])
        peaks.append(found["memory"])
        traced_peaks.append(traced["memory"])
        requests = found["counts"]["200"]
        memory = (f"{found['memory'] / 2**20:.1f}", f"{traced['memory'] / 2**20:.2f}")
        rows.append((f"{size:,}", f"{found['wall']:.2f}", f"{found['cpu']:.2f}", *memory, f"{requests:,}"))
    grows = [f"{growth(sizes, values):.2f}" for values in (walls, cpus, peaks, traced_peaks)]
    rows.append(("growth: 1 is linear, 0 flat", *grows, ""))
    head = ("", "wall, s", "CPU, s", "peak of the process, MB", "peak of the listing, MB", "requests")
    result.tables.append(Table(f"List conversations, {PAGE} a page", head, rows))
    result.notes.append(
        "The peak of the listing grows by what CPython keeps for reuse, up to 2 000 freed tuples of each length."
    )
    result.figures |= {
        "memory, process": peaks[-1] / peaks[0],
        "memory, listing": traced_peaks[-1] / traced_peaks[0],
        "wall": walls[-1] / walls[0],
        "cpu": cpus[-1] / cpus[0],
    }
    _budget(run, result)
    return result


def _budget(run: Run, result: Result) -> None:
    """Pages at the pace that the published limit allows; in a quick run a minute takes 10 seconds."""
    requests, window = 500, 10.0 if run.quick else 60.0
    found = list_all(50_000, pacing=(requests, window), server=(requests, window))
    # The first 500 can go out at once, as many again after each window.
    sent = found["counts"]["200"]
    earliest = window * (math.ceil(sent / requests) - 1)
    result.figures["rate budget"] = earliest / found["wall"]
    result.figures["responses 429"] = found["counts"].get("429", 0)
    row = (
        *(f"{sent:,}", f"{found['wall']:.2f}", f"{earliest:.0f}"),
        *(times(earliest / found["wall"]), str(found["counts"].get("429", 0))),
    )
    head = ("requests", "took, s", "earliest possible, s", "use of the budget", "responses 429")
    result.tables.append(Table(f"A listing under a limit of {requests} requests in {window:.0f} s", head, [row]))


def list_all(
    size: int,
    *,
    traced: bool = False,
    pacing: tuple[int, float] | None = None,
    server: tuple[int, float] = (0, 60.0),
) -> Any:
    with processes.server(size, *server) as urls:
        return processes.run(PROGRAM, urls["listing"], str(PAGE), "traced" if traced else "", json.dumps(pacing))
