"""Simulate a day of 50 workers of 10 teams, under three kinds of limit: how much of the budget they use, and the 429s.

Run by `nox -s scale`; the same seed gives the same figures. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.report import Table

from .day import LIMITS, MINUTE, REQUESTS, Day

if TYPE_CHECKING:
    from .day import Outcome

HEAD = ("", "requests", "429s", "use of the budget by night", "night, minutes", "longest wait by day, seconds")


def figures(outcome: Outcome, pages: int) -> dict[str, float]:
    """Return what counts. The use is how long a sync would take that spends the whole budget, against how long it took.

    The first `REQUESTS` go at once; each minute allows as many more.
    """
    best = (pages / REQUESTS - 1) * MINUTE
    return {
        "requests": outcome.requests,
        "refused": outcome.refused,
        "use": round(best / max(outcome.nights), 3),
        "night_minutes": round(max(outcome.nights) / MINUTE, 1),
        "longest_wait": round(max(outcome.waits), 1),
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="lab.scale", description=__doc__)
    parser.add_argument("--teams", type=int, default=10, help="with 5 workers each; 10 by default")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    begun = time.monotonic()
    found: dict[str, dict[str, float]] = {}
    for limit in LIMITS:
        day = Day(limit, teams=given.teams, seed=given.seed)
        found[limit] = figures(day.run(), day.pages)
    rows = [
        (
            f"a limit: {name}",
            f"{each['requests']:,.0f}",
            f"{each['refused']:,.0f}",
            f"{each['use']:.0%}",
            f"{each['night_minutes']:.1f}",
            f"{each['longest_wait']:.1f}",
        )
        for name, each in found.items()
    ]
    print(Table(f"A day of {given.teams * 5} workers of {given.teams} teams", HEAD, rows).text())
    ours: dict[str, Any] = found[LIMITS[-1]]
    summary = {"teams": given.teams, "workers": given.teams * 5, "seed": given.seed, **ours, "others": found}
    print(json.dumps({**summary, "seconds": round(time.monotonic() - begun)}))
    return bool(ours["refused"])


if __name__ == "__main__":
    sys.exit(main())
