"""Make and check everything that a release needs, in a folder; nothing is uploaded.

Checks that the versions follow from the changes and that both changelogs have a section for them, builds wheel and
sdist, checks them with twine, installs each in a clean environment and uses it, lists what the wheel brings along (an
SBOM), bundles the spec as YAML and JSON.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from scripts.generate.bundle import bundled
from scripts.generate.spec import Spec, SpecError
from scripts.repository import ROOT, SPEC, package_version, parser

SMOKE = "import heymarket, heymarket_auth, heymarket_sandbox; print(heymarket.__version__)"


class ReleaseError(Exception):
    """A release must not be made; the message says what to do."""


def main(given: list[str] | None = None) -> int:
    command = parser(__doc__)
    command.add_argument("base", nargs="?", metavar="BASE", help="the last release; found by its tag if left out")
    command.add_argument("--output", type=Path, default=ROOT / "dist")
    command.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    arguments = command.parse_args(given)
    try:
        release(arguments.root, arguments.output, arguments.base)
    except (ReleaseError, SpecError) as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return 0


def release(root: Path, output: Path, base: str | None) -> None:
    """Do all steps in order. Raises `ReleaseError` at the first that fails."""
    spec = Spec.load(root / SPEC)
    version = package_version(root)
    spec_version = str(spec.data["info"]["version"])
    run("versions", sys.executable, "-m", "scripts.compat", "--root", root, *([base] if base else []))
    done("versions", f"package {version}, spec {spec_version}")
    section(root / "CHANGELOG.md", version)
    section(root / "openapi" / "CHANGELOG.md", spec_version)
    done("changelogs", "both have a section")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    run("build", sys.executable, "-m", "build", "--outdir", output, root)
    built = sorted(output.iterdir())
    done("build", ", ".join(path.name for path in built))
    run("twine", sys.executable, "-m", "twine", "check", "--strict", *built)
    done("twine", "the description renders")
    for path in built:
        found = install(path, root)
        if found != version:
            raise ReleaseError(f"{path.name} installs as {found}, not {version}: regenerate with `nox -s generate`")
        done("install", f"{path.name} works in a clean environment")
    done("sbom", sbom(next(path for path in built if path.suffix == ".whl"), root, version).name)
    for path in bundle(spec, spec_version, output):
        done("spec", path.name)
    print(f"\nReady in {os.path.relpath(output)}.", end=" ")
    print(f"To publish: git tag v{version}, then twine upload the wheel and the sdist.")


def run(step: str, *command: str | Path) -> str:
    finished = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if finished.returncode:
        raise ReleaseError(f"{step} failed:\n{finished.stdout}{finished.stderr}".rstrip())
    return finished.stdout


def done(step: str, result: str) -> None:
    print(f"{step:<11} {result}", flush=True)


def section(changelog: Path, version: str) -> str:
    """Return a version's section of a changelog. Raises `ReleaseError` if it is missing or empty."""
    text = changelog.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(version)}(?![\w.])[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found or not found[1].strip():
        name = f"{changelog.parent.name}/{changelog.name}" if changelog.parent.name == "openapi" else changelog.name
        raise ReleaseError(f"{name} says nothing about {version}: add a section `## {version}`")
    return found[1].strip()


def install(path: Path, root: Path) -> str:
    """Install a built file in an empty environment; return the version that it reports."""
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        venv.create(folder, with_pip=True)
        python = next(Path(folder).glob("[bS]*/python*"))
        pinned = ("--constraint", root / "constraints.txt")
        run("install", python, "-m", "pip", "install", "--quiet", *pinned, f"{path}[sandbox]")
        return run("use", python, "-P", "-W", "error", "-c", SMOKE).strip()


def sbom(wheel: Path, root: Path, version: str) -> Path:
    """Write what the wheel depends on, in its tested versions, in CycloneDX's JSON."""
    target = wheel.with_name(f"heymarket-{version}.cdx.json")
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        venv.create(folder)  # without pip, which is no part of it
        python = next(Path(folder).glob("[bS]*/python*"))
        pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
        run("sbom", *pip, "--constraint", root / "constraints.txt", wheel)
        kind = ("--pyproject", root / "pyproject.toml", "--mc-type", "library", "--output-reproducible")
        run("sbom", sys.executable, "-m", "cyclonedx_py", "environment", *kind, "--output-file", target, python)
    return target


def bundle(spec: Spec, version: str, output: Path) -> list[Path]:
    """Write the spec for other languages, as YAML and JSON."""
    as_yaml, as_json = (output / f"heymarket-openapi-{version}.{kind}" for kind in ("yaml", "json"))
    shutil.copyfile(spec.path, as_yaml)
    as_json.write_text(bundled(spec), encoding="utf-8")
    return [as_yaml, as_json]


if __name__ == "__main__":
    sys.exit(main())
