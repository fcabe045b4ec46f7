"""Layer 7: the command that the README gives finds nothing against the sandbox, run as its users run it."""

from __future__ import annotations

import collections
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox import Sandbox, Settings

from .support import cases, spec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def exported() -> Iterator[Any]:
    """Run the sandbox as users do; gives the variables that it prints."""
    if cases.QUICK:
        with Sandbox(Settings(rate_limit=None)) as sandbox:
            yield sandbox.environ
        return
    command = [sys.executable, "-m", "heymarket_sandbox", "--port", "0", "--rate-limit", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        lines = [running.stdout.readline() for _ in range(4)]
        yield dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        running.send_signal(signal.SIGINT)


def test_schemathesis_run_finds_nothing(exported: dict[str, str], tmp_path: Path) -> None:
    report = tmp_path / "report.ndjson"
    options = ["run", "openapi/heymarket.yaml", "--url", exported["HEYMARKET_BASE_URL"]]
    options += ["--seed", str(cases.SEED), "--rate-limit", "100000/s"]
    options += [f"--include-name={each.label}" for each in spec.OPERATIONS]
    options += ["--max-examples", str(cases.EXAMPLES), "--report", "ndjson", "--report-ndjson-path", str(report)]
    options += ["--phases", "examples,fuzzing"] if cases.QUICK else []
    code, output = run("schemathesis.cli", options, os.environ | exported, spec.ROOT)
    assert code == 0, output

    seen = _statuses(report)
    assert seen.keys() == spec.BY_LABEL.keys()
    for operation in spec.OPERATIONS:
        assert operation.success in seen[operation.label] or cases.QUICK, seen
        refused = {401, 400} if operation.parameters or operation.body is not None else {401}
        assert cases.QUICK or refused <= seen[operation.label].keys(), seen
        # Other methods are tried once a path, with whichever of its operations comes first.
        of_path = [each.label for each in spec.OPERATIONS if each.path == operation.path]
        assert cases.QUICK or any(405 in seen[label] for label in of_path), seen


def run(module: str, arguments: list[str], environ: dict[str, str], folder: Path) -> Any:
    if cases.QUICK:
        from lab.mutation import forked  # noqa: PLC0415 - there where mutants are tried

        return forked.run(module, arguments, environ, folder)
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def _statuses(report: Path) -> Any:
    seen = collections.defaultdict(collections.Counter)
    for line in report.read_text(encoding="utf-8").splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder") or {}
        for exchange in recorder.get("interactions", {}).values():
            if exchange["response"] is not None:
                seen[recorder["label"]][exchange["response"]["status_code"]] += 1
    return seen
