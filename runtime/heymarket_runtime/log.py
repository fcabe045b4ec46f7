"""What a call tells `logging.getLogger("heymarket")`: one line for each attempt and each pause.

No line holds a secret, a body or the value of a parameter. The values are also fields of the record, with a prefix
as `logging` refuses a field that an application's own record factory has set before.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .errors import printable
from .http import httpx

if TYPE_CHECKING:
    from .operation import Operation
    from .redaction import Clean

logger: Final = logging.getLogger("heymarket")


class Shown(NamedTuple):
    """How logs and errors name a request."""

    operation: Operation
    path: str
    """The path that is really requested: base URLs may have one too."""


def attempt(
    shown: Shown, number: int, outcome: httpx.Response | httpx.RequestError | None, seconds: float, clean: Clean
) -> None:
    if not logger.isEnabledFor(logging.INFO):
        return
    if isinstance(outcome, httpx.Response):
        request_id = outcome.headers.get("x-request-id")
        request_id = request_id and printable(clean(request_id))
        _info(
            "%s %s -> %s in %.0f ms (attempt %d, request id %s)",
            (shown.operation.method, shown.path, outcome.status_code, seconds * 1000, number, request_id),
            _fields(shown, number, status_code=outcome.status_code, seconds=seconds, request_id=request_id),
        )
    else:
        failure = type(outcome).__name__
        _info(
            "%s %s -> %s (attempt %d)",
            (shown.operation.method, shown.path, failure, number),
            _fields(shown, number, failure=failure, seconds=seconds),
        )


def pause(shown: Shown, number: int, seconds: float, reason: str) -> None:
    """Tell of a pause before the attempt with this number."""
    if logger.isEnabledFor(logging.INFO):
        _info(
            "%s %s: waiting %.1f s before attempt %d: %s",
            (shown.operation.method, shown.path, seconds, number, reason),
            _fields(shown, number, seconds=seconds, reason=reason),
        )


def _info(message: str, arguments: tuple[Any, ...], fields: dict[str, Any]) -> None:
    logger.info(message, *arguments, extra={f"heymarket_{name}": value for name, value in fields.items()})


def _fields(shown: Shown, number: int, **others: Any) -> dict[str, Any]:
    return {
        "operation": shown.operation.name,
        "method": shown.operation.method,
        "path": shown.path,
        "attempt": number,
        **others,
    }
