"""The Python programs of README and docs, each as a file whose lines are numbered as those of its page.

`python -m tests.docs.blocks FOLDER` writes them all into a folder, for mypy and pyright.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from attrs import field, frozen

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "openapi" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "SECURITY.md",
    ROOT / "examples" / "README.md",
    ROOT / "tests" / "agreement" / "README.md",
]
FENCE = re.compile(r"^```python(?P<continued> continued)?\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


@frozen
class Program:
    """A block, and the blocks marked `continued` that follow it on its page."""

    page: Path
    line: int
    lines: list[str] = field(factory=list[str])

    @property
    def name(self) -> str:
        page = "_".join(self.page.relative_to(ROOT).with_suffix("").parts)
        return f"{page}_{self.line}".replace("-", "_")

    @property
    def code(self) -> str:
        return "\n".join(self.lines) + "\n"

    @property
    def is_test(self) -> bool:
        return "def test_" in self.code

    def add(self, line: int, code: str) -> None:
        """Put a block where it stands on the page."""
        self.lines.extend([""] * (line - 1 - len(self.lines)))
        self.lines.extend(code.splitlines())


def programs(page: Path, text: str) -> list[Program]:
    found: list[Program] = []
    for fence in FENCE.finditer(text):
        line = text.count("\n", 0, fence.start("code")) + 1
        if not fence["continued"]:
            found.append(Program(page, line))
        found[-1].add(line, fence["code"])
    return found


PROGRAMS = [program for page in PAGES for program in programs(page, page.read_text(encoding="utf-8"))]


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for program in PROGRAMS:
        # No block begins at the first line of its page, so that there is room for pyright's comment.
        strict = program.code.replace("\n", "# pyright: strict\n", 1)
        (folder / f"{program.name}.py").write_text(strict, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
