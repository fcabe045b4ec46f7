"""Listings whose pages have numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_runtime.errors import PagingError

from .strategy import Next, Position, Strategy

if TYPE_CHECKING:
    from heymarket_runtime.arguments import Call
    from heymarket_runtime.operation import Input


class ByPage(Strategy, frozen=True, kw_only=True):
    """Pages are numbered from `least`; an empty page is the end, if the one after it and another try are empty too."""

    page: Input
    least: int = 1
    """Number of the first page."""

    def next(self, position: Position) -> Next:
        before = position.success
        number = self._number(before.call)
        if not before.items:
            again = yield before.call
            return self.first(again) if again.items else None
        after = yield before.call.replace(self.page, number + 1)
        if not after.items:
            beyond = yield before.call.replace(self.page, number + 2)
            again = yield after.call
            after = again if again.items else beyond
        if not after.items:
            return None
        if after.body == before.body:
            raise PagingError(
                f"{after.call.operation.name}: pages {number} and {self._number(after.call)} are the same"
            )
        return self.first(after)

    def cursor(self, position: Position) -> str | None:
        return str(self._number(position.success.call) + 1)

    def given(self, call: Call) -> str | None:
        number: int | None = call.get(self.page)
        return None if number is None else str(number)

    def _number(self, call: Call) -> int:
        number: int | None = call.get(self.page)
        return self.least if number is None else max(number, self.least)
