"""Base of the generated resource classes: one per tag of the spec, in a sync and an async form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from .page import AsyncPage, AsyncPages, Page
from .paging import first_position
from .response import RawResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .arguments import Call
    from .core import AsyncCore, SyncCore

P = ParamSpec("P")
T = TypeVar("T")


class Resource:
    def __init__(self, core: SyncCore, *, raw: bool = False) -> None:
        self._core = core
        self._raw = raw

    def _call(self, call: Call) -> Any:
        return self._answer(call, lambda fetched: fetched.result)

    def _page(self, call: Call) -> Page[Any]:
        page: Page[Any] = self._answer(call, lambda fetched: Page(self._core, first_position(fetched)))
        return page

    def _answer(self, call: Call, parsed: Callable[[Any], Any]) -> Any:
        response = self._core.send(call)
        if self._raw:
            return RawResponse(response, lambda: parsed(self._core.fetched(call, response)))
        return parsed(self._core.fetched(call, response))


class AsyncResource:
    def __init__(self, core: AsyncCore, *, raw: bool = False) -> None:
        self._core = core
        self._raw = raw

    async def _call(self, call: Call) -> Any:
        return await self._answer(call, lambda fetched: fetched.result)

    def _page(self, call: Call) -> AsyncPages[Any]:
        return AsyncPages(lambda: self._answer(call, lambda fetched: AsyncPage(self._core, first_position(fetched))))

    async def _answer(self, call: Call, parsed: Callable[[Any], Any]) -> Any:
        response = await self._core.send(call)
        if self._raw:
            return RawResponse(response, lambda: parsed(self._core.fetched(call, response)))
        return parsed(self._core.fetched(call, response))


def raw_response(method: Callable[P, T]) -> Callable[P, RawResponse[T]]:
    """Give the method of a raw resource its true type."""
    return cast("Callable[P, RawResponse[T]]", method)


def async_raw_response(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[RawResponse[T]]]:
    """Give the method of a raw resource its true type."""
    return cast("Callable[P, Awaitable[RawResponse[T]]]", method)
