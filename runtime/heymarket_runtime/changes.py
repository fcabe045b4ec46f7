"""What changed since the last time: a listing walked from the newest item down to a checkpoint."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import rfc3339
from .errors import HeymarketError, InvalidRequestError

if TYPE_CHECKING:
    from .arguments import Call
    from .decode import Success
    from .driver import AsyncDriver, Driver
    from .listings import ByTimestamp, Position

T = TypeVar("T")

# `datetime` rounds what the wire has in nanoseconds.
_ROUNDING = datetime.timedelta(microseconds=1)


class _Checkpoint(Generic[T]):
    """Walk after walk misses nothing: what changes during one lies above its checkpoint, so the next delivers it.

    Items whose timestamp equals the checkpoint are delivered again, since others may have come to
    share it in the meantime.
    """

    def __init__(self, since: str | datetime.datetime | None) -> None:
        self.checkpoint: str | None = None if since is None else _text(since)
        """Give it as `since` the next time. It moves on when the walk is complete, not before."""
        self._since = _bound(self.checkpoint)

    def _newest(self, first: Position) -> str | None:
        """Return the checkpoint for the next time, from a listing's first page."""
        instants = starting(first).instants(first.success)
        return next(map(str, instants), self.checkpoint)

    def _begun(self, first: Position) -> Position | None:
        return _strategy(first).bounded(first, self._since)

    def _until(self, position: Position) -> Generator[Call, Success, tuple[list[Any], Position | None]]:
        """Return a page's items down to the checkpoint, and where to go on; None if it was reached.

        A server may show an item as older than it is, such as with Go's zero time. So what is older does not show
        that the checkpoint was reached, unless the server sorts it so too: it is asked what lies beyond. What it does
        not sort so may have changed since, and is delivered.
        """
        strategy = _strategy(position)
        moments = strategy.moments(position)
        older = [self._is_older(moment) for moment in moments]
        if self.checkpoint is None or not any(older):
            return position.items, position
        beyond = yield from strategy.known_beyond(position, self.checkpoint)
        if any(known and moment and not old for known, moment, old in zip(beyond, moments, older, strict=True)):
            return position.items, position  # the server goes by no cursor, so this says nothing
        # One without a date may be newer than what stands above it.
        passed = [known and old for known, old in zip(beyond, older, strict=True)]
        items = [item for item, gone in zip(position.items, passed, strict=True) if not gone]
        return items, None if any(passed) else position

    def _is_older(self, moment: datetime.datetime | None) -> bool:
        return self._since is not None and moment is not None and moment < self._since

    def _stopped(self, error: HeymarketError) -> None:
        """Say how to resume a walk that an error ends: from its start, as its checkpoint has not moved."""
        error.cursor = self.checkpoint
        if self.checkpoint is not None:
            error.add_note(f"The walk over changes is not complete; walk again, `since={self.checkpoint!r}`.")


def starting(first: Position) -> ByTimestamp:
    """Return how a listing is paged. Raises `InvalidRequestError` if changes cannot be walked from this page."""
    strategy = _strategy(first)
    for field in (strategy.sent_as, strategy.reversed_by):
        if field is not None and first.success.call.get(field):
            raise InvalidRequestError(field.name, "a walk over changes starts from the newest item")
    return strategy


def _strategy(position: Position) -> ByTimestamp:
    from .listings import ByTimestamp  # noqa: PLC0415 (whoever has a page has imported it; `import heymarket` need not)

    if not isinstance(position.strategy, ByTimestamp):
        raise InvalidRequestError("since", f"{position.success.call.operation.name} is not in order of time")
    return position.strategy


class Changes(_Checkpoint[T]):
    """Items that changed since a checkpoint, newest first; see `Page.changes`."""

    def __init__(self, driver: Driver, first: Position, since: str | datetime.datetime | None) -> None:
        super().__init__(since)
        self._driver = driver
        self._first = first

    def __iter__(self) -> Iterator[T]:
        try:
            newest, position = self._newest(self._first), self._begun(self._first)
            while position is not None:
                items, position = self._driver.next(self._until(position))
                yield from items
                position = position and self._driver.next(position.next())
        except HeymarketError as error:
            self._stopped(error)
            raise
        self.checkpoint = newest


class AsyncChanges(_Checkpoint[T]):
    """Items that changed since a checkpoint, newest first; see `AsyncPages.changes`."""

    def __init__(
        self, first: Callable[[], Awaitable[tuple[AsyncDriver, Position]]], since: str | datetime.datetime | None
    ) -> None:
        super().__init__(since)
        self._first = first

    async def __aiter__(self) -> AsyncIterator[T]:
        try:
            driver, first = await self._first()
            newest, position = self._newest(first), self._begun(first)
            while position is not None:
                items, position = await driver.next(self._until(position))
                for item in items:
                    yield item
                position = position and await driver.next(position.next())
        except HeymarketError as error:
            self._stopped(error)
            raise
        self.checkpoint = newest


def _text(since: str | datetime.datetime) -> str:
    if isinstance(since, datetime.datetime):
        if since.utcoffset() is None:
            raise InvalidRequestError("since", "a timestamp needs a time zone")
        try:
            since = since.astimezone(datetime.UTC)
        except OverflowError:  # before the first or after the last year there is
            since = since.replace(tzinfo=datetime.UTC)
        return since.isoformat().replace("+00:00", "Z")
    if not _is_timestamp(since):
        raise InvalidRequestError("since", "expected an earlier checkpoint or an RFC 3339 timestamp")
    return since


def _bound(checkpoint: str | None) -> datetime.datetime | None:
    """Return the moment below which an item is older than the checkpoint; None if nothing is for certain."""
    if checkpoint is None:
        return None
    try:
        return rfc3339.parse(checkpoint).moment - _ROUNDING
    except OverflowError:
        return None


def _is_timestamp(text: Any) -> bool:
    try:
        return bool(rfc3339.parse(text))
    except (TypeError, ValueError):
        return False
