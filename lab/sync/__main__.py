"""Kill syncs at random moments, and count what is lost or there twice after one more run.

Run by `nox -s sync`; `-- --rounds 5` shortens it. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from random import Random

from attrs import asdict

from lab.servers import NotHereError, postgres_server

from .kills import Tally, trouble


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="lab.sync", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="for each destination; 100 by default")
    parser.add_argument(
        "--to", action="append", choices=("duckdb", "postgres", "parquet", "csv"), help="all by default"
    )
    parser.add_argument("--minutes", type=float, default=float("inf"), help="at most, for each destination")
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args(given)
    seed = Random().randrange(10**6) if arguments.seed is None else arguments.seed  # noqa: S311
    begun, total, absent = time.monotonic(), Tally(), {}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        urls = {
            "duckdb": f"duckdb:///{folder}/heymarket.duckdb",
            "parquet": f"parquet:///{folder}/parquet",
            "csv": f"csv:///{folder}/csv",
        }
        place = Path(folder, "postgres")
        place.mkdir()
        Path(folder).chmod(0o755)  # the server runs as somebody else
        try:
            urls["postgres"] = stack.enter_context(postgres_server(place))
        except NotHereError as error:
            absent["postgres"] = str(error)
            print(f"not here: {error}")
        # Processes, not threads: dlt keeps what it is doing in variables of the process.
        with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("spawn")) as pool:
            running = {
                pool.submit(
                    trouble, urls[name], Path(folder, f"work-{name}"), seed, arguments.rounds, 60 * arguments.minutes
                ): name
                for name in arguments.to or urls
                if name not in absent
            }
            for done in as_completed(running):
                tally = done.result()
                print(f"{running[done]}: {json.dumps(asdict(tally))}", flush=True)
                total.add(tally)
    seconds = round(time.monotonic() - begun)
    print(json.dumps({**asdict(total), "seed": seed, "absent": absent, "seconds": seconds}))
    return bool(total.lost or total.doubled or total.wrong or absent)


if __name__ == "__main__":
    sys.exit(main())
