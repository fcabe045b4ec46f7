"""From the bytes of a success response to typed objects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from .errors import HeymarketError, PagingError
from .model import Model, Received, has_open_models, link_items, link_open, link_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from .arguments import Call
    from .drift import Drift
    from .http import httpx
    from .operation import Operation
    from .options import Options
    from .redaction import Clean


class Success(msgspec.Struct, frozen=True, dict=True):
    """A success response to a call, decoded when somebody asks for its result."""

    call: Call
    status_code: int
    headers: httpx.Headers
    body: bytes
    options: Options
    clean: Clean
    """Takes the credentials of the request out of a text."""

    @property
    def request_id(self) -> str | None:
        request_id: str | None = self.headers.get("x-request-id")
        return request_id and self.clean(request_id)

    @cached_property
    def result(self) -> Any:
        try:
            return self._decoded(strict=self.options.strict, on_drift=self.options.on_drift)
        except HeymarketError as error:
            self.call.tell_key(error)
            raise

    def _decoded(self, *, strict: bool, on_drift: Callable[[Drift], Any]) -> Any:
        operation = self.call.operation
        if operation.results:
            operation = operation.for_status(self.status_code)
        if operation.kind == "text":
            from .http import httpx  # noqa: PLC0415 (few operations give text)

            headers = {"Content-Type": self.headers.get("content-type", "")}
            return httpx.Response(200, headers=headers, content=self.body).text
        return decode(
            operation,
            self.body,
            request_id=self.headers.get("x-request-id"),
            strict=strict,
            on_drift=on_drift,
            clean=self.clean,
            idempotency_key=self.call.idempotency_key,
        )

    @property
    def items(self) -> list[Any]:
        """The items of a listing's result."""
        return self._items(self.result)

    def unread(self) -> list[Any]:
        """Return the items as if nobody had them before, decoded anew: callers may have changed the others."""
        return self._items(self._decoded(strict=False, on_drift=bool))  # what drifted was told the first time

    def _items(self, result: Any) -> list[Any]:
        paging = self.call.operation.paging
        items = value_at(result, paging.items) if paging else result
        if items is None and paging and paging.items:
            return []
        if not isinstance(items, list):
            raise PagingError(f"{self.call.operation.name}: the response holds no list of items")
        return items


def decode(  # noqa: PLR0913
    operation: Operation,
    body: bytes,
    *,
    request_id: str | None,
    strict: bool,
    on_drift: Callable[[Drift], Any],
    clean: Clean = str,
    idempotency_key: str | None = None,
) -> Any:
    """Decode a success body.

    What does not match the spec is kept as received and told to `on_drift`, or raises `DecodeError` if `strict`.
    A body that is not JSON, or not the array or object that the spec promises, always raises. What is told or raised
    is passed through `clean` first.
    """
    if operation.result is None:
        return None
    if operation.kind == "bytes":
        return body
    try:
        result = operation.decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        from .salvage import Salvage  # noqa: PLC0415 (few programs ever need it)

        result = Salvage(operation, body, request_id, strict=strict, on_drift=on_drift, clean=clean).run()
    received = Received(body, idempotency_key)
    if type(result) is list:
        link_items(result, received)
    elif isinstance(result, Model):
        link_result(result, received)
        if operation.paging and (path := operation.paging.items):
            items = value_at(result, path)
            if isinstance(items, list):
                link_items(items, received, path)
    if has_open_models(operation.result):
        link_open(result, received)
    return result


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    """Follow field names into a decoded result; None where one is absent."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    return value
