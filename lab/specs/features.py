"""What both generators make of each feature of OpenAPI: the table of docs/openapi-features.md.

`python -m lab.specs.features` tries every document of lab/specs/documents and writes the page.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import yaml

from lab.specs import run
from scripts.repository import parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lab.specs.row import Row

DOCUMENTS = Path(__file__).parent / "documents"
PAGE = Path(__file__).parents[2] / "docs" / "openapi-features.md"
_AT_ONCE = 40
_JSON = "application/json"
_NOT_OPENAPI = {"feature", "how", "value", "body", "answer", "parameter", "wrong", "files"}
_TITLES = {"1": "Values", "2": "Rules", "3": "Objects and choices", "4": "Parameters", "5": "Requests and answers"}
_TITLES |= {"6": "Documents"}
_INTRODUCTION = """# OpenAPI, feature by feature

What `python -m scripts.generate` makes of each feature of OpenAPI 3.1 and 3.0, and what openapi-python-client {stock}
makes of it by itself. `python -m lab.specs.features` writes this page, and a test keeps it true: for each row, a small
document of `lab/specs/documents/` is given to both generators, and each operation of both clients is called. A request
has to arrive as it was meant and as the document allows, its answer has to be understood, and values that the document
forbids have to be noticed: before they are sent, and when they are received.

- **honoured**: all of this holds.
- **refused**: no package is made; the reason is given with file, line, column and JSON pointer. `--skip` leaves the
  operations out that need it.
- The last column quotes the first thing that goes wrong; "the same" means that nothing was found.
"""


@attrs.frozen
class Feature:
    group: str
    name: str
    how: str
    path: Path
    """The document, once it is written."""


def features(folder: Path, groups: str = "*") -> list[Feature]:
    """Write the document of each feature into a folder of its own."""
    found: list[Feature] = []
    for file in sorted(DOCUMENTS.glob(f"{groups}.yaml")):
        for part in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            path = folder / f"{len(found):03}" / "spec.yaml"
            for name, content in {path.name: framed(part), **part.get("files", {})}.items():
                (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
                (path.parent / name).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
            found.append(Feature(_TITLES[file.name[0]], part["feature"], part.get("how", ""), path))
    return found


def framed(part: dict[str, Any]) -> dict[str, Any]:
    """Return the whole document of a feature."""
    frame: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Feature", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com/v1"}],
    }
    wrong, paths = part.get("wrong", []), part.get("paths")
    if "value" in part:
        thing = {"type": "object", "required": ["value"], "properties": {"value": part["value"]}}
        values = [{"value": each} for each in wrong]
        paths = {"/things": {"post": _operation(thing, thing, {"body": values, "answer": values})}}
    elif "body" in part:
        paths = {"/things": {"post": _operation(part["body"], None, {"body": wrong})}}
    elif "answer" in part:
        paths = {"/things": {"get": _operation(None, part["answer"], {"answer": wrong})}}
    elif "parameter" in part:
        held = part["parameter"]
        path = f"/things/{{{held['name']}}}" if held["in"] == "path" else "/things"
        operation = _operation(None, None, {"parameters": {held["name"]: wrong}})
        paths = {path: {"get": {"parameters": [held], **operation}}}
    own = {key: item for key, item in part.items() if key not in _NOT_OPENAPI}
    made = {**frame, **own, "paths": paths}
    return {key: item for key, item in made.items() if item is not None}


def _operation(body: Any, answer: Any, wrong: dict[str, Any]) -> dict[str, Any]:
    answered = {"200": {"description": "", "content": {_JSON: {"schema": answer}}}}
    operation: dict[str, Any] = {"operationId": "doThing", "tags": ["things"]}
    if body is not None:
        operation["requestBody"] = {"required": True, "content": {_JSON: {"schema": body}}}
    return {**operation, "responses": {"204": {"description": ""}} if answer is None else answered, "x-wrong": wrong}


def tried(folder: Path, groups: str = "*") -> list[tuple[Feature, Row]]:
    """Return what became of each feature."""
    found = features(folder, groups)
    (folder / "packages").mkdir()
    rows = run.rows([each.path for each in found], folder / "packages", check=False, at_once=_AT_ONCE)
    return [*zip(found, rows, strict=True)]


def ours(row: Row) -> str:
    """Say in a few words what our generator makes of a document."""
    if row.ours.get("refused"):
        return f"refused: {_reason(row.ours['refused'])}"
    return "honoured" if not row.faults() else f"WRONG: {_short(row.faults()[0])}"


def _reason(lines: list[str]) -> str:
    placed = [line for line in lines if re.match(r"\S+\.yaml:\d+:\d+: ", line)]
    text = re.sub(r"^\S*\.yaml(:\d+:\d+)?: ", "", (placed or lines)[0])
    return _short(re.sub(r" \(at #.*\)$", "", text).replace("is not supported by the generator", "is not supported"))


def theirs(row: Row) -> str:
    """Say in a few words what the stock generator makes of a document."""
    stock = row.stock
    if stock.get("crashed"):
        what = (
            "the package cannot be imported" if stock.get("generated") or stock.get("made") else "ends in a traceback"
        )
        return f"{what}: {_short(stock['crashed'].strip().splitlines()[-1])}"
    if not stock.get("imports"):
        return f"refuses: {_short(' '.join(stock.get('errors', [])) or 'says nothing')}"
    if stock.get("missing"):
        return "leaves the operation out, with a warning; ends with success"
    faults = [line for lines in stock.get("faults", {}).values() for line in lines]
    if not faults:
        return "not tried" if stock.get("untried") else "the same"
    return _short(faults[0].removeprefix("all: ").removeprefix("least: "))


def _short(text: str) -> str:
    """Return text for a cell, without what differs from one machine or run to another."""
    text = re.sub(r"\(\w+\.py:\d+\)", "", text)
    text = re.sub(r"\b[os]\d{3}\.", "", text)
    text = re.sub(r"['\w/.-]*/\d{3}/", "", text)
    text = re.sub(r"\b(\w+(?:Error|Exception)): .*", r"\1", text)  # its words are those of one Python
    text = " ".join(text.split()).replace("|", "\\|")
    return f"{text[:110].rstrip()}..." if len(text) > 113 else text  # noqa: PLR2004


def page(results: list[tuple[Feature, Row]], stock: str) -> Iterator[str]:
    """Return the lines of the page."""
    yield _INTRODUCTION.format(stock=stock)
    group = ""
    for feature, row in results:
        if feature.group != group:
            group = feature.group
            yield f"\n## {group}\n"
            yield "| feature | here | openapi-python-client by itself |"
            yield "|---|---|---|"
        how = f": {feature.how}" if feature.how and not row.ours.get("refused") else ""
        yield f"| {feature.name} | {ours(row)}{how} | {theirs(row)} |"


def main() -> int:
    command = parser(__doc__)
    command.add_argument("--groups", default="*", help="such as `4-*`; prints instead of writing")
    groups = command.parse_args().groups
    with tempfile.TemporaryDirectory(prefix="features-") as folder:
        results = tried(Path(folder), groups)
    text = "\n".join(page(results, run.version())) + "\n"
    if groups == "*":
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
    wrong = [f"{feature.name}: {line}" for feature, row in results if not row.is_clean for line in row.faults()]
    print("\n".join(wrong) or f"{len(results)} features")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
