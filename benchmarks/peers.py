"""The peers' clients, generated in the run from the same spec as ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import repository
from scripts.generate.bundle import bundled
from scripts.generate.spec import Spec

from . import contenders

SPEC = repository.ROOT / repository.SPEC


def commands(spec: Path, folder: Path) -> dict[str, list[str]]:
    """Return how each peer generates its client. `spec` lacks an `anyOf` that some of them cannot read."""
    java = ["openapi-generator-cli", "generate", "-g", "python", "-i", str(SPEC)]
    clientele = ["clientele", "start-api", "-f", str(spec)]
    stock = ["openapi-python-client", "generate", "--meta", "none", "--path", str(spec)]
    return {
        contenders.STOCK: [*stock, "--output-path", str(folder / "stock")],
        contenders.JAVA: [*java, "-o", str(folder / "java"), "--package-name", "openapi_generator"],
        contenders.JAVA_AIOHTTP: [
            *[*java, "-o", str(folder / "java"), "--package-name", "openapi_generator_asyncio"],
            *["--library", "asyncio"],
        ],
        contenders.OPG: ["openapi-python-generator", str(spec), str(folder / "openapi_python_generator_client")],
        contenders.CLIENTELE: [*clientele, "-o", str(folder / "clientele_client")],
        f"{contenders.CLIENTELE}, async": [*clientele, "-o", str(folder / "clientele_client_async"), "-a"],
    }


def generate(folder: Path) -> dict[str, str]:
    """Generate every client that can be generated and make it importable; return why the others cannot."""
    spec = folder / "heymarket.json"
    spec.write_text(bundled(Spec.load(SPEC)), encoding="utf-8")
    absent = {name: reason for name, command in commands(spec, folder).items() if (reason := _run(command, folder))}
    paths = [str(folder), str(folder / "java")]
    sys.path += paths
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)  # for the interpreters that measure imports
    return absent


def _run(command: list[str], folder: Path) -> str | None:
    found = shutil.which(command[0], path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if found is None:
        return f"{command[0]} is not installed"
    try:
        done = subprocess.run(
            [found, *command[1:]], cwd=folder, capture_output=True, text=True, timeout=180, check=False
        )
    except subprocess.TimeoutExpired:
        return f"{command[0]} did not end"
    if done.returncode:
        return (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1][:200]
    return None
