"""Run the flow of docs/scale.md with Prefect, against two sandboxes, and compare what it loaded with what they list.

Run by `nox -s prefect`. Prefect starts a server of its own on loopback. Ends with one line of JSON.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import duckdb

from heymarket_sandbox import Sandbox, Settings
from scripts.repository import ROOT

PAGE = ROOT / "docs" / "scale.md"
TEAMS = {"sales": 40, "support": 70}


def flow() -> str:
    """Return the program of the page that imports Prefect."""
    blocks = re.findall(r"^```py\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (found,) = [each for each in blocks if "from prefect import" in each]
    return str(found)


def main() -> int:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "flow.py").write_text(flow(), encoding="utf-8")
        environ = {**os.environ, "PREFECT_HOME": str(folder / "prefect"), "DLT_DATA_DIR": str(folder / "dlt")}
        environ |= {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "180"  # it is slow where others work too
        for team, conversations in TEAMS.items():
            sandbox = stack.enter_context(Sandbox(Settings(conversations=conversations, secret_id=f"id-of-{team}")))
            environ |= {f"{team.upper()}_{name}": value for name, value in sandbox.environ.items()}
        runs = [
            subprocess.run(
                [sys.executable, "flow.py"], cwd=folder, env=environ, text=True, capture_output=True, check=False
            )
            for _ in range(2)
        ]
        if any(run.returncode for run in runs):
            print("".join(run.stdout + run.stderr for run in runs))
        with duckdb.connect(str(folder / "heymarket.duckdb")) as database:
            loaded = {team: _count(database, team) for team in TEAMS}
    for team, expected in TEAMS.items():
        print(f"{team}: {loaded[team]} conversations of {expected}")
    is_good = loaded == TEAMS and not any(run.returncode for run in runs)
    print(
        json.dumps(
            {
                "prefect": version("prefect"),
                "runs": len(runs),
                "teams": len(TEAMS),
                "loaded": sum(loaded.values()),
                "good": is_good,
                "seconds": round(time.monotonic() - begun),
            }
        )
    )
    return not is_good


def _count(database: duckdb.DuckDBPyConnection, schema: str) -> int:
    row = database.execute(f"SELECT count(DISTINCT id) FROM {schema}.conversations").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


if __name__ == "__main__":
    sys.exit(main())
