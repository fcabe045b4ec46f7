"""Everything the client raises, as one tree."""

from __future__ import annotations

import http
import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

# A server may echo what it was sent; an error message must not show it.
_CREDENTIAL = re.compile(r"(?i)bearer\s+\S+|(?<![\w-])[\w-]{8,}+\.[\w-]{8,}+\.[\w-]{8,}+")
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_LONGEST_EXCERPT = 300
_LONGEST_CREDENTIAL = 2000
# The vendor publishes no error shape; these are the fields that public client code reads.
_SAID = ("error", "message", "detail")


class HeymarketError(Exception):
    """Base of all errors that this client raises."""

    cursor: str | None = None
    """Where a listing stopped: pass it as the listing's cursor argument to go on from there.

    If the first request fails, it is the cursor that the listing was given; None if none was. The first items after
    resuming may be the last ones before the error once more; nothing in between is skipped. On an error that ends a
    walk over changes, it is the checkpoint to give as `since` again.
    """

    idempotency_key: str | None = None
    """Key that the failed call carried, if any: give it again, and the server does nothing twice."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions with several arguments do not survive pickling by default.
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[HeymarketError], args: tuple[Any, ...], state: dict[str, Any]) -> HeymarketError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class InvalidRequestError(HeymarketError, ValueError):
    """An argument is wrong; nothing was sent."""

    def __init__(self, argument: str, problem: str = "") -> None:
        argument = argument or "body"  # what is wrong with a body as a whole has no path inside it
        super().__init__(f"{argument}: {problem}" if problem else argument)
        self.argument: str = argument if problem else argument.partition(": ")[0]
        """Name of the argument, with the path inside it: `limit`, `filters.inboxes[0]`."""


class ClientUnusableError(HeymarketError, RuntimeError):
    """The client is closed, or its transport belongs to another process or event loop; the message says what to do."""


class RateLimitStoreError(HeymarketError):
    """The store that counts the requests of many processes is down; nothing was sent."""


class ConnectionFailedError(HeymarketError):
    """No complete response arrived: the connection could not be made, or broke."""

    def __init__(self, message: str, *, method: str = "", path: str = "", maybe_processed: bool = True) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.maybe_processed = maybe_processed
        """Whether the server may have carried out the request all the same."""


class RequestTimeoutError(ConnectionFailedError):
    """No complete response arrived in time."""


class PagingError(HeymarketError):
    """The server's pages do not add up, so that going on could skip items or list them twice."""


class DecodeError(HeymarketError):
    """A success response does not match the spec, and cannot or must not be passed on as it is."""

    def __init__(
        self, problem: str, *, operation: str = "", path: str = "$", body: bytes = b"", request_id: str | None = None
    ) -> None:
        super().__init__(f"{operation}: {problem} at {path}{_quote(request_id)}" if operation else problem)
        self.operation = operation
        self.path = path
        """JSON path of the first value that does not match, such as `$[3].assigned`."""
        self.body = body
        """The body as received."""
        self.request_id = request_id


class ApiError(HeymarketError):
    """The response has an error status."""

    def __init__(  # noqa: PLR0913
        self,
        status_code: int | str,
        *,
        method: str = "",
        path: str = "",
        headers: Mapping[str, str] = _NO_HEADERS,
        body: bytes = b"",
        hint: str | None = None,
    ) -> None:
        alone = isinstance(status_code, str)  # a message, from a task queue that keeps no more of an error
        self.status_code: int = _leading_number(status_code) if isinstance(status_code, str) else status_code
        self.method = method
        self.path = path
        self.headers = headers
        """Headers of the response."""
        self.body = body
        """Body of the response as received: JSON of any shape, text, HTML or nothing."""
        self.request_id: str | None = headers.get("x-request-id")
        """The vendor's id of this exchange (`X-Request-Id`), to quote to its support."""
        super().__init__(status_code if alone else self._message(hint))

    def _message(self, hint: str | None) -> str:
        text = "; ".join(part for part in (self._excerpt(), hint) if part)
        return (
            f"{self.status_code} {_phrase(self.status_code)} from {self.method} {self.path}"
            f"{': ' if text else ''}{text}{_quote(self.request_id)}"
        )

    def json(self) -> Any:
        """Return the body parsed as JSON; `ValueError` if it is none."""
        return json.loads(self.body)

    def _excerpt(self) -> str:
        text = self.body.decode("utf-8", "replace")
        try:
            match json.loads(text):
                case str() as said:
                    text = said
                case dict() as fields:
                    text = ": ".join(str(fields[key]) for key in _SAID if fields.get(key)) or text
        except (ValueError, RecursionError):
            pass
        text = redacted(" ".join(text[: _LONGEST_EXCERPT + _LONGEST_CREDENTIAL].split()))
        text = printable(text)
        return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}..."


class BadDataError(ApiError):
    """400: the body is malformed or a field is invalid; the same request would fail again."""


class AuthenticationError(ApiError):
    """401: the credentials are missing, wrong or expired."""


class PermissionDeniedError(ApiError):
    """403: the credentials are valid, but may not do this."""


class NotFoundError(ApiError):
    """404: there is no such thing, or it is not visible to these credentials."""


class RateLimitError(ApiError):
    """429: too many requests in the current minute."""

    retry_after: float | None = None
    """Seconds the server asked to wait (`Retry-After`), if it did."""


class ServerError(ApiError):
    """5xx: the service failed."""


_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadDataError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}
_FIRST_SERVER_ERROR = 500


def error_class(status_code: int) -> type[ApiError]:
    return _BY_STATUS.get(status_code) or (ServerError if status_code >= _FIRST_SERVER_ERROR else ApiError)


def _leading_number(message: str) -> int:
    number = message.partition(" ")[0]
    return int(number) if number.isdecimal() else 0


def _phrase(status_code: int) -> str:
    try:
        return http.HTTPStatus(status_code).phrase
    except ValueError:
        return "(unknown status)"


def _quote(request_id: str | None) -> str:
    return f" (request id {printable(request_id)})" if request_id else ""


def printable(text: str) -> str:
    """Return the text without what drives terminals (control characters) or breaks log files (lone surrogates)."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def redacted(text: str) -> str:
    """Return the text without anything that looks like a credential."""
    return _CREDENTIAL.sub("[redacted]", text)
