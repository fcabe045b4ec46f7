"""What stands in the way of generating: each problem with its kind and place, and the refusal that lists them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from scripts.generate.spec import SpecError, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.generate.spec import Pointer, Spec


@attrs.frozen
class Problem:
    kind: str
    """A few words; problems are counted by it, so it holds no names."""
    pointer: Pointer
    text: str


class RefusedError(SpecError):
    """The spec has parts that cannot be honoured; the message lists all of them, by kind."""

    def __init__(self, spec: Spec, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda each: (spec.position(each.pointer), each.text))
        super().__init__(report(spec, self.problems))


def report(spec: Spec, problems: list[Problem]) -> str:
    """List problems by kind, the most frequent first: a count, then one line each that editors can follow."""
    kinds: dict[str, list[str]] = {}
    for problem in problems:
        kinds.setdefault(problem.kind, []).append(located(spec, problem.pointer, problem.text))
    blocks = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    lines = [f"{spec.path}: {len(problems)} problems of {len(kinds)} kinds"] if len(problems) > 1 else []
    for kind, found in blocks:
        lines += ["", f"{kind}: {len(found)}", *found] if len(problems) > 1 else found
    return "\n".join(lines)


def located(spec: Spec, pointer: Pointer, text: str) -> str:
    line, column = spec.position(pointer)
    return f"{spec.path}:{line}:{column}: {text} (at {show(pointer)})"
