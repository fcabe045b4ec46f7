"""From the bytes of a page to objects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from . import data
from .contenders import CONTENDERS, ORJSON
from .measure import interleave, repeated
from .report import Result, Table, milliseconds, times

if TYPE_CHECKING:
    from collections.abc import Callable

    from .report import Run


def measure(run: Run) -> Result:
    result = Result("decode")
    for count in (50, 1000):
        body = data.page(count)
        timings = interleave(_blocks(run, result, body), rounds=run.rounds, seconds=run.block)
        rows = []
        for name in timings.names():
            ratio = timings.ratio(name, ORJSON, cpu=True)
            result.figures[f"{count}/{name}"] = ratio
            rows.append((name, milliseconds(timings.median(name, cpu=True)), times(ratio)))
        title = f"Decode a page of {count}, {len(body) // 1000} kB"
        result.tables.append(Table(title, ("", "CPU ms", f"against {ORJSON}"), rows))
    return result


def _blocks(run: Run, result: Result, body: bytes) -> dict[str, Callable[[int], float]]:
    expected = data.facts(body)
    blocks = {}
    for contender in CONTENDERS:
        if contender.decode:
            with result.trying(contender.name, run.absent):
                decode = contender.decode()
                result.check(contender.name, data.facts(decode(body)) == expected)
                blocks[contender.name] = repeated(partial(decode, body))
    return blocks
