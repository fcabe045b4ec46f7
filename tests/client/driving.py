"""One test body for both clients, scripted responses, and clocks that only tests move."""

from __future__ import annotations

import inspect
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from heymarket import AsyncHeymarket, Heymarket

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Generator, Iterable

ENDLESS = 10_000
"""No test lists as much as this."""


class Counting(httpx.Auth):
    """Numbers the tokens, so that a test can see which attempt carried which."""

    def __init__(self) -> None:
        self.minted = 0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        self.minted += 1
        request.headers["Authorization"] = f"Bearer token-{self.minted}"
        yield request


@dataclass
class Clock:
    """Stands in for the modules `time` and `random`, and for `anyio.sleep`: sleeping only moves it."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)
    ceilings: list[tuple[float, float]] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    perf_counter = monotonic

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float, result: Any = None) -> Any:
        self.sleep(seconds)
        return result

    def uniform(self, low: float, high: float) -> float:
        """Return the longest pause that the jitter allows."""
        self.ceilings.append((low, high))
        return high


@dataclass
class Script:
    """A transport's handler that gives scripted responses, the last one for ever, and keeps the requests."""

    responses: list[Any]
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        response = self.responses[min(len(self.requests), len(self.responses)) - 1]
        if isinstance(response, Exception):
            raise response
        if callable(response):
            response = response(request)
        return reply(response)

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.requests]

    @property
    def tokens(self) -> list[str]:
        return [request.headers["Authorization"] for request in self.requests]


def reply(response: Any) -> httpx.Response:
    """Turn a status, a body, or both into a response."""
    match response:
        case httpx.Response():  # a fresh one each time, as a response can be read by one client only
            headers = [(name, value) for name, value in response.headers.raw if name.lower() != b"content-length"]
            return httpx.Response(response.status_code, headers=headers, content=response.content)
        case int():
            return httpx.Response(response)
        case bytes():
            return httpx.Response(200, content=response, headers={"X-Request-Id": "req-1"})
        case _:
            return httpx.Response(200, json=response, headers={"X-Request-Id": "req-1"})


class Driver:
    """Uses a `Heymarket`, or an `AsyncHeymarket` in the same words."""

    def __init__(self, runner: asyncio.Runner | None) -> None:
        self._runner = runner

    @property
    def asynchronous(self) -> bool:
        return self._runner is not None

    @property
    def kind(self) -> type[Any]:
        return AsyncHeymarket if self.asynchronous else Heymarket

    def client(self, handler: Callable[[httpx.Request], httpx.Response] | None = None, **options: Any) -> Any:
        if handler is not None:
            options.setdefault("transport", httpx.MockTransport(handler))
        options.setdefault("rate_limit", None)
        options.setdefault("auth", Counting())
        return self.kind(**options)

    def run(self, value: Any) -> Any:
        """Return a result, waiting for it where it has to be waited for."""
        if self._runner is None or not inspect.isawaitable(value):
            return value

        async def waiting() -> Any:
            return await value

        return self._runner.run(waiting())

    def collect(self, items: Iterable[Any] | Any) -> list[Any]:
        """Go through everything that can be iterated over."""
        return self.run(_gather(items)) if self.asynchronous else _bounded(items)

    def all(self, client: Any, **arguments: Any) -> list[Any]:
        """List everything; a sync listing sends its first request here too."""
        return self.collect(client.conversations.list(**arguments))

    def first(self, client: Any, **arguments: Any) -> Any:
        """Return the first page."""
        return self.run(client.conversations.list(**arguments))

    def next(self, page: Any) -> Any:
        return self.run(page.next_page())

    def walk(self, client: Any, into: list[int], **arguments: Any) -> None:
        """List everything into `into`, so that what came before an error is kept."""
        page = self.first(client, **arguments)
        while page is not None:
            into.extend(item.id for item in page.items)
            assert len(into) < ENDLESS
            page = self.next(page)

    def request(self, client: Any, *arguments: Any, **options: Any) -> Any:
        return self.run(client.request(*arguments, **options))


def _bounded(items: Iterable[Any]) -> list[Any]:
    found = []
    for item in items:
        found.append(item)
        assert len(found) < ENDLESS
    return found


async def _gather(items: Any) -> list[Any]:
    found = []
    async for item in items:
        found.append(item)
        assert len(found) < ENDLESS
    return found
