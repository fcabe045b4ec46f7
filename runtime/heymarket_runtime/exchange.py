"""One call from its first attempt to its success, without any I/O of its own.

`exchange` is a generator. It yields a request to send, a number of seconds to sleep, or something that blocks, and
is sent what came of it; the drivers do the sending and the sleeping. How such generators work is shown in `listings`.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from . import log, pacing, retry
from .deadline import DEADLINE, UNSIGNED, Deadline
from .decode import Success
from .errors import ApiError, ConnectionFailedError, RateLimitError, RequestTimeoutError, error_class, redacted
from .http import httpx
from .options import base_url
from .pacing import WRITTEN
from .redaction import clean_bytes, clean_error, clean_headers, cleaner

if TYPE_CHECKING:
    from .arguments import Call
    from .operation import Operation
    from .options import Options
    from .pacing import Blocking, Limiter, Place
    from .redaction import Clean
    from .trials import Trials

Outcome = httpx.Response | httpx.RequestError | None
Steps = Generator["float | httpx.Request | Blocking", Outcome, Success]

_BODILESS = frozenset({"GET", "HEAD", "DELETE"})


class Wire(msgspec.Struct):
    """What the calls of a client and of its copies share."""

    base_url: httpx.URL
    base_path: str
    """Its path, without a slash at the end."""
    headers: httpx.Headers
    rate_limit: Limiter | None
    trials: Trials | None
    url: Callable[[str], httpx.URL]
    keeps_servers: bool = False
    """Whether operations with a server of their own are sent there: nobody has named another base URL."""

    def server(self, operation: Operation) -> httpx.URL | None:
        """Return where an operation is sent, if that is not where the others are."""
        if not operation.base_url or not (self.keeps_servers or operation.base_url.startswith("/")):
            return None
        return _server(self.base_url, operation.base_url)

    def path(self, call: Call) -> str:
        """Return the path that is requested."""
        own = self.server(call.operation)
        return (self.base_path if own is None else own.path.rstrip("/")) + call.path

    def request(
        self, call: Call, timeout: httpx.Timeout, deadline: Deadline | None, place: Place | None
    ) -> httpx.Request:
        headers, content, url = self.headers.copy(), call.content, self.url(call.target)
        body = content or b""
        if call.operation.base_url and (own := self.server(call.operation)) is not None:
            url = joiner(own)(call.target)
            headers["Host"] = url.netloc.decode("ascii")
        if call.headers:
            headers.update(call.headers)
        if content is not None or call.operation.method not in _BODILESS:
            headers["Content-Length"] = str(len(body))
        request = httpx.Request(
            call.operation.method,
            url,
            # Given `content`, httpx would build the headers twice.
            stream=_Body(body, place.written) if place else httpx.ByteStream(body),
            extensions={"timeout": timeout.as_dict(), DEADLINE: deadline},
        )
        request.headers = headers  # given above, httpx would copy them, and look for their encoding once more
        request._content = body  # noqa: SLF001 (transports may ask for it; to read it would be to write it)
        if not call.operation.is_signed:
            request.extensions[UNSIGNED] = True
        if place:
            request.extensions[WRITTEN] = place.written
        return request


class _Body(httpx.ByteStream):
    """Tells when it is read, which httpx does while it writes the request: before that it waits for a connection."""

    def __init__(self, content: bytes, written: Callable[[], None]) -> None:
        self._stream = content
        self._written = written

    def __iter__(self) -> Iterator[bytes]:
        self._written()
        yield self._stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._written()
        yield self._stream


@lru_cache(64)
def _server(base: httpx.URL, server: str) -> httpx.URL:
    return base.copy_with(raw_path=server.encode("ascii")) if server.startswith("/") else base_url(server)


def joiner(base: httpx.URL) -> Callable[[str], httpx.URL]:
    """Return what turns a path with its query into a URL."""
    prefix = base.raw_path.rstrip(b"/")

    @lru_cache(64)  # making a URL costs as much as the rest of a request; most operations have one
    def joined(target: str) -> httpx.URL:
        return base.copy_with(raw_path=prefix + target.encode("ascii"))

    return joined


def exchange(wire: Wire, options: Options, call: Call) -> Steps:
    """Send a call, with retries where they are safe, until it succeeds. Raises `ApiError`, `ConnectionFailedError`."""
    deadline = None if options.deadline is None else Deadline(options.deadline)
    attempt, place, shown = 0, None, log.Shown(call.operation, wire.path(call))
    while True:
        attempt += 1
        if wire.rate_limit:
            place = wire.rate_limit.place()
            turn = place.turn()
            if (first := next(turn, None)) is not None:
                with closing(turn):
                    yield from _queue(chain((first,), turn), shown, deadline, attempt)
        waits = None if wire.trials is None or wire.trials.settled or not call.operation.is_signed else wire.trials
        request, arrived = wire.request(call, options.timeout, deadline, place), 0
        try:
            if waits:
                yield from _settled(waits, request, deadline)
            started, arrived = time.perf_counter(), 1
            outcome = yield request
            arrived = _arrived(outcome)
        finally:
            if waits:
                waits.end(request)
            if place:
                place.close(arrived)
        response = outcome if isinstance(outcome, httpx.Response) else None
        clean = cleaner(request if response is None else response.request)
        log.attempt(shown, attempt, outcome, time.perf_counter() - started, clean)
        if response is not None:
            if response.is_success:
                yield from _told(wire.rate_limit)
                return Success(call, response.status_code, response.headers, response.content, options, clean)
            retryable = retry.may_retry_status(response.status_code, call.semantics)
        else:
            assert isinstance(outcome, httpx.RequestError)  # noqa: S101
            retryable = retry.may_retry_failure(outcome, call.semantics)
        pause = retry.pause_before(attempt, response)
        limited = response is not None and response.status_code == retry.RATE_LIMITED
        yield from _told(wire.rate_limit, pause if limited else None)
        if not retryable or attempt > options.max_retries or (deadline and pause >= deadline.left):
            raise _error(shown, attempt, outcome, deadline, clean) from _cause(outcome, clean)
        log.pause(shown, attempt + 1, pause, retry.reason(outcome))
        yield from deadline.pause(pause) if deadline else (pause,)


def _queue(
    turn: Iterable[float | Blocking], shown: log.Shown, deadline: Deadline | None, attempt: int
) -> Iterator[float | Blocking]:
    """Yield the pauses until a request's turn under the rate limit."""
    told = 0.0
    for pause in turn:
        if callable(pause):
            yield pause
            continue
        if deadline and pause >= deadline.left:
            method, path = shown.operation.method, shown.path
            raise RequestTimeoutError(
                f"{method} {path}: the rate limit has no room before the deadline (attempt {attempt})",
                method=method,
                path=path,
                maybe_processed=False,
            )
        if pause > told:
            log.pause(shown, attempt, pause, "the rate limit is reached")
        nap = min(pause, pacing.LONGEST_NAP)
        told = pause - nap + pacing.LONGEST_NAP  # whoever waits much longer than he was told is told again
        yield from deadline.pause(nap) if deadline else (nap,)


