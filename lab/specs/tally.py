"""All operations of a document called through one client, and what came of it."""

from __future__ import annotations

import json
import sys
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab.specs import wrongs
from lab.specs.drawing import NothingFitsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.specs.calls import Caller
    from lab.specs.operations import Operation


def called(caller: Caller, operations: list[Operation]) -> dict[str, Any]:
    """Call each operation that the package has."""
    faults: dict[str, list[str]] = {}
    untried: dict[str, str] = {}
    here = [each for each in operations if caller.side.has(each)]
    for operation in here:
        try:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                lines = [*caller.faults(operation), *wrongs.faults(caller, operation)]
            if operation.raw.get("deprecated") and not any(each.category is DeprecationWarning for each in said):
                lines.append("it is deprecated, and says nothing")
        except NothingFitsError as error:
            untried[operation.label] = str(error)
            continue
        except Exception:  # noqa: BLE001
            lines = [traceback.format_exc(limit=-3)]
        if lines:
            faults[operation.label] = lines
    return {
        "generated": len(here),
        "missing": [each.label for each in operations if each not in here],
        "called": len(here) - len(faults) - len(untried),
        "faults": faults,
        "untried": untried,
    }


def each_of(tried: Callable[[Path, Path, str], dict[str, Any]]) -> None:
    """Try the documents that the command line names, `ROOT NAME=DOCUMENT...`; prints a line of JSON for each."""
    root = Path(sys.argv[1])
    sys.path.insert(0, str(root))
    for each in sys.argv[2:]:
        name, _, path = each.partition("=")
        print(json.dumps(tried(Path(path), root, name), default=str), flush=True)
