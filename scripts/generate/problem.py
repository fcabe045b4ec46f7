"""What stands in the way of generating: each problem with its kind and place, and the refusal that lists them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from scripts.generate.pointers import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from scripts.generate.pointers import Pointer


class SpecError(Exception):
    """The spec cannot be used; the message is for the person who edits it."""


@attrs.frozen
class Problem:
    kind: str
    """A few words; problems are counted by it, so it holds no names."""
    pointer: Pointer
    text: str
    position: tuple[int, int] | None = None
    """Line and column where the pointer alone does not tell, as for a key that stands twice."""


@attrs.frozen
class Place:
    """Where a part of the spec is written."""

    path: Path
    line: int
    column: int
    pointer: Pointer

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class RefusedError(SpecError):
    """The spec has parts that cannot be honoured; the message lists all of them, by kind."""

    def __init__(
        self, path: Path, problems: Iterable[Problem], place: Callable[[Pointer], Place], hint: str = ""
    ) -> None:
        """Take the problems of the spec in a file; `place` says where each pointer is written."""
        found = [(_placed(problem, place), problem) for problem in set(problems)]
        found.sort(key=lambda item: (str(item[0].path), item[0].line, item[0].column, item[1].text))
        self.problems = [problem for _, problem in found]
        lines = report(path, found)
        super().__init__("\n".join([*lines, *([""] if len(lines) > 1 else []), hint] if hint else lines))


def _placed(problem: Problem, place: Callable[[Pointer], Place]) -> Place:
    found = place(problem.pointer)
    return attrs.evolve(found, line=problem.position[0], column=problem.position[1]) if problem.position else found


def report(path: Path, problems: list[tuple[Place, Problem]]) -> list[str]:
    """List problems by kind, the most frequent first: a count, then one line each that editors can follow."""
    kinds: dict[str, list[str]] = {}
    for place, problem in problems:
        kinds.setdefault(problem.kind, []).append(located(place, problem.text))
    if len(problems) == 1:
        return kinds[problems[0][1].kind]
    lines = [f"{path}: {len(problems)} problems of {len(kinds)} kinds"]
    for kind, found in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0])):
        lines += ["", f"{kind}: {len(found)}", *found]
    return lines


def located(place: Place, text: str) -> str:
    words = f"{place}: {text} (at {show(place.pointer)})"
    # A spec may hold what moves the cursor of a terminal.
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in words)
