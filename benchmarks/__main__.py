"""Measure the SDK beside its peers. Prints tables, and one line of JSON at the end.

A full run also writes `benchmarks/results.md`, `benchmarks/results.svg` and the table of the README.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from . import (
    auth,
    call,
    chart,
    command,
    decode,
    generation,
    imports,
    listing,
    loading,
    peers,
    quoted,
    sharing,
    targets,
    webhooks,
)
from .report import Result, Run, machine

QUESTIONS = {
    "decode": decode,
    "call": call,
    "import": imports,
    "command": command,
    "listing": listing,
    "sharing": sharing,
    "loading": loading,
    "auth": auth,
    "generation": generation,
    "webhooks": webhooks,
}
RESULTS = Path(__file__).parent / "results.md"
PANELS = {
    "Decode a page of 1000: time against orjson.loads": ("decode", "1000/"),
    "One call, page of 50: time against raw httpx": ("call", "sync, alone/fifty/"),
    "20 async calls at once, page of 50: time against raw httpx": ("call", "async, 20 at once/fifty/"),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a rough minute; writes no file")
    parser.add_argument("--only", choices=QUESTIONS, action="append", help="one question; may be repeated")
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(arguments.quick, peers.generate(Path(folder)))
        results: dict[str, Result] = {}
        for name, question in QUESTIONS.items():
            if arguments.only and name not in arguments.only:
                continue
            results[name] = question.measure(run)
            print("\n".join([*[table.text() for table in results[name].tables], *results[name].notes]), flush=True)
    absent = {**run.absent, **{name: why for each in results.values() for name, why in each.absent.items()}}
    for name, why in absent.items():
        print(f"not here: {name}: {why}")
    print(targets.table(results).text())
    if not arguments.quick and not arguments.only:
        write(results, absent)
    figures = {name: {key: round(value, 4) for key, value in each.figures.items()} for name, each in results.items()}
    print(json.dumps({**figures, "absent": absent, "seconds": round(time.monotonic() - started)}))
    return 0


def write(results: dict[str, Result], absent: dict[str, str]) -> None:
    panels = {
        title: sorted(
            ((key.removeprefix(start), value) for key, value in results[name].figures.items() if key.startswith(start)),
            key=lambda bar: bar[1],
        )
        for title, (name, start) in PANELS.items()
    }
    RESULTS.with_suffix(".svg").write_text(chart.svg(panels), encoding="utf-8")
    parts = [
        "# Results\n",
        "Written by `nox -s bench`; every ratio is the median over rounds in which the contenders took turns.\n",
        *[f"- {line}" for line in machine()],
        "\n![The main figures](results.svg)\n",
        targets.table(results).markdown(),
        quoted.table(results).markdown(),
        *[table.markdown() for each in results.values() for table in each.tables],
        *[f"{note}\n" for each in results.values() for note in each.notes],
        *(["Not here:\n", *[f"- {name}: {why}" for name, why in absent.items()], ""] if absent else []),
    ]
    RESULTS.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")
    quoted.write(results)


if __name__ == "__main__":
    sys.exit(main())
