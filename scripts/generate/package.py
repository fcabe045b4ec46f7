"""Writes the files of the package from the spec and the templates."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import io
import json
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from ruff import find_ruff_bin  # type: ignore[import-untyped]

from scripts.generate import gate, upstream
from scripts.generate.documentation import Documentation
from scripts.generate.lower import lowered
from scripts.generate.models import optional, quoted
from scripts.generate.spec import Spec, SpecError, not_openapi
from scripts.generate.view import View, docstring
from scripts.repository import package_version

if TYPE_CHECKING:
    from scripts.generate.problem import Problem

TEMPLATES = Path(__file__).parent / "templates"
PACKAGE = "heymarket"
HEADER = "# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.\n"
# Stock modules that the runtime replaces.
UNUSED = ("errors.py", "types.py")


def generate(spec_path: Path, output: Path, *, skip: bool = False) -> Spec:
    """Write the package and its provenance into a new folder. Raises `SpecError`.

    With `skip`, operations that cannot be honoured are left out, and the package's docs say so.
    """
    for problem in upstream.moved():
        raise SpecError(problem)
    spec = Spec.read(spec_path)
    if found := _in_the_way(spec):
        refusal = gate.refused(spec, found)
        if not skip:
            raise refusal
        spec.left_out = gate.skip(spec, found, _in_the_way)
        print("\n".join([str(refusal), "", "left out:", *spec.left_out]), file=sys.stderr)
    package = output / PACKAGE
    try:
        render(spec, package)
    except RecursionError:
        raise SpecError(f"{spec_path}: its schemas lead through one another too deeply") from None
    for name in UNUSED:
        (package / name).unlink(missing_ok=True)
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


def _in_the_way(spec: Spec) -> list[Problem]:
    """Find what cannot be honoured; what is found later relies on there being nothing before it."""
    try:
        return not_openapi(spec.data) or gate.problems(spec) or View(spec).problems
    except RecursionError:
        raise SpecError(f"{spec.path}: its schemas lead through one another too deeply") from None


def render(spec: Spec, package: Path) -> None:
    config = Config.from_sources(
        ConfigFile(package_name_override=PACKAGE, post_hooks=[], generate_all_tags=True),
        MetaType.NONE,
        spec.path,
        "utf-8",
        overwrite=False,
        output_path=package,
    )
    view = View(spec)
    with contextlib.redirect_stdout(io.StringIO()):
        parsed = GeneratorData.from_dict(lowered(str(spec.data["info"]["title"]), view.resources), config=config)
        if isinstance(parsed, GeneratorError):
            raise SpecError(f"{spec.path}: {parsed.header} {parsed.detail}")
        package.parent.mkdir(parents=True, exist_ok=True)
        project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
        project.env.globals.update(
            view=view,
            documentation=lambda call: Documentation(spec, call),
            docstring=docstring,
            optional=optional,
            quoted=quoted,
            left_out=spec.left_out,
        )
        errors = project.build()
        for module in view.files:
            write(package, module.name, project.env.get_template("model.py.jinja").render(module=module))
        for choice in view.choices:
            write(package, view.module(choice), project.env.get_template("choice.py.jinja").render(choice=choice))
        if view.webhook:
            text = project.env.get_template("webhooks.py.jinja").render(webhook=view.webhook)
            (package / "webhooks.py").write_text(text, encoding="utf-8")
    if errors:
        details = "; ".join(" ".join(filter(None, [error.header, error.detail])) for error in errors)
        raise SpecError(f"{spec.path}: the generator would leave something out: {details}")


def write(package: Path, module: str, text: str) -> None:
    (package / "models" / f"{module}.py").write_text(text, encoding="utf-8")


def write_version(spec: Spec, package: Path) -> None:
    text = f'VERSION = "{package_version()}"\nSPEC_VERSION = {quoted(str(spec.data["info"]["version"]))}\n'
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
