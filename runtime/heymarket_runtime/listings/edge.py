"""Where a page in order of time ends, and what lies on either side."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from heymarket_runtime.errors import PagingError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from heymarket_runtime import rfc3339

    from .snapshot import Moment, Snapshot

# Servers may compare cursors more coarsely than they print timestamps, but not more than this.
_COARSEST = datetime.timedelta(seconds=1)
# Two timestamps that `datetime` rounded, each by up to a microsecond.
_ROUNDING = datetime.timedelta(microseconds=2)


class Edge(msgspec.Struct, frozen=True):
    """A timestamp at which a listing stands, seen in the listing's direction."""

    instant: rfc3339.Instant
    ascending: bool
    listing: str

    def __str__(self) -> str:
        return str(self.instant)

    def moved(self, ticks: int) -> str:
        """Return a cursor so many ticks further on in the listing's direction, or back if negative."""
        try:
            return str(self.instant.moved(ticks if self.ascending else -ticks))
        except OverflowError:
            raise PagingError(f"{self.listing}: {self.instant} is the last timestamp there is") from None

    def moved_if_possible(self, ticks: int) -> str | None:
        """Return such a cursor, or none where there are no more timestamps."""
        try:
            return self.moved(ticks)
        except PagingError:
            return None

    @property
    def second(self) -> int:
        """Ticks of a second."""
        return int(10**self.instant.digits)

    @property
    def moment(self) -> Moment:
        """The timestamp as `datetime` knows it; None beyond its years."""
        try:
            return self.instant.moment
        except OverflowError:
            return None

    def is_before(self, moment: datetime.datetime) -> bool:
        """Whether an item belongs, beyond doubt, to what came before the edge."""
        edge = self.moment
        if edge is None:
            return False
        return (edge - moment if self.ascending else moment - edge) > _COARSEST + _ROUNDING

    def is_beyond(self, moment: datetime.datetime) -> bool:
        edge = self.moment
        return edge is not None and (moment > edge if self.ascending else moment < edge)

    def is_reached_by(self, moment: datetime.datetime) -> bool:
        """Whether an item lies at the edge or beyond it."""
        return moment == self.moment or self.is_beyond(moment)

    def is_passed_by(self, instants: Iterable[rfc3339.Instant]) -> bool:
        """Whether a response that comes from beyond the edge goes on to what lies before it, by a tick at least."""
        edge = self.instant.nanoseconds
        return any(each.nanoseconds < edge if self.ascending else each.nanoseconds > edge for each in instants)

    def hides(self, response: Snapshot, seen: Container[Any]) -> bool:
        """Whether a response that comes from beyond the edge shows something new there."""
        for identity, moment in zip(response.identities, response.moments, strict=True):
            if moment and self.is_before(moment):
                return False
            if identity not in seen:
                return True
        return False

    def near(self, moments: list[Moment]) -> list[bool]:
        """Say of each item whether an overlapping response can hold it again."""
        edge, width = self.moment, _COARSEST + _ROUNDING
        if edge is None:
            return [True] * len(moments)
        if self.ascending:
            return [moment is None or edge - moment <= width for moment in moments]
        return [moment is None or moment - edge <= width for moment in moments]
