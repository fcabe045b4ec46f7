"""What a web application does with a delivery: check it, take it once, answer, and then do the work."""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import AsyncIterable, Awaitable, Callable
from typing import Any, ClassVar, Final, Generic, NamedTuple, TypeVar

from heymarket_runtime.drift import OnDrift

from .errors import WebhookBodyError, WebhookTokenError
from .parsing import MAX_SIZE, Parser
from .seen import MemorySeen, Seen
from .tokens import Tokens

Event = TypeVar("Event")
Handle = Callable[[Event], Any] | Callable[[Event], Awaitable[Any]]

logger: Final = logging.getLogger("heymarket")


class Answer(NamedTuple):
    """What to send, and what to do afterwards."""

    status: int
    work: Callable[[], Any] | None = None
    """A coroutine function if the handler is one."""

    @property
    def headers(self) -> dict[str, str]:
        return {"Allow": "POST"} if self.status == 405 else {}  # noqa: PLR2004 (method not allowed)


class Receiver(Generic[Event]):
    """Receives the events of a webhook for `handle`, a function or a coroutine function that takes one.

    `token` and `on_drift` are those of `parse`. `seen` drops what is delivered again; by default it is a `MemorySeen`.
    The answer is sent first: 204 for an event, be it taken before, 401 without the right token, 400 for what is no
    event, 413 for what is too large, and 405 for another method than POST. If handling an event fails, the log of
    `heymarket` has the traceback, and the event counts as not seen.

    Raises `WebhookTokenError` if there is no token to compare with.
    """

    _parser: ClassVar[Parser[Any]]

    def __init__(
        self,
        handle: Handle[Event],
        *,
        token: Tokens | None = None,
        seen: Seen | None = None,
        on_drift: OnDrift | None = None,
        max_size: int = MAX_SIZE,
    ) -> None:
        if token is not None and not isinstance(token, str) and not callable(token):
            token = tuple(token)
        try:
            self._parser.check_tokens(token)
            self._event: Callable[[bytes], Event] = _checked(self._parser, token, on_drift, max_size)
        finally:
            del token
        self._handle = handle
        self._seen = MemorySeen() if seen is None else seen
        self.max_size = max_size
        self.is_async: bool = inspect.iscoroutinefunction(handle) or inspect.iscoroutinefunction(
            getattr(handle, "__call__", None)  # noqa: B004 (an object whose `__call__` is a coroutine function)
        )

    def check(self, method: str, body: bytes) -> Event | Answer:
        """Return the event of a request, or the answer to what is none. Nothing is taken yet."""
        if method != "POST":
            return Answer(405)
        try:
            return self._event(body)
        except WebhookTokenError:
            logger.info("webhook refused: the token is not right")
            return Answer(401)
        except WebhookBodyError as error:
            logger.info("webhook refused: %s", error)
            return Answer(413 if error.is_too_large else 400)
        finally:
            del body  # a crash reporter reads the variables of this frame

    def take(self, event: Event) -> Answer:
        """Take an event, if it was not taken before. It is answered after that, so it must not be lost any more."""
        key = self._parser.identity(event)
        if not self._seen.begin(key, json.dumps(_raw(event)).encode()):
            logger.info("webhook seen before")
            return Answer(204)
        return Answer(204, self._work(key, event))

    def receive(self, method: str, body: bytes) -> Answer:
        """Check and take; for frameworks that wait for each other anyway."""
        try:
            checked = self.check(method, body)
        finally:
            del body
        return checked if isinstance(checked, Answer) else self.take(checked)

    def resume(self) -> int:
        """Handle what was taken and not done, such as when the process ended meanwhile; return how many were done."""
        if self.is_async:
            raise TypeError("the handler is a coroutine function: await resume_async()")
        return sum(self._work(key, self._parser.parse_unverified(kept))() for key, kept in self._seen.unfinished())

    async def resume_async(self) -> int:
        """As `resume`, for a handler that is a coroutine function."""
        if not self.is_async:
            raise TypeError("the handler is a function: call resume()")
        done = 0
        for key, kept in self._seen.unfinished():
            done += await self._work(key, self._parser.parse_unverified(kept))()
        return done

    def for_sync(self) -> Receiver[Event]:
        """Return itself. Raises `TypeError` if it could not be used by a framework that does not await."""
        if self.is_async:
            raise TypeError("the handler is a coroutine function, which this framework cannot await: give a function")
        return self

    def _work(self, key: str, event: Event) -> Callable[[], Any]:
        async def work_async() -> bool:
            try:
                await self._handle(event)
            except BaseException as error:  # noqa: BLE001 (whatever it was, the event is not done)
                return self._failed(key, error)
            return self._end(key, done=True)

        def work() -> bool:
            try:
                self._handle(event)
            except BaseException as error:  # noqa: BLE001 (whatever it was, the event is not done)
                return self._failed(key, error)
            return self._end(key, done=True)

        return work_async if self.is_async else work

    def _failed(self, key: str, error: BaseException) -> bool:
        self._end(key, done=False)
        if not isinstance(error, Exception):
            raise error
        logger.error("handling the webhook event %s failed", key, exc_info=error)
        return False

    def _end(self, key: str, *, done: bool) -> bool:
        self._seen.end(key, done=done)
        return done


async def gathered(chunks: AsyncIterable[bytes], most: int) -> bytes:
    """Return a body, or the beginning of one that is too large."""
    parts, size = [], 0
    async for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > most:
            break
    return b"".join(parts)


def _checked(
    parser: Parser[Any], token: Tokens | None, on_drift: OnDrift | None, max_size: int
) -> Callable[[bytes], Any]:
    """Return `parse` with its options; no repr and no crash reporter looks into a closure."""

    def event(body: bytes) -> Any:
        try:
            return parser.parse(body, token=token, on_drift=on_drift, max_size=max_size)
        finally:
            del body

    return event


def _raw(event: Any) -> Any:
    return event.raw
