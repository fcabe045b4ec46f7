"""Where steps become I/O: the synchronous and the asynchronous half of a client."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import msgspec

from . import options as checks
from . import sending
from .decode import decode
from .exchange import Outcome, Steps, Wire, exchange, joiner
from .http import httpx
from .options import Options
from .paging import Fetched

if TYPE_CHECKING:
    from .arguments import Call
    from .paging import Following, Position


def _wire(base_url: str, rate_limit: Any, user_agent: str) -> Wire:
    url = checks.base_url(base_url)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Accept": "application/json",
        "Connection": "keep-alive",
        "User-Agent": f"{user_agent} python/{python} httpx/{httpx.__version__}",
        "Content-Type": "application/json",
    }
    return Wire(url, httpx.Headers(headers), checks.rate_limit(rate_limit), joiner(url))


class _NoCookies(httpx.Cookies):
    """Stays empty: no request here carries cookies, so collecting them would be work for nothing."""

    def extract_cookies(self, response: httpx.Response) -> None:
        pass


class _Core(msgspec.Struct, frozen=True):
    wire: Wire
    options: Options

    def fetched(self, call: Call, response: httpx.Response) -> Fetched:
        request_id = response.headers.get("x-request-id")
        result = decode(
            call.operation,
            response.content,
            request_id=request_id,
            strict=self.options.strict,
            on_drift=self.options.on_drift,
        )
        return Fetched(call, result, response.content, request_id)


class SyncCore(_Core, frozen=True):
    http: httpx.Client

    @classmethod
    def open(cls, auth: httpx.Auth, base_url: str, user_agent: str, given: dict[str, Any]) -> SyncCore:
        rate_limit, transport = given.pop("rate_limit", 500), given.pop("transport", None)
        wire, options = _wire(base_url, rate_limit, user_agent), Options().changed(given)
        http = httpx.Client(auth=auth, transport=transport, timeout=options.timeout)
        http._cookies = _NoCookies()  # noqa: SLF001
        wire.headers["Accept-Encoding"] = http.headers["Accept-Encoding"]
        return cls(wire, options, http)

    def send(self, call: Call) -> httpx.Response:
        return self._carry_out(exchange(self.wire, self.options, call))

    def fetch(self, call: Call) -> Fetched:
        return self.fetched(call, self.send(call))

    def turn(self, steps: Following) -> Position | None:
        try:
            call = next(steps)
            while True:
                call = steps.send(self.fetch(call))
        except StopIteration as stop:
            position: Position | None = stop.value
            return position

    def _carry_out(self, steps: Steps) -> httpx.Response:
        outcome: Outcome = None
        try:
            while True:
                step = steps.send(outcome)
                outcome = None
                if isinstance(step, httpx.Request):
                    try:
                        outcome = sending.send(self.http, step)
                    except httpx.RequestError as error:
                        outcome = error
                else:
                    time.sleep(step)
        except StopIteration as stop:
            response: httpx.Response = stop.value
            return response
        finally:
            steps.close()  # a traceback would keep it, and its place in the queue


class AsyncCore(_Core, frozen=True):
    http: httpx.AsyncClient

    @classmethod
    def open(cls, auth: httpx.Auth, base_url: str, user_agent: str, given: dict[str, Any]) -> AsyncCore:
        rate_limit, transport = given.pop("rate_limit", 500), given.pop("transport", None)
        wire, options = _wire(base_url, rate_limit, user_agent), Options().changed(given)
        http = httpx.AsyncClient(auth=auth, transport=transport, timeout=options.timeout)
        http._cookies = _NoCookies()  # noqa: SLF001
        wire.headers["Accept-Encoding"] = http.headers["Accept-Encoding"]
        return cls(wire, options, http)

    async def send(self, call: Call) -> httpx.Response:
        return await self._carry_out(exchange(self.wire, self.options, call))

    async def fetch(self, call: Call) -> Fetched:
        return self.fetched(call, await self.send(call))

    async def turn(self, steps: Following) -> Position | None:
        try:
            call = next(steps)
            while True:
                call = steps.send(await self.fetch(call))
        except StopIteration as stop:
            position: Position | None = stop.value
            return position

    async def _carry_out(self, steps: Steps) -> httpx.Response:
        import asyncio  # noqa: PLC0415 (a third of the import time, for those who do not use it)

        outcome: Outcome = None
        try:
            while True:
                step = steps.send(outcome)
                outcome = None
                if isinstance(step, httpx.Request):
                    try:
                        outcome = await sending.send_async(self.http, step)
                    except httpx.RequestError as error:
                        outcome = error
                else:
                    await asyncio.sleep(step)
        except StopIteration as stop:
            response: httpx.Response = stop.value
            return response
        finally:
            steps.close()  # a traceback would keep it, and its place in the queue
