"""Whom a change of the spec or of the packages breaks.

`schema` compares JSON schemas, `http_api` compares specs with it, `python_api` the packages; `versions` says which
version the changes demand, `reference` gets the project as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

Level = Literal["breaking", "additive", "docs"]
LEVELS: tuple[Level, ...] = ("breaking", "additive", "docs")


@attrs.frozen(order=True)
class Change:
    level: Level
    location: str
    text: str

    def __str__(self) -> str:
        return f"{self.location}: {self.text}"


def worst(changes: Iterable[Change]) -> Level | None:
    """Return the level that decides the version; None without changes."""
    found = {change.level for change in changes}
    return next((level for level in LEVELS if level in found), None)
