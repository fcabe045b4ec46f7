"""A copy of what the agreement tests look at, to break something in."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "openapi",
    "generated",
    "auth_ext",
    "sandbox",
    "scripts",
    "tests/agreement",
    "pyproject.toml",
    "schemathesis.toml",
)
IMPORTED = ("generated", "auth_ext", "sandbox", "scripts")


def original() -> Path:
    """Return what mutants are made from: the repository, or the copy of it that one run works with."""
    return Path(os.environ.get("MUTATION_ORIGINAL", ROOT))


class NotAppliedError(Exception):
    """The place that a mutant changes is no longer there."""


class Tree:
    """A working copy; the repository itself is only read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        source = original()
        ignore = shutil.ignore_patterns("__pycache__", ".hypothesis", ".schemathesis")
        for part in PARTS:
            origin, copy = source / part, folder / part
            copy.parent.mkdir(parents=True, exist_ok=True)
            if origin.is_dir():
                shutil.copytree(origin, copy, ignore=ignore)
            else:
                shutil.copy(origin, copy)

    @property
    def spec(self) -> Path:
        return self.folder / "openapi" / "heymarket.yaml"

    @property
    def import_path(self) -> list[str]:
        return [str(self.folder / part) for part in IMPORTED]

    @property
    def environ(self) -> dict[str, str]:
        """Return an environment in which Python finds this copy, however the project is installed."""
        return {**os.environ, "PYTHONPATH": os.pathsep.join(self.import_path), "PYTHONDONTWRITEBYTECODE": "1"}

    def change_spec(self, change: Callable[[Any], object]) -> None:
        """Change the spec as data. Raises `NotAppliedError` if it stays the same."""
        before = read_spec(self.spec)
        after = read_spec(self.spec)
        change(after)
        if after == before:
            raise NotAppliedError("the spec stays the same")
        self.spec.write_text(yaml.safe_dump(after, sort_keys=False, allow_unicode=True), encoding="utf-8")

    def change_text(self, name: str, old: str, new: str) -> None:
        """Change the first place of a file that has a text. Raises `NotAppliedError` if none has."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise NotAppliedError(f"{name} has no {old!r}")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add_invented_operation(self) -> None:
        """Add the operation that tests/agreement invents, to spec, client and sandbox."""
        path = self.folder / "tests" / "agreement" / "invented.py"
        invented: dict[str, Any] = runpy.run_path(str(path))
        self.change_spec(invented["add_to"])
        self.generate()
        handlers = self.folder / "sandbox" / "heymarket_sandbox" / "handlers.py"
        handlers.write_text(handlers.read_text(encoding="utf-8") + invented["HANDLER"], encoding="utf-8")

    def generate(self, spec: Path | None = None) -> None:
        """Write the copy's client anew. Raises `SpecRefusedError` if the generator refuses the spec."""
        command = [sys.executable, str(self.folder / "scripts" / "generate.py")]
        done = subprocess.run(
            [*command, "--spec", str(spec or self.spec), "--output", str(self.folder / "generated")],
            capture_output=True,
            text=True,
            env=self.environ,
            check=False,
        )
        if done.returncode:
            raise SpecRefusedError(done.stderr.strip().splitlines()[-1])


class SpecRefusedError(Exception):
    """The generator says why it makes no client of a spec."""


def read_spec(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
