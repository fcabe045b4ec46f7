"""A line on standard error while a listing goes on: how many, how fast, and what it waits for."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from heymarket_cli.common import Common
from heymarket_runtime.log import logger

_EVERY = 0.1
_CLEAR = "\r\x1b[K"


class Progress(logging.Handler):
    """Listens to the client's log for its pauses. Silent where nobody looks."""

    def __init__(self, out: TextIO, *, is_counting: bool, is_shown: bool) -> None:
        super().__init__()
        self._out = out
        self._is_counting = is_counting
        self._is_shown = is_shown
        self._started = time.monotonic()
        self._told = float("-inf")
        self._is_on_screen = False
        self.count = 0

    def counted(self, items: int) -> None:
        self.count += items
        now = time.monotonic()
        if self._is_counting and now - self._told >= _EVERY:
            self._show(self._so_far(now))
            self._told = now

    def emit(self, record: logging.LogRecord) -> None:
        seconds, reason = getattr(record, "heymarket_seconds", 0), getattr(record, "heymarket_reason", None)
        if reason is not None and seconds >= 1:
            self._show(f"{self._so_far(time.monotonic())}; waiting {seconds:.0f} s: {reason}")

    def clear(self) -> None:
        if self._is_on_screen:
            self._out.write(_CLEAR)
            self._out.flush()
            self._is_on_screen = False

    def _so_far(self, now: float) -> str:
        seconds = max(now - self._started, 0.001)
        return f"{self.count:,} {'item' if self.count == 1 else 'items'}, {self.count / seconds:,.0f}/s"

    def _show(self, text: str) -> None:
        if self._is_shown:
            self._out.write(f"{_CLEAR}{text}")
            self._out.flush()
            self._is_on_screen = True


@contextmanager
def watched(common: Common) -> Iterator[Progress]:
    """Show on standard error how a call goes on: a line that comes and goes, or with `--debug` the client's log."""
    is_shown = sys.stderr.isatty() and not common.debug
    progress = Progress(sys.stderr, is_counting=not sys.stdout.isatty(), is_shown=is_shown)
    handlers: list[logging.Handler] = [progress]
    if common.debug:
        handlers.append(logging.StreamHandler(sys.stderr))
    level = logger.level
    logger.setLevel(logging.INFO)
    for handler in handlers:
        logger.addHandler(handler)
    try:
        yield progress
    finally:
        for handler in handlers:
            logger.removeHandler(handler)
        logger.setLevel(level)
