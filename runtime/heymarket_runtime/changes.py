"""What changed since the last time: a listing walked from the newest item down to a checkpoint."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import rfc3339
from .errors import InvalidRequestError
from .listings import ByTimestamp

if TYPE_CHECKING:
    from .listings import Position

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
        self._since = None if self.checkpoint is None else rfc3339.parse(self.checkpoint).moment - _ROUNDING

    def _newest(self, first: Position) -> str | None:
        """Return the checkpoint for the next time, from a listing's first page."""
        return next(filter(_is_timestamp, starting(first).texts(first.success)), self.checkpoint)

    def _until(self, position: Position) -> tuple[list[Any], bool]:
        """Return a page's items down to the checkpoint, and whether it was reached."""
        name = _strategy(position).field
        for index, item in enumerate(position.items):
            moment = getattr(item, name, None)
            if self._since is not None and isinstance(moment, datetime.datetime) and moment < self._since:
                return position.items[:index], True
        return position.items, False


def starting(first: Position) -> ByTimestamp:
    """Return how a listing is paged. Raises `InvalidRequestError` if changes cannot be walked from this page."""
    strategy = _strategy(first)
    for field in (strategy.sent_as, strategy.reversed_by):
        if field is not None and first.success.call.get(field):
            raise InvalidRequestError(field.name, "a walk over changes starts from the newest item")
    return strategy


def _strategy(position: Position) -> ByTimestamp:
    if not isinstance(position.strategy, ByTimestamp):
        raise InvalidRequestError("since", f"{position.success.call.operation.name} is not in order of time")
    return position.strategy


class Changes(_Checkpoint[T]):
    """Items that changed since a checkpoint, newest first; see `Page.changes`."""

    def __init__(self, pages: Callable[[], Iterator[Position]], since: str | datetime.datetime | None) -> None:
        super().__init__(since)
        self._pages = pages

    def __iter__(self) -> Iterator[T]:
        newest = None
        for number, position in enumerate(self._pages()):
            newest = newest if number else self._newest(position)
            items, reached = self._until(position)
            yield from items
            if reached:
                break
        self.checkpoint = newest


class AsyncChanges(_Checkpoint[T]):
    """Items that changed since a checkpoint, newest first; see `AsyncPages.changes`."""

    def __init__(self, pages: Callable[[], AsyncIterator[Position]], since: str | datetime.datetime | None) -> None:
        super().__init__(since)
        self._pages = pages

    async def __aiter__(self) -> AsyncIterator[T]:
        newest, number = None, 0
        async for position in self._pages():
            newest, number = (newest if number else self._newest(position)), number + 1
            items, reached = self._until(position)
            for item in items:
                yield item
            if reached:
                break
        self.checkpoint = newest


def _text(since: str | datetime.datetime) -> str:
    if isinstance(since, datetime.datetime):
        if since.utcoffset() is None:
            raise InvalidRequestError("since", "a timestamp needs a time zone")
        return since.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    if not _is_timestamp(since):
        raise InvalidRequestError("since", "expected an earlier checkpoint or an RFC 3339 timestamp")
    return since


def _is_timestamp(text: Any) -> bool:
    try:
        return bool(rfc3339.parse(text))
    except (TypeError, ValueError):
        return False
