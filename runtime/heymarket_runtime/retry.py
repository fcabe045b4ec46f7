"""Which failures are retried, and after how long."""

from __future__ import annotations

import datetime
import email.utils
import random
from typing import TYPE_CHECKING

from .http import httpx

if TYPE_CHECKING:
    from .operation import Semantics

RATE_LIMITED = 429
_TRANSIENT = frozenset({500, 502, 503, 504})
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
# Refused on this side, and always will be.
_NEVER_SENT = (httpx.LocalProtocolError, httpx.UnsupportedProtocol)

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 20.0
# The published window is a minute; without a Retry-After there is nothing better to go by.
_FIRST_RATE_PAUSE = 4.0
LONGEST_RATE_PAUSE = 60.0


def may_retry_status(status_code: int, semantics: Semantics) -> bool:
    return status_code == RATE_LIMITED or (semantics != "unsafe" and status_code in _TRANSIENT)


def may_retry_failure(failure: httpx.RequestError, semantics: Semantics) -> bool:
    if isinstance(failure, _NEVER_SENT):
        return False
    return semantics != "unsafe" or isinstance(failure, _NOTHING_SENT)


def maybe_processed(failure: httpx.RequestError) -> bool:
    return not isinstance(failure, _NOTHING_SENT + _NEVER_SENT)


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that `Retry-After` asks for (RFC 9110, 10.2.3: seconds or a date), if it makes sense."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])  # longer is absurd, and the caller caps it anyway
    moment = _date(text)
    if moment is None:
        return None
    # The server's own clock, when it tells, saves us from the difference to ours.
    now = _date(response.headers.get("date", "")) or datetime.datetime.now(datetime.UTC)
    return max(0.0, (moment - now).total_seconds())


def _date(text: str) -> datetime.datetime | None:
    try:
        date = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date.replace(tzinfo=date.tzinfo or datetime.UTC)


def pause_before(attempt: int, response: httpx.Response | None) -> float:
    """Seconds to wait before this retry (the first is 1): what the server asked for, and never less than backoff."""
    asked = 0.0 if response is None else retry_after(response) or 0.0
    return max(min(asked, LONGEST_RATE_PAUSE), _backoff(attempt, response))


def reason(outcome: httpx.Response | httpx.RequestError | None) -> str:
    """Say what a pause is for."""
    if not isinstance(outcome, httpx.Response):
        return type(outcome).__name__
    asked = retry_after(outcome)
    return f"{outcome.status_code}, which asked for {asked:.0f} s" if asked else str(outcome.status_code)


def _backoff(attempt: int, response: httpx.Response | None) -> float:
    doubled = 2 ** min(attempt - 1, 10)
    if response is not None and response.status_code == RATE_LIMITED:
        # Half the jitter: five retries must outlast the minute that the limit is counted over.
        ceiling = min(LONGEST_RATE_PAUSE, _FIRST_RATE_PAUSE * doubled)
        return random.uniform(ceiling / 2, ceiling)  # noqa: S311
    return random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * doubled))  # noqa: S311
