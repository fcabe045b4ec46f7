"""A pytest plugin that puts httpx2 in httpx's place, and counts what the tests make of it.

It is named with `-p`, so that pytest loads it before any plugin that imports httpx.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    import pytest

httpx2.alias_httpx()
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(Path(__file__).parent / "children"), *filter(None, [os.environ.get("PYTHONPATH")])]
)

COUNTS: dict[str, Counter[str]] = {}
"""For each file, how many of its tests passed, failed, and were not possible."""
REASONS: dict[str, str] = {}
"""Why a test was not possible: what its `skipif` or `xfail` says."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    counts = COUNTS.setdefault(report.nodeid.partition("::")[0], Counter())
    if report.skipped:
        counts["not possible"] += 1
        skipped_because = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        REASONS[report.nodeid] = getattr(report, "wasxfail", "") or skipped_because.removeprefix("Skipped: ")
    elif report.failed:
        counts["failed"] += 1
    elif report.when == "call":
        counts["passed"] += 1


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        COUNTS.setdefault(report.nodeid, Counter())["failed"] += 1
