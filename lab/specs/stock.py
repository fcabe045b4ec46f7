"""One document given to openapi-python-client as it comes. Meant to be the only work of its process."""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
import time
import traceback
from typing import TYPE_CHECKING, Any

import openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import ErrorLevel

from lab.specs.calls import Caller
from lab.specs.document import Document
from lab.specs.operations import UNTOLD, placed, server, walk
from lab.specs.stock_client import Stock
from lab.specs.tally import called, each_of

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "stock_client"


def tried(path: Path, root: Path, name: str) -> dict[str, Any]:
    """Return what became of a document; the package is `NAME.stock_client` below the root."""
    found: dict[str, Any] = {"generated": 0, "errors": [], "warnings": 0, "crashed": ""}
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    started = time.perf_counter()
    try:
        errors = generated(path, folder / PACKAGE)
    except Exception:  # noqa: BLE001 - a traceback is an answer too
        return {**found, "crashed": traceback.format_exc(limit=-2)}
    found["seconds"] = time.perf_counter() - started
    told = [" ".join(filter(None, [each.header, each.detail])) for each in errors if each.level == ErrorLevel.ERROR]
    found["errors"], found["warnings"] = told, len(errors) - len(told)
    found["is_made"] = (folder / PACKAGE).exists()
    if not found["is_made"]:
        return found
    importlib.invalidate_caches()
    try:
        module = importlib.import_module(f"{name}.{PACKAGE}")
        for each in pkgutil.walk_packages(module.__path__, f"{name}.{PACKAGE}."):
            importlib.import_module(each.name)
        module.Client(base_url=UNTOLD)
        found["imports"] = True
        sides = Document(path, "request"), Document(path, "response")
        stock = Stock(f"{name}.{PACKAGE}", placed(server(sides[0].data.get("servers"))))
        found |= called(Caller(stock, *sides, ""), walk(sides[0]))
    except Exception:  # noqa: BLE001
        found["crashed"] = traceback.format_exc(limit=-2)
    return found


def generated(path: Path, output: Path) -> list[Any]:
    """Generate a package with the generator's own templates, and return what it says."""
    config = Config.from_sources(
        ConfigFile(package_name_override=PACKAGE, post_hooks=[]),
        MetaType.NONE,
        path,
        "utf-8",
        overwrite=False,
        output_path=output,
    )
    with contextlib.redirect_stdout(io.StringIO()):
        return [*openapi_python_client.generate(config=config)]


if __name__ == "__main__":
    each_of(tried)
