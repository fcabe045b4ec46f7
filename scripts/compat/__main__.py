"""Whom the changes since a git reference break, and which versions they demand.

Compares openapi/heymarket.yaml, for callers of the HTTP API, and the packages, for callers of the Python API,
with BASE: a tag, a branch or a commit; by default the last release (tag v...), or the last commit without one.
Exit code 0: the versions follow; 1: they do not; 2: there is nothing to judge by.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import attrs

from scripts.compat import LEVELS, Change, Level, reference, versions, worst
from scripts.compat.http_api import http_changes
from scripts.compat.python_api import PACKAGES, python_changes
from scripts.generate.spec import Spec, SpecError
from scripts.repository import ROOT, SPEC, package_version, parser

SOURCES = ("generated", "runtime", "auth_ext")
PROJECT = "pyproject.toml"
SHOWN_DOCS = 10


@attrs.frozen
class Verdict:
    """The changes of one API, and whether its version follows from them."""

    title: str
    where: str
    changes: list[Change]
    level: Level | None
    base: str
    version: str
    demanded: str
    follows: bool

    def as_json(self) -> dict[str, Any]:
        by_level: dict[str, Any] = {
            level: [str(each) for each in self.changes if each.level == level] for level in LEVELS
        }
        figures = {"base": self.base, "version": self.version, "demanded": self.demanded, "follows": self.follows}
        return {**by_level, **figures}

    def __str__(self) -> str:
        lines = [f"{self.title}: {_counted(self.changes)}"]
        for level in LEVELS:
            found = [change for change in self.changes if change.level == level]
            shown = found[:SHOWN_DOCS] if level == "docs" else found
            lines += [f"  {level:<9} {change}" for change in shown]
            if len(shown) < len(found):
                lines.append(f"  {level:<9} ... and {len(found) - len(shown)} more")
        followed = "as it should" if self.follows else f"but must be {self.demanded} or later: edit {self.where}"
        lines.append(f"  version   {self.base} became {self.version}, {followed}")
        return "\n".join(lines)


def main(given: list[str] | None = None) -> int:
    command = parser(__doc__)
    command.add_argument("base", nargs="?", metavar="BASE")
    command.add_argument("--json", action="store_true", help="end with one line of JSON")
    command.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    arguments = command.parse_args(given)
    base = arguments.base or reference.default(arguments.root)
    try:
        with tempfile.TemporaryDirectory(prefix="compat-") as folder:
            reference.extract(arguments.root, base, [SPEC.as_posix(), PROJECT, *SOURCES], Path(folder))
            if not (Path(folder) / SPEC).exists():
                print(f"compat: {base} has no {SPEC} yet; there is nothing to compare with")
                return finish({"base": base, "compared": False}, asked=arguments.json, code=0)
            verdicts = judge(Path(folder), arguments.root)
    except (SpecError, versions.VersionError, reference.UnknownReferenceError) as error:
        print(f"compat: {error}", file=sys.stderr)
        return 2
    print(f"Compared with {base}.\n")
    print("\n\n".join(map(str, verdicts)))
    code = 0 if all(verdict.follows for verdict in verdicts) else 1
    names = dict(zip(("http", "python"), (verdict.as_json() for verdict in verdicts), strict=True))
    return finish({"base": base, "compared": True, **names}, asked=arguments.json, code=code)


def finish(figures: dict[str, Any], *, asked: bool, code: int) -> int:
    if asked:
        print(json.dumps(figures))
    return code


def judge(old: Path, new: Path) -> list[Verdict]:
    """Compare two trees of the project. Raises `SpecError` and `VersionError`."""
    specs = Spec.load(old / SPEC), Spec.load(new / SPEC)
    http = http_changes(*specs)
    spec_versions = tuple(str(spec.data["info"]["version"]) for spec in specs)
    api = python_changes([old / name for name in SOURCES], [new / name for name in SOURCES])
    behaviour = worst(api) or ("docs" if _sources(old) != _sources(new) else None)
    package_versions = tuple(_package_version(tree) for tree in (old, new))
    return [
        verdict("HTTP API", f"info.version in {SPEC}", http, worst(http), spec_versions),
        verdict("Python API", f"version in {PROJECT}", api, behaviour, package_versions),
    ]


def verdict(title: str, where: str, changes: list[Change], level: Level | None, found: tuple[str, ...]) -> Verdict:
    base, version = (versions.parse(text, where) for text in found)
    wanted = versions.demanded(base, level)
    follows = version >= wanted
    return Verdict(title, where, changes, level, found[0], found[1], versions.show(wanted), follows)


def _package_version(tree: Path) -> str:
    try:
        return package_version(tree)
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise versions.VersionError(f"{PROJECT} gives no version ({error})") from None


def _sources(tree: Path) -> dict[str, bytes]:
    """Return the modules of the packages, apart from the one that holds the versions."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for source, name in zip(SOURCES, PACKAGES, strict=True)
        if (folder := tree / source / name).is_dir()
        for path in sorted(folder.rglob("*.py"))
        if path.name != "_version.py"
    }


def _counted(changes: list[Change]) -> str:
    parts = [f"{sum(change.level == level for change in changes)} {level}" for level in LEVELS]
    return ", ".join(parts) if changes else "no change"


if __name__ == "__main__":
    sys.exit(main())
