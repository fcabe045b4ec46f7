"""No file is a copy of another: the longest run of equal lines that two tracked files share is short.

Lines are compared without the white space around them, and blank ones are passed over. Left out are the JSON form of
the spec, lock files, and what the generator or a measuring run writes.
"""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST = 20
MADE = ("generated/", "openapi/heymarket.json", "docs/agreement.md", "docs/mutants.md")
LOCKS = {"package-lock.json", "constraints.txt"}


def longest_runs(texts: dict[str, str], most: int) -> dict[tuple[str, str], int]:
    """Return the pairs of files that share a run of more lines than that, with how long it is."""
    lines = {name: [line.strip() for line in text.splitlines() if line.strip()] for name, text in texts.items()}
    starts: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for name, each in lines.items():
        for start in range(len(each) - most):
            starts.setdefault(tuple(each[start : start + most + 1]), []).append((name, start))
    found: dict[tuple[str, str], int] = {}
    for (one, here), (other, there) in itertools.chain.from_iterable(
        itertools.combinations(each, 2) for each in starts.values()
    ):
        if one != other:
            pairs = itertools.takewhile(
                lambda pair: pair[0] == pair[1], zip(lines[one][here:], lines[other][there:], strict=False)
            )
            found[one, other] = max(found.get((one, other), 0), sum(1 for _ in pairs))
    return found


def test_no_two_files_share_more_than_a_few_lines() -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = {}
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        if path.is_file() and not name.startswith(MADE) and path.name not in LOCKS:
            texts[name] = path.read_text(encoding="utf-8", errors="replace")
    assert "README.md" in texts
    assert longest_runs(texts, MOST) == {}


def test_a_copy_is_found_whatever_its_indentation() -> None:
    shared = [f"line {number}" for number in range(5)]
    texts = {
        "one": "\n".join(["before", *shared, "after"]),
        "other": "\n\n".join(["else", *(f"    {line}" for line in shared)]),
        "third": "\n".join(shared[:4]),
    }
    assert longest_runs(texts, 4) == {("one", "other"): 5}
