"""Which mutants there are, and some of them; processes that try one find it here by its name."""

from __future__ import annotations

import itertools
import random
import subprocess
from typing import TYPE_CHECKING, Any

import yaml

from lab.mutation import by_hand, from_spec, trial
from lab.mutation.mutant import Outcome
from lab.mutation.tree import ROOT

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from lab.mutation.mutant import Mutant

SPEC = "openapi/heymarket.yaml"


def all_mutants() -> dict[str, Mutant]:
    """Return what a whole run tries, by name."""
    return _named([*by_hand.mutants(), *from_spec.some(from_spec.every())])


def since(reference: str) -> dict[str, Mutant]:
    """Return the mutants of what was changed since a git reference: of files, operations and objects of the spec."""
    files = set(_git("diff", "--name-only", reference).splitlines())
    before, now = (
        yaml.safe_load(text) for text in (_git("show", f"{reference}:{SPEC}"), (ROOT / SPEC).read_text("utf-8"))
    )
    one, other = _parts(before), _parts(now)
    changed = tuple(f"{name}{end}" for name in other if one.get(name) != other[name] for end in (" ", ".", ":"))
    by_family = {
        family: [each for each in mutants if each.name.startswith(changed)]
        for family, mutants in from_spec.every().items()
    }
    return _named([*(each for each in by_hand.mutants() if each.file in files), *from_spec.some(by_family)])


def _parts(spec: Any) -> dict[str, Any]:
    parts: dict[str, Any] = trial.operations(spec) | spec["components"]["schemas"]
    return parts


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _named(mutants: list[Mutant]) -> dict[str, Mutant]:
    return {each.name: each for each in mutants}


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


def try_one(name: str, outcomes: Connection, *, first: bool) -> None:
    """Send what became of a mutant, also when it breaks the trial itself."""
    try:
        every = [*by_hand.mutants(), *itertools.chain(*from_spec.every().values())]
        outcome = trial.run(_named(every)[name], first=first)
    except Exception as error:  # noqa: BLE001
        outcome = Outcome(name, "broken", note=f"{type(error).__name__}: {error}")
    outcomes.send(outcome)
