"""How often tests got to their point: one that never does is green as well."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from . import generation

if TYPE_CHECKING:
    from .contract import Operation

Key = tuple[Any, ...]
SEEN: Counter[Key] = Counter()


def saw(*key: Any) -> None:
    SEEN[key] += 1


def check(request: pytest.FixtureRequest, test: str, counts: dict[Key, int]) -> None:
    """Check that a test, which ran before, saw each of these things at least so often."""
    if not any(item.name.startswith(f"{test}[") for item in request.session.items):
        pytest.skip(f"{test} was not selected")
    assert {key: SEEN[key] for key, least in counts.items() if SEEN[key] < least} == {}


def cases(operation: Operation) -> int:
    """Return how many requests of an operation are tried at least: there is but one without arguments."""
    return generation.EXAMPLES // 2 if operation.parameters or operation.body is not None else 1
