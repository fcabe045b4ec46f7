"""How well processes that share a limit use it, and how fairly."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab.servers import NotHereError, redis_server
from scripts.repository import ROOT

from . import processes
from .report import Result, Table, times

if TYPE_CHECKING:
    from .report import Run

PROCESSES, REQUESTS, WINDOW = 8, 500, 10.0
WORKER = """
import json, sys, time
import heymarket, heymarket_auth
url, where, seconds, requests, window = sys.argv[1], sys.argv[2], *map(float, sys.argv[3:])
if where.startswith("unix"):
    import heymarket_sync
    store = heymarket_sync.RedisStore(where)
else:
    store = heymarket.FileStore(where)
limit = heymarket.SharedRateLimit(store, int(requests), window)
auth = heymarket_auth.ApiSecret("benchmark", "SecretKeyOfTheBenchmark000000000")
sent, refused = [], 0
with heymarket.Heymarket(auth=auth, base_url=url, rate_limit=limit, max_retries=0) as client:
    print("ready", flush=True)
    begin = float(sys.stdin.readline())
    time.sleep(max(0.0, begin - time.monotonic()))
    while time.monotonic() < begin + seconds:
        try:
            client.conversations.list(limit=1)
        except heymarket.RateLimitError:
            refused += 1
        sent.append(time.monotonic() - begin)
print(json.dumps([sent, refused]))
"""


def measure(run: Run) -> Result:
    result = Result("sharing")
    rows = []
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        stores = {"file": str(Path(folder, "limit"))}
        try:
            stores["redis"] = stack.enter_context(redis_server(Path(folder)))
        except NotHereError as error:
            result.absent["redis"] = str(error)
        for name, where in stores.items():
            found = _together(where, windows=2 if run.quick else 6)
            rows.append(
                (name, f"{found['sent']:,}", *(times(found[each]) for each in ("rate budget", "unfair")), found["429"])
            )
            result.figures |= {
                f"{name}/rate budget": found["rate budget"],
                f"{name}/unfair": found["unfair"],
                f"{name}/responses 429": found["429"],
            }
    head = ("store", "requests", "use of the budget", "mean share / smallest", "responses 429")
    title = f"{PROCESSES} processes under a limit of {REQUESTS} requests in {WINDOW:.0f} s"
    result.tables.append(Table(title, head, [tuple(map(str, row)) for row in rows]))
    return result


def _together(where: str, windows: int) -> dict[str, Any]:
    with processes.server(1000, REQUESTS, WINDOW) as urls, contextlib.ExitStack() as stack:
        arguments = [urls["listing"], where, *map(str, (WINDOW * windows + 1.0, REQUESTS, WINDOW))]
        command = [sys.executable, "-c", WORKER, *arguments]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
        workers = [stack.enter_context(subprocess.Popen(command, **pipes)) for _ in range(PROCESSES)]
        for worker in workers:
            assert worker.stdout
            worker.stdout.readline()
        begin = time.monotonic() + 0.5
        for worker in workers:
            assert worker.stdin
            worker.stdin.write(f"{begin}\n")
            worker.stdin.flush()
        said = [json.loads(worker.communicate()[0]) for worker in workers]
        counts = json.load(urllib.request.urlopen(urls["listing"] + "/counts"))  # noqa: S310
    sent = sorted(moment for moments, _ in said for moment in moments)
    # Up to the first request of a window, which could have gone out when that window began.
    whole = (len(sent) - 1) // REQUESTS
    shares = [len(moments) for moments, _ in said]
    return {
        "sent": len(sent),
        "rate budget": whole * WINDOW / sent[whole * REQUESTS] if whole else 0.0,
        "unfair": sum(shares) / len(shares) / max(1, min(shares)),
        "429": counts.get("429", 0),
    }
