"""A copy of what the tests look at, to break something in."""

from __future__ import annotations

import compileall
import copy
import os
import py_compile
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from lab.mutation import forked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "openapi",
    "runtime",
    "generated",
    "auth_ext",
    "cli_ext",
    "sync_ext",
    "sandbox",
    "scripts",
    "lab",
    "tests",
    "pyproject.toml",
    "schemathesis.toml",
)
OF_AGREEMENT = (
    *(part for part in PARTS if part not in {"cli_ext", "sync_ext", "lab", "tests"}),
    "tests/conftest.py",
    "tests/agreement",
)
"""What the agreement tests need, which is half as many files."""
GENERATE = "scripts.generate"
IMPORTED = ("runtime", "generated", "auth_ext", "cli_ext", "sync_ext", "sandbox", ".")


def original(*, invented: bool = False) -> Path:
    """Return what mutants are made from: the repository, or a copy of it that one run works with."""
    copies = os.environ.get("MUTATION_ORIGINALS")
    return Path(copies, "invented" if invented else "plain") if copies else ROOT


def make_originals(folder: Path) -> None:
    """Make the copies that mutants are made from: the repository may change meanwhile.

    One has the operation that tests/agreement invents, since the published ones lack some of what the
    client can do, such as a query.
    """
    plain, invented = Tree(folder / "plain", ROOT), Tree(folder / "invented", ROOT)
    invented.add_invented_operation()
    for tree in (plain, invented):
        # Valid for the same source, however often and whenever that is copied.
        checked = py_compile.PycInvalidationMode.CHECKED_HASH
        compileall.compile_dir(tree.folder, quiet=1, invalidation_mode=checked)
    os.environ["MUTATION_ORIGINALS"] = str(folder)


class NotAppliedError(Exception):
    """The text that a mutant changes is no longer there."""


class Tree:
    """A working copy; what it is made from is only read."""

    def __init__(
        self, folder: Path, source: Path = ROOT, *, forking: bool = False, parts: Sequence[str] = PARTS
    ) -> None:
        self.folder = folder
        self._source, self._forking = source, forking
        self.generated_from: Any = None
        """The spec that the client was made from, if that is not the copy's own."""
        # What Python compiled for the repository tells its source by time, not by what is in it.
        compiled = ("__pycache__",) if source == ROOT else ()
        ignore = shutil.ignore_patterns(*compiled, ".hypothesis", ".schemathesis")
        for part in parts:
            origin, target = source / part, folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if origin.is_dir():
                shutil.copytree(origin, target, ignore=ignore)
            else:
                shutil.copy(origin, target)

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
        self._write(self.spec, change)

    def _write(self, path: Path, change: Callable[[Any], object]) -> Any:
        after = changed(read_spec(self.spec), change)
        text = yaml.dump(after, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
        return after

    def change_text(self, name: str, old: str, new: str) -> None:
        """Change a text where it first stands in a file. Raises `NotAppliedError` if it stands nowhere."""
        path = self.folder / name
        path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")

    def add_invented_operation(self) -> None:
        """Add the operation that tests/agreement invents, to spec, client and sandbox."""
        path = self.folder / "tests" / "agreement" / "support" / "invented.py"
        invented: dict[str, Any] = runpy.run_path(str(path))
        self.change_spec(invented["add_to"])
        self.generate()
        handlers = self.folder / "sandbox" / "heymarket_sandbox" / "resources" / "__init__.py"
        handlers.write_text(handlers.read_text(encoding="utf-8") + invented["HANDLER"], encoding="utf-8")

    def generate(self) -> None:
        """Write the copy's client anew. Raises `SpecRefusedError` if the generator refuses the spec."""
        self._generate(self.spec)

    def generate_from(self, change: Callable[[Any], object]) -> None:
        """Write the client from a changed spec, and keep the spec."""
        spec = self.folder / "changed" / self.spec.name
        spec.parent.mkdir()
        self.generated_from = self._write(spec, change)
        self._generate(spec)

    def _generate(self, spec: Path) -> None:
        arguments = ["--spec", str(spec), "--output", str(self.folder / "generated")]
        if self._forking:
            code, said = forked.run(GENERATE, arguments, self.environ, self.folder)
        else:
            command = [sys.executable, "-m", GENERATE, *arguments]
            done = subprocess.run(
                command, cwd=self.folder, capture_output=True, text=True, env=self.environ, check=False
            )
            code, said = done.returncode, done.stderr
        if code:
            raise SpecRefusedError(said.strip().splitlines()[-1])
        for compiled in (self._source / "generated").rglob("*.pyc"):
            target = self.folder / compiled.relative_to(self._source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(compiled, target)


class SpecRefusedError(Exception):
    """The generator says why it makes no client of a spec."""


def changed(spec: Any, change: Callable[[Any], object]) -> Any:
    """Return a changed copy of a spec. Raises `NotAppliedError` if it stays the same."""
    after = copy.deepcopy(spec)
    change(after)
    if after == spec:
        raise NotAppliedError("the spec stays the same")
    return after


def replaced(text: str, old: str, new: str) -> str:
    if old not in text:
        raise NotAppliedError(f"there is no {old!r}")
    return text.replace(old, new, 1)


def read_spec(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
