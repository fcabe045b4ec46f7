"""What changed since the last time: a listing walked from the newest item down to a checkpoint."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import rfc3339
from .errors import InvalidRequestError
from .operation import ByTimestamp
from .paging import texts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from .page import AsyncPage, Page
    from .paging import Position

T = TypeVar("T")

# `datetime` rounds what the wire has in nanoseconds.
_ROUNDING = datetime.timedelta(microseconds=1)


class _Checkpoint(Generic[T]):
    """Repeated walks miss nothing: whatever changes during one lies above its checkpoint, for the next.

    Items whose timestamp equals the checkpoint are delivered again, since others may have come to
    share it in the meantime.
    """

    def __init__(self, since: str | datetime.datetime | None) -> None:
        self.checkpoint = None if since is None else _text(since)
        """Give it as `since` the next time. It moves on when the walk is complete, not before."""
        self._since = None if self.checkpoint is None else rfc3339.parse(self.checkpoint).moment - _ROUNDING

    def _newest(self, position: Position) -> str | None:
        call = position.fetched.call
        paging = _by_time(position)
        for place in (paging.cursor, paging.reversed_by):
            if place is not None and call.get(place):
                raise InvalidRequestError(place.name, "a walk over changes starts from the newest item")
        return next(filter(_is_timestamp, texts(position.fetched, paging)), self.checkpoint)

    def _until(self, position: Position) -> tuple[list[Any], bool]:
        """Return a page's items down to the checkpoint, and whether it was reached."""
        name = _by_time(position).field
        for index, item in enumerate(position.items):
            moment = getattr(item, name, None)
            if self._since is not None and isinstance(moment, datetime.datetime) and moment < self._since:
                return position.items[:index], True
        return position.items, False


def _by_time(position: Position) -> ByTimestamp:
    operation = position.fetched.call.operation
    if not isinstance(operation.paging, ByTimestamp):
        raise InvalidRequestError("since", f"{operation.name} is not in order of time")
    return operation.paging


class Changes(_Checkpoint[T]):
    """Items that changed since a checkpoint, newest first; see `Page.changes`."""

    def __init__(self, first: Page[T], since: str | datetime.datetime | None) -> None:
        super().__init__(since)
        self._first = first
        self._next = self._newest(first.position)

    def __iter__(self) -> Iterator[T]:
        for page in self._first.pages():
            items, reached = self._until(page.position)
            yield from items
            if reached:
                break
        self.checkpoint = self._next


class AsyncChanges(_Checkpoint[T]):
    """Items that changed since a checkpoint, newest first; see `AsyncPages.changes`."""

    def __init__(self, first: Callable[[], Awaitable[AsyncPage[T]]], since: str | datetime.datetime | None) -> None:
        super().__init__(since)
        self._first = first

    async def __aiter__(self) -> AsyncIterator[T]:
        first = await self._first()
        following = self._newest(first.position)
        async for page in first.pages():
            items, reached = self._until(page.position)
            for item in items:
                yield item
            if reached:
                break
        self.checkpoint = following


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
