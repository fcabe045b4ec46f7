"""What all strategies have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from heymarket_runtime.arguments import Call
    from heymarket_runtime.decode import Success


class Position(msgspec.Struct, frozen=True):
    """Where a listing stands: a page, and what its strategy has to remember. May be used more than once."""

    strategy: Strategy
    success: Success
    items: list[Any]
    memory: Any = None

    def next(self) -> Next:
        return self.strategy.next(self)

    def cursor(self) -> str | None:
        return self.strategy.cursor(self)


class Strategy(msgspec.Struct, frozen=True, kw_only=True):
    """How a listing is paged, as the spec declares it. Base of `ByPage`, `ByToken` and `ByTimestamp`.

    A strategy does no I/O. `next` is a generator that yields the calls it needs and is sent the success response
    to each; what it returns is the position of the next page, or None at the end:

        class Numbered(Strategy):
            def next(self, position):
                number = position.success.call.get("page") + 1
                success = yield position.success.call.replace("page", number)
                return Position(self, success, success.items) if success.items else None

    Items are the caller's as soon as a page is delivered, who may change them and their list: a strategy that needs to
    know of them notes it before, in `memory`.

    Whoever runs it sends the calls, in a synchronous program like this:

        steps = position.next()
        call = next(steps)
        try:
            while True:
                call = steps.send(fetch(call))  # the generator goes on to its next `yield`
        except StopIteration as stop:
            position = stop.value               # the generator has returned

    An asynchronous program does the same with `await fetch(call)`. So each rule of paging is written once, and can
    be tested without a server. `exchange` works alike: it yields requests to send and seconds to sleep.
    """

    items: tuple[str, ...] = ()
    """Path from the result to its list of items; empty where the result is the list."""

    def first(self, success: Success) -> Position:
        """Return the position of a listing's first page. Its items are the caller's already: see `Success.unread`."""
        return Position(self, success, success.items)

    @abstractmethod
    def next(self, position: Position) -> Next:
        """Go to the next page. Raises `PagingError` if pages do not add up."""

    @abstractmethod
    def cursor(self, position: Position) -> str | None:
        """Return where to resume a listing that ends here."""

    @abstractmethod
    def given(self, call: Call) -> str | None:
        """Return the cursor that a call gives: where to resume a listing whose first request failed."""


Next = Generator["Call", "Success", Position | None]
