"""Why some mutants that nobody notices are no disagreement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.mutation.mutant import Mutant

REASONS = [
    ("null", "spec", r"", "null means absent in both directions, so an optional field may be null already"),
]


def reason(mutant: Mutant) -> str:
    """Return why a mutant that survives is equivalent; empty if there is no reason."""
    for family, kind, pattern, why in REASONS:
        if mutant.family == family and mutant.kind == kind and re.search(pattern, mutant.name):
            return why
    return ""
