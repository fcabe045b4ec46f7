"""Packages made from small specs of others, and a client of one over a fake transport."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
from ruamel.yaml import YAML

from scripts.generate import package

if TYPE_CHECKING:
    from pathlib import Path

FRAME: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Others", "version": "1.0.0"},
    "servers": [{"url": "https://api.example.com"}],
}


def generate(part: dict[str, Any], root: Path, name: str) -> None:
    """Generate `name.heymarket` below `root` from paths and schemas."""
    spec = {**FRAME, "paths": part["paths"], "components": {"schemas": part.get("schemas", {})}}
    (root / name).mkdir()
    (root / name / "__init__.py").touch()
    with (root / f"{name}.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(spec, file)
    package.generate(root / f"{name}.yaml", root / name)


def generate_all(specs: list[Path], root: Path) -> Path:
    """Generate a package for each spec; `enums.heymarket` is that of `enums.yaml`."""
    for path in specs:
        generate(YAML(typ="safe").load(path.read_text(encoding="utf-8")), root, path.stem)
    return root


def mypy(root: Path, names: list[str]) -> str:
    """Return what mypy says of packages; empty if nothing."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={root / '.mypy'}", *names]
    environ = {**os.environ, "MYPYPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ""


class Api:
    """The client of one package, and what it sent."""

    def __init__(self, package: str, body: Any, status: int = 200, **options: Any) -> None:
        module = importlib.import_module(f"{package}.heymarket")
        self.requests: list[httpx.Request] = []
        self.drifts: list[Any] = []
        self.errors: Any = module
        self.refused: type[Exception] = module.InvalidRequestError

        def serve(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return httpx.Response(status, text=body if isinstance(body, str) else json.dumps(body))

        transport = httpx.MockTransport(serve)
        options = {"on_drift": self.drifts.append, **options}
        self.client: Any = module.Heymarket(auth=httpx.Auth(), transport=transport, **options)
        self.models = importlib.import_module(f"{package}.heymarket.models")

    @property
    def sent(self) -> Any:
        return json.loads(self.requests[-1].content)

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Where a response did not match, what was expected, and what was found."""
        return [(drift.path, drift.expected, drift.found) for drift in self.drifts]
