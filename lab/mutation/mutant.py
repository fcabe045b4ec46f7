"""A deliberate disagreement, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import attrs

if TYPE_CHECKING:
    from lab.mutation.tree import Tree

Kind = Literal["spec", "regenerated", "client", "sandbox"]
Change = Callable[[Any], object]

LAYERS = tuple(range(1, 10))
ORDINARY = 9
"""The layer that is no folder: the tests which a safeguard names, of those that are not about agreement."""
CONTROL = "nothing"
"""The family of copies in which nothing is changed: what is noticed there is a fault of the trial."""
_BLIND: dict[Kind, set[int]] = {"spec": set(), "sandbox": {1, 2, 3, 4, 5, 8}, "client": {7}, "regenerated": {7}}


@attrs.frozen
class Mutant:
    name: str
    family: str
    kind: Kind
    """What disagrees: a changed spec, a client generated from it, changed client code, a changed sandbox."""
    apply: Callable[[Tree], None] = attrs.field(eq=False, repr=False)
    harmless: bool = False
    """It changes documentation only, or nothing at all, and must not be noticed."""
    file: str = ""
    """The file that is changed, unless it is the spec."""
    tests: tuple[str, ...] = ()
    """The files of ordinary tests that have to notice, where the agreement tests cannot."""

    @property
    def layers(self) -> list[int]:
        """The layers that look at what is changed."""
        if self.tests:
            return [ORDINARY]
        return [layer for layer in LAYERS if layer not in {*_BLIND[self.kind], ORDINARY}]


@attrs.define
class Outcome:
    """What the tests said about a mutant."""

    name: str
    verdict: Literal["killed", "refused", "survived", "same", "broken"]
    """`refused`: the generator makes no client of it; `same`: the generated code stays the same."""
    killers: dict[int, str] = attrs.field(factory=dict)
    """By layer, the test that failed."""
    note: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    """Seconds of a processor, with those of the programs that the tests ran."""
