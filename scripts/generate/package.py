"""Writes the files of the package from the spec and the templates."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import io
import json
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from ruff import find_ruff_bin  # type: ignore[import-untyped]

from scripts.generate import supported, upstream
from scripts.generate.annotations import declared, others
from scripts.generate.documentation import Documentation
from scripts.generate.lower import lowered
from scripts.generate.schemas import Schemas
from scripts.generate.spec import Spec, SpecError
from scripts.generate.view import View, docstring, plain
from scripts.repository import package_version

TEMPLATES = Path(__file__).parent / "templates"
PACKAGE = "heymarket"
HEADER = "# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.\n"
# Stock modules that the runtime replaces.
UNUSED = ("errors.py", "types.py")


def generate(spec_path: Path, output: Path) -> Spec:
    """Write the package and its provenance into a new folder. Raises `SpecError`."""
    for problem in upstream.moved():
        raise SpecError(problem)
    spec = Spec.load(spec_path)
    schemas = Schemas(spec)
    supported.check(spec, schemas)
    package = output / PACKAGE
    render(spec, schemas, package)
    for name in UNUSED:
        (package / name).unlink()
    for resource in (package / "api").glob("*/__init__.py"):
        resource.rename(package / "api" / f"{resource.parent.name}.py")
        shutil.rmtree(resource.parent)
    (package / "py.typed").touch()
    write_version(spec, package)
    for module in package.rglob("*.py"):
        module.write_text(HEADER + module.read_text(encoding="utf-8"), encoding="utf-8")
    tidy(package)
    provenance = json.dumps(describe(spec_path), indent=2) + "\n"
    (output / "generation.json").write_text(provenance, encoding="utf-8")
    return spec


def render(spec: Spec, schemas: Schemas, package: Path) -> None:
    config = Config.from_sources(
        ConfigFile(package_name_override=PACKAGE, post_hooks=[], generate_all_tags=True),
        MetaType.NONE,
        spec.path,
        "utf-8",
        overwrite=False,
        output_path=package,
    )
    with contextlib.redirect_stdout(io.StringIO()):
        parsed = GeneratorData.from_dict(lowered(spec, schemas.models), config=config)
        if isinstance(parsed, GeneratorError):
            raise SpecError(f"{spec.path}: {parsed.header} {parsed.detail}")
        parsed.models = list(parsed.models)
        package.parent.mkdir(parents=True, exist_ok=True)
        project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
        view = View(spec, parsed, schemas)
        project.env.globals.update(
            view=view,
            documentation=lambda endpoint: Documentation(spec, view.operation(endpoint)),
            declared=declared,
            others=others,
            docstring=docstring,
            plain=plain,
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
    """Format with the pinned ruff, without any configuration around the folder."""
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
    return {
        "spec": {spec_path.name: sha256(spec_path)},
        "package_version": package_version(),
        "tools": {name: version(name) for name in ("openapi-python-client", "ruff")},
        "templates": {path.name: sha256(path) for path in sorted(TEMPLATES.glob("*.jinja"))},
        "generator": {path.name: sha256(path) for path in sorted(Path(__file__).parent.glob("*.py"))},
    }


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
