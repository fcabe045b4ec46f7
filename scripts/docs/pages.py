"""Which files of the repository are pages of the site, and where their links go there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from scripts.repository import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
# Parts of the site, with the pages of each in their order; all other pages of docs/ come last.
PARTS = {
    "Import it": (
        "README.md",
        "docs/tasks.md",
        "examples/README.md",
        "docs/models.md",
        "docs/webhooks.md",
        "docs/sandbox.md",
        "docs/observability.md",
        "docs/reliability.md",
        "benchmarks/results.md",
    ),
    "Run it": ("docs/cli.md", "reference/commands.md", "docs/sync.md", "docs/scale.md", "docs/mcp.md"),
    "Reference": ("reference/index.md", "reference/events.md", "CHANGELOG.md"),
    "Other languages, and changes": (
        "openapi/README.md",
        "docs/polyglot.md",
        "docs/regenerating.md",
        "docs/openapi-features.md",
        "openapi/CHANGELOG.md",
    ),
    "How it is made": (
        "docs/README.md",
        "CONTRIBUTING.md",
        "docs/agreement.md",
        "docs/mutants.md",
        "tests/agreement/README.md",
        "SECURITY.md",
    ),
}
# Where the heading of a page says too little beside the others.
TITLES = {"README.md": "Guide", "benchmarks/results.md": "Speed", "docs/README.md": "All pages"}
LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)")
ELSEWHERE = ("http:", "https:", "mailto:", "#")


def write(source: Path) -> None:
    """Write the pages into a folder, each where it stands in the repository, and the start page."""
    names = {name for part in PARTS.values() for name in part}
    forgotten = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")} - names
    if forgotten:
        raise ValueError(f"no part of the site has {', '.join(sorted(forgotten))}: name them in scripts/docs/pages.py")
    for name in sorted(names):
        if (ROOT / name).is_file():
            _write(source / name, _linked(PurePosixPath(name), (ROOT / name).read_text(encoding="utf-8"), names))
    for path in sorted((ROOT / "examples").glob("*.py")):
        _write(source / "examples" / f"{path.stem}.md", _example(path))
    shutil.copy(ROOT / "benchmarks" / "results.svg", source / "benchmarks")
    _write(source / "index.md", (HERE / "start.md").read_text(encoding="utf-8") + "\n".join(_contents()))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _contents() -> Iterator[str]:
    """Yield what builds the site's sidebar."""
    for caption, pages in PARTS.items():
        yield from ("\n```{toctree}", ":hidden:", f":caption: {caption}", "")
        for name in pages:
            page = name.removesuffix(".md")
            yield f"{TITLES[name]} <{page}>" if name in TITLES else page
        yield "```"


def _linked(page: PurePosixPath, text: str, names: set[str]) -> str:
    """Leave a link to a page as it is; what is a file of the repository only becomes its name."""

    def replaced(match: re.Match[str]) -> str:
        target = match["target"].partition("#")[0]
        if match["target"].startswith(ELSEWHERE):
            return match[0]
        path = (ROOT / page.parent / target).resolve()
        name = path.relative_to(ROOT).as_posix()
        if name in names:
            return match[0]
        if path.suffix == ".py" and path.parent.name == "examples":
            return f"[{match['text']}]({target.removesuffix('.py')}.md)"
        if not path.exists():
            raise ValueError(f"{page}: there is no {match['target']}")
        return match["text"]

    fences = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else LINK.sub(replaced, part) for part in fences)


def _example(path: Path) -> str:
    return f"---\norphan: true\n---\n\n# {path.stem}\n\n```python\n{path.read_text(encoding='utf-8')}```\n"
