"""Listings in which each page names the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_runtime.decode import value_at
from heymarket_runtime.errors import PagingError

from .strategy import Next, Position, Strategy

if TYPE_CHECKING:
    from heymarket_runtime.operation import Input


class ByToken(Strategy, frozen=True, kw_only=True):
    """Each result carries an opaque token of the next page; none, or an empty one, is the end."""

    sent_as: Input
    """Request field that takes the token."""
    next_token: tuple[str, ...]
    """Path from the result to the token."""

    def next(self, position: Position) -> Next:
        token = self.cursor(position)
        if token in {None, ""}:
            return None
        after = self.first((yield position.success.call.replace(self.sent_as, token)))
        if self.cursor(after) == token:
            raise PagingError(f"{after.success.call.operation.name}: a page names itself as the next one")
        return after

    def cursor(self, position: Position) -> str | None:
        token: str | None = value_at(position.success.result, self.next_token)
        return token
