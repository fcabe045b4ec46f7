"""One document: generated, imported and called. Meant to be the only work of its process."""

from __future__ import annotations

import importlib
import time
import traceback
from typing import TYPE_CHECKING, Any

from lab.specs.calls import Caller
from lab.specs.document import Document
from lab.specs.operations import walk
from lab.specs.ours_client import Ours, base_url
from lab.specs.tally import called, each_of
from scripts.generate.package import generate
from scripts.generate.spec import Spec, SpecError

if TYPE_CHECKING:
    from pathlib import Path


def tried(path: Path, root: Path, name: str) -> dict[str, Any]:
    """Return what became of a document; the package is `NAME.heymarket` below the root."""
    found: dict[str, Any] = {"refused": [], "operations": 0, "generated": 0}
    try:
        sides = Document(path, "request"), Document(path, "response")
        operations = walk(sides[0])
        found["operations"] = len(operations)
    except Exception as error:  # noqa: BLE001 - the generator may read it all the same, or say better what is wrong
        sides, operations, found["unreadable"] = None, [], f"{type(error).__name__}: {error}"
    try:
        started = time.perf_counter()
        found["refused"] = _generated(path, root / name)
        found["seconds"], found["is_read"] = time.perf_counter() - started, True
        importlib.invalidate_caches()
        untold = base_url([each.server for each in operations])
        ours = Ours(f"{name}.heymarket", base_url=untold)
        found["modules"] = ours.import_all()
        found["imports"] = True
        if sides is not None:
            caller = Caller(ours, *sides, untold)
            found["constructs"] = True
            found |= called(caller, operations)
    except SpecError as error:
        found["refused"], found["is_read"] = _lines(error), _is_readable(path)
    except Exception:  # noqa: BLE001 - a traceback is a fault of its own
        found["crashed"] = traceback.format_exc(limit=-3)
    return found


def _generated(path: Path, output: Path) -> list[str]:
    """Generate a package, and return what had to be left out. Raises `SpecError`."""
    output.mkdir(parents=True)
    (output / "__init__.py").touch()
    try:
        generate(path, output)
    except SpecError as error:
        reasons = _lines(error)
    else:
        return []
    generate(path, output, skip=True)
    return reasons


def _lines(error: SpecError) -> list[str]:
    return [line for line in str(error).splitlines() if line]


def _is_readable(path: Path) -> bool:
    try:
        Spec.load(path)
    except SpecError:
        return False
    return True


if __name__ == "__main__":
    each_of(tried)
