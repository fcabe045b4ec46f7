"""The options of a client, and those that `with_options` changes for some of its calls."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, TypedDict

import msgspec

from .drift import OnDrift, WarnOnce
from .errors import InvalidRequestError
from .http import foreign_package, httpx, is_loopback
from .pacing import Limiter, RateLimit

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
DEFAULT_MAX_RETRIES = 5
# Eleven days; from 25 days on, the system counts milliseconds that it has no room for.
_LONGEST = 1_000_000
_LONGEST_LABEL = 63
_LAST_PORT = 65_535


OnCall = Callable[[str], AbstractContextManager[Any]]
"""Returns what a call runs inside of, from the name of its operation."""


class CallOptions(TypedDict, total=False):
    """Options of `with_options`."""

    timeout: float | httpx.Timeout | None
    """Seconds for each step of an attempt (connect 5, read, write and pool 30 by default); None waits for ever."""
    max_retries: int
    """How often a failed attempt is retried where that is safe; 5 by default."""
    deadline: float | None
    """Seconds for a call in all, with its retries and pauses; no limit by default."""
    strict: bool
    """Raise `DecodeError` for a response that does not match the spec, rather than warn."""
    on_drift: OnDrift
    """Called with a `Drift` for each mismatch, instead of the warning."""
    on_call: OnCall | None
    """Called with the name of the operation (`conversations.list`) before each call, each page of a listing included;
    the call, with its retries and pauses, runs inside of the context manager that it returns: a span, a timer."""


class ClientOptions(CallOptions, total=False):
    """Options of a client."""

    base_url: str
    """Where the API is; http is accepted for loopback hosts only."""
    rate_limit: Limiter | int | None
    """Requests a minute to stay under, 500 by default; None for no pacing. A `RateLimit` may be shared by clients,
    a `SharedRateLimit` by processes."""
    transport: Any
    """An httpx transport, for tests, proxies or another HTTP stack."""


_OF_A_CLIENT = ("auth", *ClientOptions.__annotations__)


class Options(msgspec.Struct, frozen=True):
    """Checked options of a call."""

    timeout: httpx.Timeout = DEFAULT_TIMEOUT
    max_retries: int = DEFAULT_MAX_RETRIES
    deadline: float | None = None
    strict: bool = False
    on_drift: OnDrift = msgspec.field(default_factory=WarnOnce)
    on_call: OnCall | None = None

    def changed(self, changes: Mapping[str, Any]) -> Options:
        """Return a copy with some options changed. Raises `InvalidRequestError`."""
        values = dict(changes)
        for name in values:
            if name not in CallOptions.__annotations__:
                problem = "is set for a whole client only" if name in _OF_A_CLIENT else "no such option"
                raise InvalidRequestError(
                    name, f"{problem}; with_options takes {', '.join(CallOptions.__annotations__)}"
                )
        if "timeout" in values:
            values["timeout"] = _timeout(values["timeout"])
        if not _is_number(values.get("max_retries", 0), whole=True):
            raise InvalidRequestError("max_retries", "expected a whole number, 0 or more")
        if values.get("deadline") is not None and not _is_seconds(values["deadline"]):
            raise InvalidRequestError("deadline", f"expected seconds, 0 or more, or None{_within(values['deadline'])}")
        if not isinstance(values.get("strict", False), bool):
            raise InvalidRequestError("strict", "expected True or False")
        if not callable(values.get("on_drift", print)):
            raise InvalidRequestError("on_drift", "expected a function that takes a Drift")
        if not (values.get("on_call") is None or callable(values["on_call"])):
            raise InvalidRequestError("on_call", "expected a function that returns a context manager, or None")
        return msgspec.structs.replace(self, **values)


def check_client(given: Mapping[str, Any], *, auth: object, handler: str) -> None:
    """Check what `changed` does not: names, credentials, and a transport by the method that handles requests."""
    for name in given:
        if name not in _OF_A_CLIENT:
            raise InvalidRequestError(name, f"no such option; there are {', '.join(_OF_A_CLIENT)}")
    _refuse_foreign("auth", auth)
    if not isinstance(auth, httpx.Auth):
        raise InvalidRequestError("auth", "expected credentials such as heymarket_auth.ApiSecret")
    transport = given.get("transport")
    _refuse_foreign("transport", transport)
    if transport is not None and (isinstance(transport, type) or not hasattr(transport, handler)):
        raise InvalidRequestError(
            "transport", f"expected an object with the method {handler}, such as httpx's, or None"
        )


def rate_limit(value: Limiter | int | None) -> Limiter | None:
    if value is None:
        return None
    if isinstance(value, int):
        if _is_number(value, whole=True) and value >= 1:
            return RateLimit(value)
    elif isinstance(value, Limiter) and not isinstance(value, type):
        return value
    raise InvalidRequestError("rate_limit", "expected requests a minute, 1 or more, a RateLimit, or None")


def base_url(value: str) -> httpx.URL:
    """Return the URL without a trailing slash. Raises `InvalidRequestError`."""
    try:
        url = httpx.URL(value)
    except (httpx.InvalidURL, TypeError):
        raise InvalidRequestError("base_url", "not a URL") from None
    if " " in str(value):
        raise InvalidRequestError("base_url", "not a URL: it holds a space")
    if url.scheme not in {"http", "https"} or not url.host:
        raise InvalidRequestError("base_url", "expected an absolute URL such as https://api.heymarket.com")
    if url.userinfo or url.query or url.fragment:
        raise InvalidRequestError("base_url", "must have no user name, query or fragment")
    if url.scheme == "http" and not is_loopback(url.host):
        raise InvalidRequestError("base_url", f"use https for {url.host}; plain http is for loopback hosts only")
    if url.port is not None and not 0 < url.port <= _LAST_PORT:
        raise InvalidRequestError("base_url", f"ports go from 1 to {_LAST_PORT}, not {url.port}")
    # Names are looked up by their labels, and the last may be empty.
    labels = url.raw_host.decode("ascii").removesuffix(".").split(".")
    if not all(0 < len(label) <= _LONGEST_LABEL for label in labels):
        raise InvalidRequestError("base_url", f"the parts of a host's name have 1 to {_LONGEST_LABEL} letters each")
    return url.copy_with(raw_path=url.raw_path.rstrip(b"/") or b"/")


def _refuse_foreign(name: str, value: object) -> None:
    if theirs := foreign_package(value):
        ours = httpx.__name__
        problem = f"{type(value).__name__} is built on {theirs}, and this client on {ours}; give one built on {ours}"
        raise InvalidRequestError(name, problem)


def _timeout(value: Any) -> httpx.Timeout:
    _refuse_foreign("timeout", value)
    if isinstance(value, httpx.Timeout):
        for step, seconds in value.as_dict().items():
            if seconds is not None and not _is_seconds(seconds):
                problem = f"expected seconds, 0 or more, or None for {step}{_within(seconds)}"
                raise InvalidRequestError("timeout", problem)
        return value
    if value is None:
        return httpx.Timeout(None)
    if not _is_seconds(value) or value == 0:
        problem = f"expected seconds above 0, an httpx.Timeout, or None{_within(value)}"
        raise InvalidRequestError("timeout", problem)
    connect = DEFAULT_TIMEOUT.connect
    return httpx.Timeout(value, connect=value if connect is None else min(value, connect))


def _is_seconds(value: Any) -> bool:
    return _is_number(value) and value <= _LONGEST


def _within(value: Any) -> str:
    return f"; at most {_LONGEST} seconds, or None for no limit" if _is_number(value) and value > _LONGEST else ""


def _is_number(value: Any, *, whole: bool = False) -> bool:
    kinds = int if whole else int | float
    return isinstance(value, kinds) and not isinstance(value, bool) and 0 <= value < float("inf")
