"""Pages of a listing, as the caller sees them."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .changes import AsyncChanges, Changes, starting
from .errors import HeymarketError

if TYPE_CHECKING:
    from .arguments import Call
    from .decode import Success
    from .driver import AsyncDriver, Driver
    from .listings import Position, Strategy

R = TypeVar("R")
T = TypeVar("T")

_ITEMS = attrgetter("items")


class _AnyPage(Generic[T]):
    def __init__(self, success: Success, position: Position | None) -> None:
        self._success = success
        self._items = list(_begun(success, _ITEMS) if position is None else position.items)
        if position is not None:
            self._position = position

    @cached_property
    def _position(self) -> Position:
        """Where a first page stands: many programs want no other page."""
        return _begun(self._success, paging(self._success.call).first)

    @property
    def items(self) -> list[T]:
        """The items of this page only: a first page as received, later ones without what came before.

        The list is yours; what you do to it does not disturb the listing.
        """
        return self._items

    @property
    def request_id(self) -> str | None:
        """`X-Request-Id` of the response that held this page."""
        return self._success.request_id

    @property
    def cursor(self) -> str | None:
        """Where the next page begins: pass it as the listing's cursor argument to go on another time.

        It is text, so that it can be kept anywhere; where the argument is an integer, pass `int(page.cursor)`.
        Resuming may repeat the last items of this page; nothing is skipped.
        """
        return self._position.cursor()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.items)} items>"


class Page(_AnyPage[T]):
    """One page of a listing; iterating over it goes on through all following pages."""

    def __init__(self, driver: Driver, success: Success, position: Position | None = None) -> None:
        self._driver = driver  # first, so that a pickler is refused for what it is
        super().__init__(success, position)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page._position.items  # noqa: SLF001 (its own class)

    def pages(self) -> Iterator[Page[T]]:
        """Iterate over this page and all following ones."""
        page: Page[T] | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def next_page(self) -> Page[T] | None:
        """Fetch the page after this one; None at the end.

        Errors that end a listing carry the `cursor` to resume from.
        """
        try:
            position = self._driver.next(self._position.next())
        except HeymarketError as error:
            tell_cursor(error, self.cursor)
            raise
        return None if position is None else Page(self._driver, position.success, position)

    def changes(self, *, since: str | datetime.datetime | None) -> Changes[T]:
        """Walk from the newest item down to an earlier checkpoint; None walks through everything.

        Iterate, then store `checkpoint` and give it as `since` the next time: nothing is missed. Call it on a
        listing without a cursor, in its usual order. An error has as its `cursor` what to give as `since` again.
        """
        starting(self._position)
        return Changes(self._driver, self._position, since)


class AsyncPage(_AnyPage[T]):
    """One page of a listing; iterating over it goes on through all following pages."""

    def __init__(self, driver: AsyncDriver, success: Success, position: Position | None = None) -> None:
        self._driver = driver  # first, so that a pickler is refused for what it is
        super().__init__(success, position)

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page._position.items:  # noqa: SLF001 (its own class)
                yield item

    async def pages(self) -> AsyncIterator[AsyncPage[T]]:
        """Iterate over this page and all following ones."""
        page: AsyncPage[T] | None = self
        while page is not None:
            yield page
            page = await page.next_page()

    async def next_page(self) -> AsyncPage[T] | None:
        """Fetch the page after this one; None at the end.

        Errors that end a listing carry the `cursor` to resume from.
        """
        try:
            position = await self._driver.next(self._position.next())
        except HeymarketError as error:
            tell_cursor(error, self.cursor)
            raise
        return None if position is None else AsyncPage(self._driver, position.success, position)


class AsyncPages(Coroutine[Any, Any, AsyncPage[T]], Generic[T]):
    """A listing: `async for` goes through all items of all pages, `await` gives the first page.

    It is a coroutine to asyncio, so that `asyncio.create_task` takes it as it takes other calls.
    """

    def __init__(self, first: Callable[[], Coroutine[Any, Any, AsyncPage[T]]]) -> None:
        self._first = first

    def __await__(self) -> Generator[Any, None, AsyncPage[T]]:
        return self._first().__await__()

    @cached_property
    def _run(self) -> Coroutine[Any, Any, AsyncPage[T]]:
        return self._first()  # made by the first step, so that none is left that nobody awaited

    def send(self, value: Any, /) -> Any:
        return self._run.send(value)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None, /) -> Any:
        error = kind if value is None else value
        return self._run.throw(error if traceback is None else error.with_traceback(traceback))

    def close(self) -> None:
        if "_run" in self.__dict__:
            self._run.close()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for item in await self._first():
            yield item

    def changes(self, *, since: str | datetime.datetime | None) -> AsyncChanges[T]:
        """Walk from the newest item down to an earlier checkpoint; None walks through everything.

        Iterate, then store `checkpoint` and give it as `since` the next time: nothing is missed. Call it on a
        listing without a cursor, in its usual order. An error has as its `cursor` what to give as `since` again.
        """

        async def begun() -> tuple[AsyncDriver, Position]:
            page = await self._first()
            return page._driver, page._position  # noqa: SLF001 (a class beside it)

        return AsyncChanges(begun, since)

    async def pages(self) -> AsyncIterator[AsyncPage[T]]:
        """Iterate over all pages."""
        async for page in (await self._first()).pages():
            yield page


def _begun(success: Success, read: Callable[[Success], R]) -> R:
    """Read the first response of a listing; an error says where to resume it."""
    try:
        return read(success)
    except HeymarketError as error:
        tell_cursor(error, paging(success.call).given(success.call))
        raise


def paging(call: Call) -> Strategy:
    """Return how the listing goes on that a call begins."""
    strategy = call.operation.paging
    assert strategy is not None  # noqa: S101 (the generator pages only what the spec says is paged)
    return strategy


def tell_cursor(error: HeymarketError, cursor: str | None) -> None:
    """Say where to resume a listing that an error ends."""
    error.cursor = cursor
    if cursor is not None:
        error.add_note(f"The listing stopped after a whole page; resume it from {cursor!r}.")
