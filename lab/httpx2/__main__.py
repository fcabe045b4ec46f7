"""Run the tests of client, auth and reliability with httpx2 in httpx's place.

Run by `nox -s httpx2`; `-- tests/client` runs some of them. Fails where a test does: one that cannot
work on httpx2 says why itself, in a `skipif` or `xfail`. Ends with a table and a line of JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from importlib.metadata import version

import pytest

FOLDERS = ["tests/client", "tests/auth", "tests/reliability"]
COLUMNS = ["passed", "failed", "not possible"]


def main(arguments: list[str]) -> int:
    # One process only: those of xdist load plugins too late.
    options = ["-p", "lab.httpx2.plugin", "-p", "no:xdist", "-q", "--continue-on-collection-errors"]
    code = pytest.main([*options, *(arguments or FOLDERS)])
    # Imported after pytest has: importing it swaps httpx.
    from lab.httpx2.plugin import COUNTS, REASONS  # noqa: PLC0415

    total = sum(COUNTS.values(), Counter[str]())
    print(f"\n| with httpx2 {version('httpx2')} | {' | '.join(COLUMNS)} |")
    print("|---|" + "--:|" * len(COLUMNS))
    for name, counts in [*sorted(COUNTS.items()), ("all", total)]:
        print(f"| {name} | {' | '.join(str(counts[column]) for column in COLUMNS)} |")
    for test, reason in sorted(REASONS.items()):
        print(f"not possible: {test}: {reason}")
    print(json.dumps({"httpx2": version("httpx2"), **{column.replace(" ", "_"): total[column] for column in COLUMNS}}))
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
