"""What a change does to callers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Level = Literal["breaking", "additive", "docs"]
LEVELS: tuple[Level, ...] = ("breaking", "additive", "docs")


@dataclass(frozen=True, order=True)
class Change:
    level: Level
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def worst(changes: Iterable[Change]) -> Level | None:
    """Return the level that decides the version; None without changes."""
    found = {change.level for change in changes}
    return next((level for level in LEVELS if level in found), None)
