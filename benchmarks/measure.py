"""Timing contenders side by side, so that what disturbs one disturbs all."""

from __future__ import annotations

import gc
import math
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

SLOW = 4  # work that takes this many times its share, or more, takes fewer turns


class Timings:
    """Seconds for one piece of work, per contender and round: by the clock, and of this process's CPU time."""

    def __init__(self, names: Iterable[str]) -> None:
        self._found: dict[str, dict[int, tuple[float, float]]] = {name: {} for name in names}

    def add(self, name: str, turn: int, wall: float, cpu: float) -> None:
        self._found[name][turn] = wall, cpu

    def names(self) -> list[str]:
        return list(self._found)

    def median(self, name: str, *, cpu: bool = False) -> float:
        return statistics.median(pair[cpu] for pair in self._found[name].values())

    def ratio(self, name: str, base: str, *, cpu: bool = False) -> float:
        """Return the median of the rounds' ratios: both sides of each were measured next to each other."""
        found, others = self._found[name], self._found[base]
        return statistics.median(found[turn][cpu] / others[turn][cpu] for turn in found.keys() & others.keys())


def repeated(work: Callable[[], object]) -> Callable[[int], float]:
    """Return a function that does the work a number of times and returns the seconds it took."""

    def block(times: int) -> float:
        started = time.perf_counter()
        for _ in range(times):
            work()
        return time.perf_counter() - started

    return block


def interleave(blocks: Mapping[str, Callable[[int], float]], *, rounds: int, seconds: float, calls: int = 1) -> Timings:
    """Time each contender for about so many seconds in each round; the order turns from round to round.

    A piece of work makes `calls` calls; the timings are for one call.
    """
    rates = {name: _seconds_each(block, seconds) for name, block in blocks.items()}
    every = {name: _turns(rate / seconds) for name, rate in rates.items()}
    timings = Timings(blocks)
    order = list(blocks)
    gc.collect()
    gc.freeze()  # the imports of one contender must not slow down the garbage collector for another
    for turn in range(rounds):
        for name in order:
            if turn % every[name] == 0:
                times = max(1, round(seconds / rates[name]))
                if every[name] == 1:
                    blocks[name](1)  # warm the caches, which the contender before has filled
                gc.collect()  # so that no contender collects another's garbage
                started = time.process_time()
                wall = blocks[name](times)
                cpu = (time.process_time() - started) / calls
                timings.add(name, turn, wall / calls / times, cpu / times)
        order.append(order.pop(0))
    gc.unfreeze()
    return timings


def _turns(size: float) -> int:
    """Return every how many rounds work takes a turn: a power of two, so that slow contenders meet in a round."""
    return int(2 ** max(0, math.floor(math.log2(size / SLOW))))


def _seconds_each(block: Callable[[int], float], seconds: float) -> float:
    """Return the seconds for one piece of work, warmed up: the best of five."""
    times = 1
    while (took := block(times)) < seconds:
        times *= 2
    return min(took, *(block(times) for _ in range(4))) / times


def growth(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return the exponent of growth: 1 is linear, 0 is flat."""
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(value) for value in values]).slope
