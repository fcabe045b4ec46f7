"""Keys that make a write repeatable: the spec names the field of the body, by which the server knows a repetition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import ApiError, HeymarketError, RateLimitError, ServerError

if TYPE_CHECKING:
    from .arguments import Call


def with_key(body: dict[str, Any], field: str) -> dict[str, Any]:
    """Return a body with a key of our own, unless it has one. All attempts of a call send the same."""
    if field in body:
        return body
    from uuid import uuid4  # noqa: PLC0415 (many programs only read)

    return {**body, field: str(uuid4())}


def tell_key(error: HeymarketError, call: Call) -> None:
    """Say how to repeat by hand a call that an error ends."""
    key = call.idempotency_key
    if error.idempotency_key is not None:
        return
    error.idempotency_key = key
    if isinstance(error, ServerError | RateLimitError) or not isinstance(error, ApiError):
        error.add_note(f"It may be repeated with {call.operation.idempotency_key}={key!r}: nothing is done twice.")
