"""Listings in which each page names the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_runtime.decode import value_at
from heymarket_runtime.errors import PagingError

from .strategy import Next, Position, Strategy

if TYPE_CHECKING:
    from heymarket_runtime.arguments import Call
    from heymarket_runtime.decode import Success
    from heymarket_runtime.operation import Input

Taken = dict[int, int]
"""Hashes of the tokens that led to a page, and the number of that page: a circle may be of any length."""


class ByToken(Strategy, frozen=True, kw_only=True):
    """Each result carries an opaque token of the next page; none, or an empty one, is the end.

    A page without items is believed to be the end when it comes twice.
    """

    sent_as: Input
    """Request field that takes the token."""
    next_token: tuple[str, ...]
    """Path from the result to the token."""

    def first(self, success: Success) -> Position:
        token = self.given(success.call)
        return self._position(success, 0, {} if token is None else {hash(token): 0})

    def next(self, position: Position) -> Next:
        number, taken = position.memory
        token = self.cursor(position)
        if token:
            if taken.get(hash(token), number + 1) <= number:
                name = position.success.call.operation.name
                raise PagingError(f"{name}: a page names itself, or one before it, as the next one")
            taken[hash(token)] = number = number + 1
            position = self._position((yield position.success.call.replace(self.sent_as, token)), number, taken)
        elif position.items:
            return None
        if self._is_empty(position):
            position = self._position((yield position.success.call), number, taken)
        return None if self._is_empty(position) else position

    def cursor(self, position: Position) -> str | None:
        token: str | None = value_at(position.success.result, self.next_token)
        return token

    def given(self, call: Call) -> str | None:
        token: str | None = call.get(self.sent_as)
        return token

    def _position(self, success: Success, number: int, taken: Taken) -> Position:
        return Position(self, success, success.items, (number, taken))

    def _is_empty(self, position: Position) -> bool:
        return not position.items and not self.cursor(position)
