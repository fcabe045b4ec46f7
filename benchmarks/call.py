"""One call on loopback: an empty page and a page of 50, sync and async, alone and 20 at once."""

from __future__ import annotations

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from typing import TYPE_CHECKING, Any

from . import data, processes
from .contenders import CONTENDERS, HTTPX, HTTPX_MSGSPEC, OURS
from .measure import Timings, interleave, repeated
from .report import Result, Table, milliseconds, times

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from .report import Run

AT_ONCE = 20
# A program makes its calls with one library, whose code stays in the CPU's caches: a hundred in a row, not a dozen.
LONGER = 6


def measure(run: Run) -> Result:
    result = Result("call")
    with processes.server() as urls:
        for size, url in (("fifty", urls["fifty"]), ("empty", urls["empty"])):
            expected = data.facts(data.page(50)) if size == "fifty" else []
            what = "page of 50" if size == "fifty" else "empty page"
            timings = {**_sync(run, result, url, expected), **_async(run, result, url, expected)}
            for how, timing in timings.items():
                rows = []
                for name in timing.names():
                    ratio = timing.ratio(name, HTTPX)
                    result.figures[f"{how}/{size}/{name}"] = ratio
                    cpu = timing.ratio(name, HTTPX, cpu=True)
                    result.figures[f"CPU, {how}/{size}/{name}"] = cpu
                    rows.append((name, milliseconds(timing.median(name)), times(ratio), times(cpu)))
                result.figures[f"beside the parser, {how}/{size}"] = timing.ratio(OURS, HTTPX_MSGSPEC)
                head = ("", "ms", "against httpx, bytes", "the same, CPU time")
                result.tables.append(Table(f"Call, {what}, {how}", head, rows))
            alone = interleave({"server": _bare(url)}, rounds=run.rounds, seconds=run.block).median("server")
            share = alone / timings["sync, alone"].median(HTTPX)
            result.figures[f"server/{size}"] = share
            spent = f"{alone * 1e6:.0f} us for the {what}, {share:.0%} of raw httpx's time"
            result.notes.append(f"The server, asked through a bare socket, takes {spent}.")
    return result


def _sync(run: Run, result: Result, url: str, expected: data.Facts) -> dict[str, Timings]:
    with ExitStack() as stack:
        calls: dict[str, Callable[[], Any]] = {}
        for contender in CONTENDERS:
            if contender.call:
                with result.trying(contender.name, run.absent):
                    call = contender.call(url, stack)
                    result.check(contender.name, data.facts(call()) == expected)
                    calls[contender.name] = call
        pool = stack.enter_context(ThreadPoolExecutor(AT_ONCE))
        alone = {name: repeated(call) for name, call in calls.items()}
        at_once = {name: _threads(pool, call) for name, call in calls.items()}
        return {
            "sync, alone": _timed(run, alone),
            f"sync, {AT_ONCE} threads": _timed(run, at_once, AT_ONCE),
        }


def _async(run: Run, result: Result, url: str, expected: data.Facts) -> dict[str, Timings]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        calls: dict[str, Callable[[], Awaitable[Any]]] = {}

        async def open_all() -> None:
            for contender in CONTENDERS:
                if contender.call_async:
                    with result.trying(contender.name, run.absent):
                        call = contender.call_async(url, stack)
                        result.check(contender.name, data.facts(await call()) == expected)
                        calls[contender.name] = call

        runner.run(open_all())
        alone = {name: _tasks(runner, call, 1) for name, call in calls.items()}
        at_once = {name: _tasks(runner, call, AT_ONCE) for name, call in calls.items()}
        timings = {
            "async, alone": _timed(run, alone),
            f"async, {AT_ONCE} at once": _timed(run, at_once, AT_ONCE),
        }
        runner.run(stack.aclose())
    return timings


def _timed(run: Run, blocks: Mapping[str, Callable[[int], float]], calls: int = 1) -> Timings:
    return interleave(blocks, rounds=run.rounds // LONGER, seconds=LONGER * run.block, calls=calls)


def _threads(pool: ThreadPoolExecutor, call: Callable[[], Any]) -> Callable[[int], float]:
    """Make `AT_ONCE` calls for each piece of work."""

    def block(pieces: int) -> float:
        started = time.perf_counter()
        for done in [pool.submit(call) for _ in range(pieces * AT_ONCE)]:
            done.result()
        return time.perf_counter() - started

    return block


def _tasks(runner: asyncio.Runner, call: Callable[[], Awaitable[Any]], at_once: int) -> Callable[[int], float]:
    async def work(pieces: int) -> float:
        started = time.perf_counter()
        for _ in range(pieces):
            if at_once == 1:
                await call()
            else:
                await asyncio.gather(*[call() for _ in range(at_once)])
        return time.perf_counter() - started

    return lambda pieces: runner.run(work(pieces))


def _bare(url: str) -> Callable[[int], float]:
    """Talk to the server without an HTTP library, to see what it takes itself."""
    host, port = url.removeprefix("http://").split(":")
    request = b"POST /v1/conversations HTTP/1.1\r\nhost: bench\r\ncontent-length: 12\r\n\r\n" + b'{"limit":50}'

    def exchange(connection: socket.socket) -> None:
        connection.sendall(request)
        received = connection.recv(65536)
        head = received.index(b"\r\n\r\n") + 4
        length = int(received.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        missing = head + length - len(received)
        while missing:
            missing -= len(connection.recv(missing))

    def block(pieces: int) -> float:
        with socket.create_connection((host, int(port))) as connection:
            return repeated(lambda: exchange(connection))(pieces)

    return block