def _told(limit: Limiter | None, pause: float | None = None) -> Iterable[Blocking]:
    """Return what tells others of a request that is done, and of a pause that they should make."""
    if limit is None:
        return ()
    if pause is not None:
        limit.pause(pause)
    return limit.tell()


def _settled(trials: Trials, request: httpx.Request, deadline: Deadline | None) -> Iterator[float]:
    """Yield the pauses until a request may be signed; past the deadline it will not be sent anyway."""
    for nap in trials.wait(request):
        if deadline and deadline.left <= 0:
            return
        yield from deadline.pause(nap) if deadline else (nap,)


def _arrived(outcome: Outcome) -> int:
    """Return how many requests the server may have seen."""
    if isinstance(outcome, httpx.Response):
        return 1 + len(outcome.history)  # the auth layer asked again
    return outcome is not None and retry.maybe_processed(outcome)


def _error(
    shown: log.Shown, attempt: int, outcome: Outcome, deadline: Deadline | None, clean: Clean
) -> ApiError | ConnectionFailedError:
    method, path = shown.operation.method, shown.path
    if isinstance(outcome, httpx.Response):
        error = error_class(outcome.status_code)(
            outcome.status_code,
            method=method,
            path=path,
            headers=clean_headers(outcome.headers, clean),
            body=clean_bytes(outcome.content, clean),
            hint=outcome.extensions.get("auth_hint"),
        )
        if isinstance(error, RateLimitError):
            error.retry_after = retry.retry_after(outcome)
        return error
    assert outcome is not None  # noqa: S101
    processed = retry.maybe_processed(outcome)
    kind = RequestTimeoutError if isinstance(outcome, httpx.TimeoutException) else ConnectionFailedError
    reason = ": ".join(filter(None, [type(outcome).__name__, redacted(clean(str(outcome)))]))
    late = "by the deadline, " if deadline and deadline.left <= 0 else ""
    return kind(
        f"{method} {path}: no complete response {late}after {attempt} attempt{'s' if attempt > 1 else ''} ({reason})"
        f"{'; the server may have carried it out' if processed and shown.operation.semantics != 'safe' else ''}",
        method=method,
        path=path,
        maybe_processed=processed,
    )


def _cause(outcome: Outcome, clean: Clean) -> BaseException | None:
    """Keep httpx's error, without the frames and headers that hold the token."""
    if not isinstance(outcome, httpx.RequestError) or isinstance(outcome, httpx.LocalProtocolError):
        return None  # h11 quotes the header that it refuses
    outcome.__cause__ = outcome.__context__ = outcome.__traceback__ = None
    outcome._request = None  # noqa: SLF001
    clean_error(outcome, clean)
    return outcome
