"""How far the vendor's API has moved away from openapi/heymarket.yaml.

  drift page FILE...   saved reference pages (HTML, Markdown or text) against the spec
Exit code 0: no drift; 1: drift; 2: something cannot be understood, and the message says which part.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import page_drift
from page import parse
from page_lines import PageError, read
from spec import Spec, SpecError

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="end with one line of JSON")
    common.add_argument("--spec", type=Path, default=ROOT / "openapi" / "heymarket.yaml")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    pages = verbs.add_parser("page", parents=[common], help="compare saved reference pages")
    pages.add_argument("files", nargs="+", type=Path, metavar="FILE")
    pages.add_argument("--operation", metavar="ID", help="what the page is about, if it has moved")
    arguments = parser.parse_args()
    try:
        spec = Spec.load(arguments.spec)
    except SpecError as error:
        print(f"drift: {error}", file=sys.stderr)
        return 2
    return check_pages(spec, arguments)


def check_pages(spec: Spec, arguments: argparse.Namespace) -> int:
    reports: list[dict[str, Any]] = []
    code = 0
    for path in arguments.files:
        try:
            page = parse(read(path))
            operation, findings = page_drift.compare(spec, page, arguments.operation)
        except PageError as error:
            print(f"drift: {path}: {error}", file=sys.stderr)
            reports.append({"file": str(path), "error": str(error)})
            code = 2
            continue
        drift = any(finding.is_drift for finding in findings)
        code = max(code, int(drift))
        print(f"{path}: {page.method} {page.path} ({operation or 'not in the spec'})")
        print(table([(each.kind, each.section, each.name, each.spec, each.page) for each in findings]))
        findings_json = [finding.as_json() for finding in findings]
        reports.append({"file": str(path), "operation": operation, "drift": drift, "findings": findings_json})
    if arguments.json:
        print(json.dumps({"drift": code == 1, "understood": code != 2, "pages": reports}))  # noqa: PLR2004
    return code


def table(rows: list[tuple[str, ...]]) -> str:
    """Line up the columns; the last one is `found`, the one before `in the spec`."""
    if not rows:
        return "  no drift"
    head = ("finding", "section", "field", "in the spec", "found")
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows])
    return "\n".join(f"  {line.rstrip()}" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
