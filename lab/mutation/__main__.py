"""Test the agreement tests: break spec, client and sandbox in many ways, and see which layer notices.

python -m lab.mutation                        all mutants; writes docs/agreement.md and docs/mutants.md
python -m lab.mutation --sample 40 --seed 1   some of them
python -m lab.mutation --since main           those of what was changed since a git reference
python -m lab.mutation --only paging          those with this text in name or family
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from lab.mutation import choice, report, trial
from lab.mutation.mutant import Outcome
from lab.mutation.tree import ROOT, make_originals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import ForkServerContext

DOCS = ROOT / "docs"
PATIENCE = 900
"""Seconds after which a mutant that hangs is given up, to be looked at: most take less than ten."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, metavar="N", help="try this many, of every sort")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which ones")
    parser.add_argument("--only", default="", metavar="TEXT", help="those with this text in name or family")
    parser.add_argument("--since", metavar="REF", help="those of files, operations and objects changed since then")
    parser.add_argument("--first", action="store_true", help="stop at the first layer that notices: quick, no scores")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2, metavar="N", help="processes (%(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        make_originals(Path(folder))
        return measure(arguments)


def measure(arguments: argparse.Namespace) -> int:
    everything = choice.since(arguments.since) if arguments.since else choice.all_mutants()
    chosen = [each for each in everything.values() if arguments.only in f"{each.family} {each.name}"]
    if arguments.sample:
        chosen = choice.sample(chosen, arguments.sample, arguments.seed)
    started = time.monotonic()
    outcomes = {}
    for outcome in tried([each.name for each in chosen], arguments.jobs, first=arguments.first):
        outcomes[outcome.name] = outcome
        print(report.line(everything[outcome.name], outcome, len(outcomes), len(chosen)), flush=True)
    results = [(each, outcomes[each.name]) for each in chosen]
    seconds = time.monotonic() - started
    print(report.summary(results, seconds))
    if len(chosen) == len(everything) and not (arguments.first or arguments.since):
        (DOCS / "agreement.md").write_text(report.agreement(results), encoding="utf-8")
        (DOCS / "mutants.md").write_text(report.mutants(results), encoding="utf-8")
    figures = report.figures(results, seconds)
    print(json.dumps(figures))
    return 1 if figures["survived"] or figures["broken"] or figures["noticed_documentation"] else 0


def tried(names: list[str], jobs: int, *, first: bool) -> Iterator[Outcome]:
    """Try mutants in processes of their own, which start with the heavy imports done."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(trial.PRELOADED)
    # A pool of processes that each do one thing can wait for ever (CPython's gh-115634); threads that start one cannot.
    with ThreadPoolExecutor(jobs) as pool:
        for future in as_completed([pool.submit(alone, context, name, first=first) for name in names]):
            yield future.result()


def alone(context: ForkServerContext, name: str, *, first: bool) -> Outcome:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=choice.try_one, args=(name, sender), kwargs={"first": first})
    process.start()
    sender.close()
    try:
        if not receiver.poll(PATIENCE):
            return Outcome(name, "broken", note=f"did not end in {PATIENCE} s")
        outcome: Outcome = receiver.recv()
    except EOFError:
        process.join()
        return Outcome(name, "broken", note=f"its process ended with {process.exitcode}")
    finally:
        process.kill()
        process.join()
    return outcome


if __name__ == "__main__":
    sys.exit(main())
