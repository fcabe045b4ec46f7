"""Listings whose pages have numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_runtime.errors import PagingError

from .strategy import Next, Position, Strategy

if TYPE_CHECKING:
    from heymarket_runtime.operation import Input


class ByPage(Strategy, frozen=True, kw_only=True):
    """Pages are numbered from one; an empty page is the end."""

    page: Input

    def next(self, position: Position) -> Next:
        before = position.success
        if not before.items:
            return None
        number = self._number(position)
        after = yield before.call.replace(self.page, number + 1)
        if not after.items:
            return None
        if after.body == before.body:
            raise PagingError(f"{after.call.operation.name}: pages {number} and {number + 1} are the same")
        return self.first(after)

    def cursor(self, position: Position) -> str | None:
        return str(self._number(position) + 1)

    def _number(self, position: Position) -> int:
        return position.success.call.get(self.page) or 1
