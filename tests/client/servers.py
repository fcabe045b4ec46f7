"""A conversation server in memory that keeps the published paging rule, or breaks it as told."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

EPOCH = datetime.datetime(2026, 4, 12, tzinfo=datetime.UTC)
OFFSETS = ("Z", "+00:00", "-07:00", "+05:30")


def write(moment: Fraction, digits: int, offset: str = "Z") -> str:
    """Write seconds since `EPOCH` as RFC 3339, cut to some digits of a second."""
    ticks = moment * 10**digits // 1
    seconds, fraction = divmod(ticks, 10**digits)
    minutes = 0 if offset == "Z" else int(f"{offset[0]}1") * (int(offset[1:3]) * 60 + int(offset[4:]))
    local = (EPOCH + datetime.timedelta(seconds=int(seconds), minutes=minutes)).replace(tzinfo=None)
    return f"{local.isoformat()}{f'.{fraction:0{digits}}' if digits else ''}{offset}"


def read(text: str) -> Fraction:
    """Read RFC 3339 exactly, as `datetime` does not."""
    clock, zone = (text[:-1], "+00:00") if text.endswith("Z") else (text[:-6], text[-6:])
    whole, _, fraction = clock.partition(".")
    moment = datetime.datetime.fromisoformat(whole + zone) - EPOCH
    return moment // datetime.timedelta(seconds=1) + Fraction(int(fraction or 0), 10 ** len(fraction))


@dataclass
class Item:
    """A conversation: its place in the order, and how the server shows it."""

    id: int
    moment: Fraction
    offset: str = "Z"
    shown: dict[str, Any] = field(default_factory=dict)
    """Fields to show otherwise; None leaves one out."""


@dataclass
class Server:
    """The published rule: `updated` descending, and only what lies before `date`."""

    items: list[Item]
    digits: int = 6
    page: int = 10
    """Page size without `limit`."""
    maximum: int | None = 1000
    """Largest `limit` that is honoured; None ignores `limit`."""
    coarse: bool = False
    """Cut the cursor to whole seconds before comparing."""
    ignores_cursor: bool = False
    shortens: Callable[[int], int] = lambda size: size
    """Size of the response instead of a whole page; equal timestamps are never parted by it."""
    between: Callable[[Server], None] = lambda _: None
    """Called before each response."""
    requests: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.requests.append(body)
        self.between(self)
        return httpx.Response(200, json=[self.show(item) for item in self.select(body)])

    def select(self, body: dict[str, Any]) -> list[Item]:
        ascending = body.get("ascending", False)
        found = sorted(self.items, key=lambda item: (item.moment, item.id), reverse=not ascending)
        if "date" in body and not self.ignores_cursor:
            edge = read(body["date"])
            if self.coarse:
                edge = Fraction(edge // 1)
            found = [item for item in found if (item.moment > edge if ascending else item.moment < edge)]
        size = self.page if self.maximum is None else min(body.get("limit", self.page), self.maximum)
        start = size * (body.get("page", 1) - 1)
        full = found[start : start + size]
        cut = max(3, self.shortens(len(full)))
        while cut < len(full) and self._printed(full[cut]) == self._printed(full[cut - 1]):
            cut += 1
        return full[:cut]

    def _printed(self, item: Item) -> str:
        return write(item.moment, self.digits)

    def show(self, item: Item) -> dict[str, Any]:
        shown = {"id": item.id, "updated": write(item.moment, self.digits, item.offset), **item.shown}
        return {name: value for name, value in shown.items() if value is not None}


def items_at(*moments: float | Fraction) -> list[Item]:
    return [Item(index + 1, Fraction(moment)) for index, moment in enumerate(moments)]
