"""Generate, check and call every document in some folders, beside the stock generator.

Run by `nox -s specs -- FOLDER...`. For each document: is it read, how many of its operations are generated and why not
all, what mypy (strict) and pyright say, whether the package imports and makes its client, and whether a call of each
operation arrives as the document allows and its answer is understood. Ends with a table and a line of JSON; fails if
anything that was generated breaks its promise. What is refused with reasons is no failure.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from lab.specs import report, run
from scripts.repository import parser


def main() -> int:
    command = parser(__doc__)
    command.add_argument("places", nargs="+", type=Path, metavar="FOLDER", help="folder of documents, or one document")
    command.add_argument("--keep", type=Path, help="an empty folder that the packages are written to")
    command.add_argument("--no-stock", action="store_true", help="leave the stock generator out")
    arguments = command.parse_args()
    paths = run.documents(arguments.places)
    if not paths:
        print("specs: there are no documents", file=sys.stderr)
        return 2
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="specs-") as folder:
        rows = run.rows(paths, arguments.keep or Path(folder), stock=not arguments.no_stock)
    print("\n".join([*report.table(rows), *report.details(rows)]))
    figures = {
        "documents": len(rows),
        "whole": sum(row.is_whole and row.is_clean for row in rows),
        "clean": sum(row.is_clean for row in rows),
        "refused": sum(row.is_refused for row in rows),
        "operations": sum(row.operations for row in rows),
        "generated": sum(row.generated for row in rows),
        "called": sum(row.called for row in rows),
        "stock_clean": sum(row.is_stock_clean for row in rows),
        "seconds": round(time.monotonic() - started, 1),
        "rows": [row.figures() for row in rows],
    }
    print(f"\n{json.dumps(figures)}")
    return 0 if figures["clean"] == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
