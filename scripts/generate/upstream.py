"""Watch the stock templates of the generator that ours replace.

Run it after a change of the pinned openapi-python-client: it says what to review; `--accept` once that is done.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import openapi_python_client

from scripts.repository import parser

TEMPLATES = Path(__file__).resolve().parent / "templates"
RECORD = TEMPLATES / "upstream.json"
GENERATOR = "openapi-python-client"


def shadowed(folder: Path | None = None) -> dict[str, str]:
    """Return the hash of each stock template that one of ours replaces, or did when it was reviewed."""
    reviewed = json.loads(RECORD.read_text(encoding="utf-8"))["templates"]
    stock = folder or Path(openapi_python_client.__file__).parent / "templates"
    found = {}
    for ours in sorted(TEMPLATES.glob("*.jinja")):
        theirs = stock / ours.name
        if theirs.exists() or ours.name in reviewed:
            found[ours.name] = hashlib.sha256(theirs.read_bytes()).hexdigest() if theirs.exists() else "gone"
    return found


def moved(folder: Path | None = None) -> list[str]:
    """Return a line for each template that has to be reviewed before the generator may be used."""
    reviewed = json.loads(RECORD.read_text(encoding="utf-8"))
    now = version(GENERATOR)
    remedy = "then run `python -m scripts.generate.upstream --accept`"
    return [
        f"{GENERATOR} {now} {'no longer has' if digest == 'gone' else 'changed'} its template {name} since "
        f"{reviewed['version']}: review scripts/generate/templates/{name} against it, {remedy}"
        for name, digest in shadowed(folder).items()
        if reviewed["templates"].get(name) != digest
    ]


def main() -> int:
    command = parser(__doc__)
    command.add_argument("--accept", action="store_true", help="record the templates as reviewed")
    if command.parse_args().accept:
        record = {"version": version(GENERATOR), "templates": shadowed()}
        RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        return 0
    lines = moved()
    print("\n".join(lines) or "nothing to review")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
