"""Responses as they came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from .decode import Success
from .errors import printable
from .http import httpx
from .redaction import EmptyFrames, clean_headers

T = TypeVar("T")


class RawResponse(Generic[T]):
    """A success response as it came, from a method of `with_raw_response`."""

    def __init__(self, success: Success, parse: Callable[[], T]) -> None:
        self.status_code: int = success.status_code
        self.headers: httpx.Headers = clean_headers(success.headers, success.clean)
        """Headers of the response, without credentials that it may quote."""
        self.content: bytes = success.body
        """The body as received, without its content encoding."""
        self.request_id: str | None = success.request_id
        """The vendor's id of this exchange (`X-Request-Id`)."""
        self.idempotency_key: str | None = success.call.idempotency_key
        """The key that the request carried, if any: with it a repeated request does nothing twice."""
        self._parse = parse

    def parse(self) -> T:
        """Return what the method returns without `with_raw_response`."""
        with EmptyFrames():
            return self._parse()

    def __repr__(self) -> str:
        request_id = printable(str(self.request_id))
        return f"<RawResponse {self.status_code}, {len(self.content)} bytes, request id {request_id}>"
