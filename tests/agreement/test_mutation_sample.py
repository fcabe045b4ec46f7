"""The layers notice a fixed sample of disagreements; `nox -s mutation` tries them all."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from . import contract


@pytest.mark.timeout(600)
def test_a_sample_of_mutants_is_killed() -> None:
    command = [sys.executable, "scripts/mutation.py", "--sample", "24", "--seed", "1", "--first"]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, cwd=contract.ROOT, env=environ, capture_output=True, text=True, check=False)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr
    assert figures["mutants"] + figures["documentation"] == 24
    assert figures["killed"] >= 15
