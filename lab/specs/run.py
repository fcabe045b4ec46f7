"""All documents of some folders, several at once, each in a process of its own."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from lab.specs import checkers
from lab.specs.row import Row

_ROOT = Path(__file__).parents[2]
_SUFFIXES = {".yaml", ".yml", ".json"}
_KEY = re.compile(r"""(?:^|[{,]\s*)["']?(?:openapi|swagger)["']?\s*:""", re.MULTILINE)
_SECONDS = 300


def documents(places: list[Path]) -> list[Path]:
    """Return the documents in folders, and files that are named; what has no key `openapi` is part of another one."""
    files = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return [path for path in files if path.suffix in _SUFFIXES and path.is_file() and _is_document(path)]


def _is_document(path: Path) -> bool:
    return bool(_KEY.search(path.read_text(encoding="utf-8-sig", errors="replace")))


def version() -> str:
    """Return the version of the stock generator."""
    return importlib.metadata.version("openapi-python-client")


def rows(paths: list[Path], root: Path, *, stock: bool = True, check: bool = True, at_once: int = 1) -> list[Row]:
    """Try each document, with our generator and the stock one; packages stay below the root.

    So many documents share a process, which is quicker and keeps them less apart.
    """
    numbered = [(path, f"{index:03}") for index, path in enumerate(paths)]
    batches = [numbered[start : start + at_once] for start in range(0, len(numbered), at_once)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        ours = [pool.submit(_child, "lab.specs.trial", root, "o", batch) for batch in batches]
        theirs = [pool.submit(_child, "lab.specs.stock", root, "s", batch) for batch in batches if stock]
        mine = [each for run in ours for each in run.result()]
        others = [each for run in theirs for each in run.result()] or [{} for _ in mine]
    found = [Row(*each) for each in zip(paths, mine, others, strict=True)]
    if check:
        made = [f"o{number}" for row, (_, number) in zip(found, numbered, strict=True) if row.ours.get("imports")]
        made += [f"s{number}" for row, (_, number) in zip(found, numbered, strict=True) if row.stock.get("imports")]
        said = checkers.checked(root, made) if made else {"mypy": {}, "pyright": {}}
        for row, (_, number) in zip(found, numbered, strict=True):
            row.mypy, row.pyright = said["mypy"].get(f"o{number}", []), said["pyright"].get(f"o{number}", [])
            row.stock_mypy = said["mypy"].get(f"s{number}", [])
            row.stock_pyright = said["pyright"].get(f"s{number}", [])
    return found


def _child(module: str, root: Path, letter: str, batch: list[tuple[Path, str]]) -> list[dict[str, Any]]:
    named = [f"{letter}{number}={path.resolve()}" for path, number in batch]
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, str(root), *named],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        output, problem = done.stdout, done.stderr[-2_000:] or f"it ended with {done.returncode}"
    except subprocess.TimeoutExpired as error:
        output, problem = (error.stdout or b"").decode(), f"it did not end within {_SECONDS} seconds"
    found = [json.loads(line) for line in output.splitlines()]
    return [*found, *({"crashed": problem} for _ in batch[len(found) :])]
