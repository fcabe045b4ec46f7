"""Every mutant of `nox -s mutation` still finds the text that it changes, and there are enough of every sort."""

from __future__ import annotations

import collections
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from lab.mutation import by_hand, equivalent, from_spec, tree
from lab.mutation.mutant import CONTROL

from .support import invented, spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.mutation.mutant import Mutant

MUTANTS = [*from_spec.some(from_spec.every()), *by_hand.mutants()]


class Rehearsal:
    """Takes a mutant's changes as a working copy does, and writes nothing."""

    def __init__(self) -> None:
        self.changes = 0

    def change_spec(self, change: Callable[[Any], object]) -> None:
        tree.changed(spec.SPEC, change)
        self.changes += 1

    generate_from = change_spec

    def change_text(self, name: str, old: str, new: str) -> None:
        before = _source(name)
        assert tree.replaced(before, old, new) != before
        self.changes += 1

    def generate(self) -> None:
        assert self.changes, "generated from what is not changed yet"


@cache
def _source(name: str) -> str:
    text = (spec.ROOT / name).read_text(encoding="utf-8")
    return text + invented.HANDLER if name.endswith("resources/__init__.py") else text


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.name)
def test_a_mutant_changes_something(mutant: Mutant) -> None:
    rehearsal = Rehearsal()
    mutant.apply(rehearsal)
    assert bool(rehearsal.changes) == (mutant.family != CONTROL)


def test_there_are_enough_of_every_sort() -> None:
    names = collections.Counter(each.name for each in MUTANTS)
    assert max(names.values()) == 1
    assert sum(not each.harmless for each in MUTANTS) >= 250
    sorts = "names types formats required null enums nesting arrays parameters statuses paths methods servers"
    sorts += " security paging documentation templates runtime credentials sandbox"
    assert {*sorts.split(), "media types"} <= {each.family for each in MUTANTS}


def test_every_reason_for_an_equivalent_is_used() -> None:
    used = {equivalent.reason(each) for each in MUTANTS}
    assert {why for *_, why in equivalent.REASONS} <= used
