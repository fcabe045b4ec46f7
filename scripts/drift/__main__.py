"""How the vendor's API differs from openapi/heymarket.yaml.

  drift page FILE...   saved reference pages (HTML, Markdown or text) against the spec
  drift har FILE...    recorded traffic (HAR, or lines of the SDK's DriftRecorder) against the spec
  drift live           the real API, with calls that only read and credentials from the environment
  drift apply FILE     change the spec as a reviewed overlay says
Exit code 0: no drift; 1: drift; 2: something cannot be understood, and the message says which part.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from scripts.drift import overlay, page_drift, traffic
from scripts.drift.observed import Observer
from scripts.drift.page import parse
from scripts.drift.page_lines import PageError, read
from scripts.drift.traffic import TrafficError
from scripts.generate.spec import Spec, SpecError
from scripts.repository import ROOT, SPEC, parser

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_UNDERSTOOD = 2


def main(given: list[str] | None = None) -> int:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="end with one line of JSON")
    common.add_argument("--spec", type=Path, default=ROOT / SPEC)
    command = parser(__doc__)
    verbs = command.add_subparsers(dest="verb", required=True)
    pages = verbs.add_parser("page", parents=[common], help="compare saved reference pages")
    pages.add_argument("files", nargs="+", type=Path, metavar="FILE")
    pages.add_argument("--operation", metavar="ID", help="the page's operation, if its path has changed")
    har = verbs.add_parser("har", parents=[common], help="compare recorded traffic")
    har.add_argument("files", nargs="+", type=Path, metavar="FILE")
    har.add_argument("--overlay", type=Path, metavar="OUT", help="write the suggested edits here")
    live = verbs.add_parser("live", parents=[common], help="compare the real API")
    live.add_argument("--overlay", type=Path, metavar="OUT", help="write the suggested edits here")
    edits = verbs.add_parser("apply", parents=[common], help="change the spec as an overlay says")
    edits.add_argument("file", type=Path, metavar="FILE")
    arguments = command.parse_args(given)
    try:
        spec = Spec.load(arguments.spec)
    except SpecError as error:
        return failed(str(error))
    run = {"page": check_pages, "har": check_traffic, "live": check_live, "apply": apply_overlay}[arguments.verb]
    return run(spec, arguments)


def failed(message: str) -> int:
    print(f"drift: {message}", file=sys.stderr)
    return NOT_UNDERSTOOD


def check_pages(spec: Spec, arguments: argparse.Namespace) -> int:
    reports: list[dict[str, Any]] = []
    code = 0
    for path in arguments.files:
        try:
            page = parse(read(path))
            operation, findings = page_drift.compare(spec, page, arguments.operation)
        except PageError as error:
            code = failed(f"{path}: {error}")
            reports.append({"file": str(path), "error": str(error)})
            continue
        drift = any(finding.is_drift for finding in findings)
        code = max(code, int(drift))
        print(f"{path}: {page.method} {page.path} ({operation or 'not in the spec'})")
        head = ("finding", "section", "field", "in the spec", "on the page")
        rows = [(each.kind, each.section, each.name, each.spec, each.page) for each in findings]
        print(table(head, rows) if rows else "  no drift")
        findings_json = [finding.as_json() for finding in findings]
        reports.append({"file": str(path), "operation": operation, "drift": drift, "findings": findings_json})
    if arguments.json:
        print(json.dumps({"drift": code == 1, "understood": code != NOT_UNDERSTOOD, "pages": reports}))
    return code


def check_traffic(spec: Spec, arguments: argparse.Namespace) -> int:
    observer = Observer(spec, os.environ)
    for path in arguments.files:
        try:
            for each in traffic.read(path):
                observer.take(each)
        except TrafficError as error:
            return failed(f"{path}: {error}")
    return report_traffic(spec, observer, arguments)


def check_live(spec: Spec, arguments: argparse.Namespace) -> int:
    from scripts.drift import live  # noqa: PLC0415 - the other verbs work without the SDK

    observer = Observer(spec, os.environ)
    try:
        reads = live.ask(spec, observer, os.environ)
    except live.LiveError as error:
        return failed(str(error))
    for reason in reads.skipped:
        print(f"Skipped: {reason}.")
    code = report_traffic(spec, observer, arguments)
    for problem in reads.failed:
        code = failed(problem)
    return code


def report_traffic(spec: Spec, observer: Observer, arguments: argparse.Namespace) -> int:
    """Print what was observed, and the edits that it suggests."""
    findings: list[dict[str, Any]] = [
        {"operation": name, "where": "", "problem": f"unknown operation, called {count} times"}
        for name, count in sorted(observer.unknown.items())
    ]
    for name, observed in sorted(observer.operations.items()):
        print(f"{name}: {observed.exchanges} exchange{'s' if observed.exchanges != 1 else ''}")
        print(table(_COLUMNS, [_row(side, counts) for (side, _), counts in observed.paths.items()]))
        for status, count in sorted(observed.statuses.items()):
            findings.append({"operation": name, "where": status, "problem": f"unknown status, {count} times"})
        if observed.not_json:
            findings.append({"operation": name, "where": "$", "problem": f"not JSON, {observed.not_json} times"})
        for (side, path), counts in observed.paths.items():
            findings += [{"operation": name, "where": f"{side} {path}", "problem": text} for text in counts.problems]
    for reason, count in sorted(observer.left_out.items()):
        print(f"Left out: {count} {reason}.")
    print()
    rows = [(each["operation"], each["where"], each["problem"]) for each in findings]
    print(table(("operation", "where", "drift"), rows) if rows else "no drift")
    suggested = overlay.suggest(observer, spec.path.name)
    if suggested["actions"]:
        target = arguments.overlay
        if target:
            with target.open("w", encoding="utf-8") as file:
                yaml().dump(suggested, file)
            print(f"\nSuggested edits are in {target}; review them, then `nox -s drift -- apply {target}`.")
        else:
            print("\nSuggested edits; with `--overlay FILE` they are written there:\n")
            yaml().dump(suggested, sys.stdout)
    if arguments.json:
        figures = {"operations": _as_json(observer), "overlay": suggested}
        print(json.dumps({"drift": bool(findings), "findings": findings, **figures}))
    return 1 if findings else 0


_COLUMNS = ("side", "path", "in the spec", "seen", "missing", "null", "other", "shape of an example")


def _row(side: str, counts: Any) -> tuple[str, ...]:
    known = "unknown" if counts.unknown else counts.expected
    other = sum(counts.other.values())
    return (side, counts.path, known, *map(str, (counts.seen, counts.missing, counts.null, other)), counts.example)


def _as_json(observer: Observer) -> dict[str, Any]:
    names = ("seen", "missing", "null", "unknown", "expected")
    return {
        operation: {
            "exchanges": observed.exchanges,
            "paths": {
                f"{side} {path}": {**{name: getattr(counts, name) for name in names}, "other": dict(counts.other)}
                for (side, path), counts in observed.paths.items()
            },
        }
        for operation, observed in observer.operations.items()
    }


def apply_overlay(spec: Spec, arguments: argparse.Namespace) -> int:
    try:
        text = arguments.spec.read_text(encoding="utf-8")
        edits = YAML(typ="safe").load(arguments.file.read_text(encoding="utf-8"))
        loaded = yaml().load(text)
        overlay.apply(loaded, edits)
    except OSError as error:
        return failed(f"{arguments.file}: cannot be read: {error.strerror}")
    except (UnicodeDecodeError, YAMLError, overlay.OverlayError) as error:
        return failed(f"{arguments.file}: {' '.join(str(error).split())}")
    with spec.path.open("w", encoding="utf-8") as file:
        yaml().dump(loaded, file)
    print(f"{os.path.relpath(arguments.spec)}: {len(edits['actions'])} edits; see `git diff`")
    return 0


def yaml() -> YAML:
    """Return a YAML reader and writer that keeps the layout of the spec."""
    settings = YAML(typ="rt")
    settings.width = 120
    settings.brace_single_entry_mapping_in_flow_sequence = True
    settings.preserve_quotes = True
    settings.indent(mapping=2, sequence=4, offset=2)
    return settings


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows])
    return "\n".join(f"  {line.rstrip()}" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
