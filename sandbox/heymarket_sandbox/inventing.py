"""Invents data. Only `random.Random.random` is used: its numbers are the same in every Python."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

from heymarket_sandbox.timestamps import SECOND, nanoseconds, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.table import Record

T = TypeVar("T")

NEWEST = nanoseconds("2026-04-15T09:12:44Z")
FIRST_NAMES = (
    "Amara", "Benjamin", "Chloé", "Dmitri", "Elena", "Farid", "Grace", "Hiroshi", "Ingrid", "José", "Keisha", "Liam",
    "Mai", "Noor", "Olu", "Priya", "Quentin", "Rosa", "Søren", "Tomasz", "Uma", "Víctor", "Wen", "Ximena", "Yusuf",
)  # fmt: skip
LAST_NAMES = (
    "Abbott", "Bianchi", "Carter", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ito", "Jensen", "Kowalski",
    "Lopez", "Müller", "Nguyễn", "O'Brien", "Patel", "Quist", "Ramos", "Sato", "Taylor", "Usman", "Varga", "Wójcik",
)  # fmt: skip


class Inventor:
    def __init__(self, settings: Settings, subject: str = "") -> None:
        """Invent for one subject; the same comes out whatever is invented for others."""
        self._settings = settings
        self._random = Random(f"{settings.seed} {subject}" if subject else settings.seed)  # noqa: S311 - data, not secrets

    def number(self) -> float:
        return self._random.random()

    def pick(self, values: Sequence[T]) -> T:
        return values[int(self.number() * len(values))]

    def chance(self, probability: float) -> bool:
        return self.number() < probability

    def instants(self, count: int) -> Iterator[int]:
        """Yield times, newest first, with ties around the end of the first page."""
        settings = self._settings
        border = settings.page_size
        first_tied = max(0, border - (settings.ties + 1) // 2)
        instant = NEWEST
        for rank in range(count):
            in_group = settings.ties > 1 and first_tied < rank < first_tied + settings.ties
            by_chance = settings.ties > 1 and self.chance(0.05)
            if rank and not in_group and not by_chance:
                instant -= int(60 + self.number() * 7_200) * SECOND
                if settings.precision:
                    tick = 10 ** (9 - settings.precision)
                    instant += int(self.number() * 10**settings.precision) * tick - instant % SECOND
            yield instant

    def history(self, updated: int) -> Record:
        """Return what the server itself says of a record that was last changed at this time."""
        return {
            "created": render(updated - int(self.number() * 86_400) * SECOND),
            "updated": render(updated),
            "rev": 1 + int(self.number() * 3),
        }
