"""The README quotes nothing that the benchmark did not print."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_figure_of_the_readme_is_in_the_results() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Speed\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    results = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    assert "`nox -s bench`" in section
    assert len(rows) > 5
    assert [row for row in rows if row not in results.splitlines()] == []
    assert set(re.findall(r"\d+\.\d+", section)) <= set(re.findall(r"\d+\.\d+", results))


def test_every_target_was_met_when_the_results_were_written() -> None:
    results = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    targets = results.partition("### Targets\n")[2].partition("\n### ")[0]
    verdicts = re.findall(r"\| (met|missed) \|$", targets, re.MULTILINE)
    assert len(verdicts) >= 9
    assert set(verdicts) == {"met"}
