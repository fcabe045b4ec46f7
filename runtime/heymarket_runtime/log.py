"""What a call tells `logging.getLogger("heymarket")`: one line for each attempt and each pause.

No line holds a secret, a body or the value of a parameter. The values are also fields of the record, with a prefix
as `logging` refuses a field that an application's own record factory has set before.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from .http import httpx

if TYPE_CHECKING:
    from .arguments import Call

logger: Final = logging.getLogger("heymarket")


def attempt(call: Call, number: int, outcome: httpx.Response | httpx.RequestError | None, seconds: float) -> None:
    if not logger.isEnabledFor(logging.INFO):
        return
    if isinstance(outcome, httpx.Response):
        request_id = outcome.headers.get("x-request-id")
        _info(
            "%s %s -> %s in %.0f ms (attempt %d, request id %s)",
            (call.operation.method, call.path, outcome.status_code, seconds * 1000, number, request_id),
            _fields(call, number, status_code=outcome.status_code, seconds=seconds, request_id=request_id),
        )
    else:
        failure = type(outcome).__name__
        _info(
            "%s %s -> %s (attempt %d)",
            (call.operation.method, call.path, failure, number),
            _fields(call, number, failure=failure, seconds=seconds),
        )


def pause(call: Call, number: int, seconds: float, reason: str) -> None:
    """Tell of a pause before the attempt with this number."""
    if logger.isEnabledFor(logging.INFO):
        _info(
            "%s %s: waiting %.1f s before attempt %d: %s",
            (call.operation.method, call.path, seconds, number, reason),
            _fields(call, number, seconds=seconds, reason=reason),
        )


def _info(message: str, arguments: tuple[Any, ...], fields: dict[str, Any]) -> None:
    logger.info(message, *arguments, extra={f"heymarket_{name}": value for name, value in fields.items()})


def _fields(call: Call, number: int, **others: Any) -> dict[str, Any]:
    return {
        "operation": call.operation.name,
        "method": call.operation.method,
        "path": call.path,
        "attempt": number,
        **others,
    }
