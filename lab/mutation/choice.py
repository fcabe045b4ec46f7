"""Which mutants there are, and some of them; processes that try one find it here by its name."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

from lab.mutation import by_hand, from_spec, trial

if TYPE_CHECKING:
    from lab.mutation.mutant import Mutant, Outcome


def all_mutants() -> dict[str, Mutant]:
    found = [*by_hand.mutants(), *from_spec.mutants()]
    return {each.name: each for each in found}


def sample(mutants: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """Return some mutants, of as many families as possible, the same for the same seed."""
    by_family: dict[str, list[Mutant]] = {}
    for each in mutants:
        by_family.setdefault(each.family, []).append(each)
    chance = random.Random(seed)  # noqa: S311 - no secret
    families = [*by_family.values()]
    chance.shuffle(families)
    for members in families:
        chance.shuffle(members)
    in_turn = [each for turn in itertools.zip_longest(*families) for each in turn if each is not None]
    return in_turn[:size]


def try_one(name: str, first: bool) -> Outcome:  # noqa: FBT001 - what a pool passes on
    return trial.run(all_mutants()[name], first=first)
