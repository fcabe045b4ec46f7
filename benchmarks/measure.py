"""Timing contenders side by side, so that what disturbs one disturbs all."""

from __future__ import annotations

import gc
import math
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

SLOW = 5  # work that takes this many times its share takes turns only in every so many rounds


class Timings:
    """Seconds for one piece of work, per contender and round."""

    def __init__(self, names: Iterable[str]) -> None:
        self._found: dict[str, dict[int, float]] = {name: {} for name in names}

    def add(self, name: str, turn: int, seconds: float) -> None:
        self._found[name][turn] = seconds

    def names(self) -> list[str]:
        return list(self._found)

    def median(self, name: str) -> float:
        return statistics.median(self._found[name].values())

    def ratio(self, name: str, base: str) -> float:
        """Return the median of the rounds' ratios: both sides of each were measured next to each other."""
        others = self._found[base]
        return statistics.median(seconds / others[turn] for turn, seconds in self._found[name].items())


def repeated(work: Callable[[], object]) -> Callable[[int], float]:
    """Return a block: it does the work so many times and returns the seconds that it took."""

    def block(times: int) -> float:
        started = time.perf_counter()
        for _ in range(times):
            work()
        return time.perf_counter() - started

    return block


def interleave(blocks: Mapping[str, Callable[[int], float]], *, rounds: int, seconds: float) -> Timings:
    """Time each contender for about so many seconds in each round; the order turns from round to round."""
    rates = {name: _seconds_each(block, seconds) for name, block in blocks.items()}
    timings = Timings(blocks)
    order = list(blocks)
    gc.collect()
    gc.freeze()  # what one contender has imported should not slow down the collector for another
    for turn in range(rounds):
        for name in order:
            if rates[name] < SLOW * seconds or turn % SLOW == 0:
                times = max(1, round(seconds / rates[name]))
                timings.add(name, turn, blocks[name](times) / times)
        order.append(order.pop(0))
    gc.unfreeze()
    return timings


def _seconds_each(block: Callable[[int], float], seconds: float) -> float:
    """Return what one piece of work takes, warmed up."""
    times = 1
    while (took := block(times)) < seconds:
        times *= 2
    return took / times


def growth(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return the exponent of growth: 1 is linear, 0 is flat."""
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(value) for value in values]).slope
