"""Write generated/heymarket from openapi/heymarket.yaml and scripts/templates, and openapi/heymarket.json.

`--check` compares instead, and fails if they are not what the spec and the templates say.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import version
from pathlib import Path

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from ruff import find_ruff_bin  # type: ignore[import-untyped]

import upstream
from generator import supported
from generator.bundle import bundled
from generator.lower import lowered
from generator.spec import Spec, SpecError
from generator.view import View, attribute, docstring, plain

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "scripts" / "templates"
PACKAGE = "heymarket"
HEADER = "# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.\n"
# Stock modules that the runtime replaces.
UNUSED = ("errors.py", "types.py")
REMEDY = "run `nox -s generate` and commit the result"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--spec", type=Path, default=ROOT / "openapi" / "heymarket.yaml", help="its JSON goes beside it"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "generated", help="folder that holds the package")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="generate-") as folder:
            fresh = Path(folder) / "generated"
            fresh_json, as_json = Path(folder) / "spec.json", arguments.spec.with_suffix(".json")
            fresh_json.write_text(bundled(generate(arguments.spec, fresh)), encoding="utf-8")
            if arguments.check:
                wanted, found = files(fresh, fresh_json, as_json.name), files(arguments.output, as_json, as_json.name)
                return compare(wanted, found, arguments.output.name)
            swap(fresh, arguments.output)
            if as_json != arguments.spec:
                shutil.move(fresh_json, as_json)
    except SpecError as error:
        print(f"generate: {error}", file=sys.stderr)
        return 1
    return 0


def generate(spec_path: Path, output: Path) -> Spec:
    """Write the package and its provenance into a new folder. Raises `SpecError`."""
    for problem in upstream.moved():
        raise SpecError(problem)
    spec = Spec.load(spec_path)
    supported.check(spec)
    package = output / PACKAGE
    render(spec, package)
    shutil.copytree(TEMPLATES / "runtime", package / "runtime", ignore=shutil.ignore_patterns("__pycache__"))
    for name in UNUSED:
        (package / name).unlink()
    (package / "py.typed").touch()
    write_version(spec, package)
    for module in package.rglob("*.py"):
        module.write_text(HEADER + module.read_text(encoding="utf-8"), encoding="utf-8")
    tidy(package)
    provenance = json.dumps(describe(spec_path), indent=2) + "\n"
    (output / "generation.json").write_text(provenance, encoding="utf-8")
    return spec


def render(spec: Spec, package: Path) -> None:
    config = Config.from_sources(
        ConfigFile(package_name_override=PACKAGE, post_hooks=[], generate_all_tags=True),
        MetaType.NONE,
        spec.path,
        "utf-8",
        overwrite=False,
        output_path=package,
    )
    with contextlib.redirect_stdout(io.StringIO()):
        parsed = GeneratorData.from_dict(lowered(spec), config=config)
        if isinstance(parsed, GeneratorError):
            raise SpecError(f"{spec.path}: {parsed.header} {parsed.detail}")
        package.parent.mkdir(parents=True, exist_ok=True)
        project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
        project.env.globals.update(
            view=View(spec),
            docstring=docstring,
            plain=plain,
            attribute=attribute,
            base_url=spec.data["servers"][0]["url"].rstrip("/"),
        )
        errors = project.build()
    if errors:
        details = "; ".join(" ".join(filter(None, [error.header, error.detail])) for error in errors)
        raise SpecError(f"{spec.path}: the generator would leave something out: {details}")


def write_version(spec: Spec, package: Path) -> None:
    text = f'VERSION = "{package_version()}"\nSPEC_VERSION = {json.dumps(str(spec.data["info"]["version"]))}\n'
    (package / "_version.py").write_text(text, encoding="utf-8")


def tidy(package: Path) -> None:
    """Format with the pinned ruff, whatever configuration surrounds the folder."""
    rules = ("--select=F,I,UP", "--unsafe-fixes", "--config=lint.ignore-init-module-imports=false")
    for command in (("check", "--fix-only", *rules), ("format",)):
        options = ("--isolated", "--no-cache", "--target-version=py311", "--line-length=120", "--quiet")
        done = subprocess.run(
            [find_ruff_bin(), *command, *options, str(package)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SpecError(f"ruff refuses the generated code: {done.stdout}{done.stderr}")
    for module in package.rglob("*.py"):
        ast.parse(module.read_text(encoding="utf-8"), str(module))


def describe(spec_path: Path) -> dict[str, object]:
    """Return what the output was made from."""
    sources = [*sorted(TEMPLATES.rglob("*.jinja")), *sorted((TEMPLATES / "runtime").glob("*.py"))]
    scripts = [Path(__file__), *sorted((ROOT / "scripts" / "generator").glob("*.py"))]
    return {
        "spec": {spec_path.name: sha256(spec_path)},
        "package_version": package_version(),
        "tools": {name: version(name) for name in ("openapi-python-client", "ruff")},
        "templates": {path.relative_to(TEMPLATES).as_posix(): sha256(path) for path in sources},
        "scripts": {path.name: sha256(path) for path in scripts if path.name != "__init__.py"},
    }


def package_version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def files(folder: Path, as_json: Path, name: str) -> dict[str, Path]:
    """Return what git would see of a generated folder, and the spec's JSON form under a name."""
    found = [folder / "generation.json", *(folder / PACKAGE).rglob("*")]
    named = {path.relative_to(folder).as_posix(): path for path in found if "__pycache__" not in path.parts}
    return {name: path for name, path in {**named, name: as_json}.items() if path.is_file()}


def compare(wanted: dict[str, Path], found: dict[str, Path], label: str) -> int:
    """Print how the existing output differs from the fresh one; 1 if it does."""
    differences: list[str] = []
    for name in sorted(wanted.keys() | found.keys()):
        old = found[name].read_text(encoding="utf-8", errors="replace") if name in found else ""
        new = wanted[name].read_text(encoding="utf-8") if name in wanted else ""
        if old != new or (name in found) != (name in wanted):
            lines = difflib.unified_diff(
                old.splitlines(),
                new.splitlines(),
                f"{label}/{name}",
                f"{name} from the spec",
                lineterm="",
            )
            differences.append("\n".join(lines) or f"{name}: only line endings, or an empty file, differ")
    if differences:
        print("\n".join(differences))
        stale = f"{label}/, or the JSON beside the spec, is not what the spec and the templates say"
        print(f"generate: {stale}; {REMEDY}", file=sys.stderr)
    return 1 if differences else 0


def swap(fresh: Path, output: Path) -> None:
    """Replace the old output at the end, so that a failure before leaves it untouched."""
    output.mkdir(parents=True, exist_ok=True)
    retired = fresh.parent / "retired"
    if (output / PACKAGE).exists():
        shutil.move(output / PACKAGE, retired)
    shutil.move(fresh / PACKAGE, output / PACKAGE)
    shutil.move(fresh / "generation.json", output / "generation.json")


if __name__ == "__main__":
    sys.exit(main())
