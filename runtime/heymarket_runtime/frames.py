"""Empties the frames of tracebacks: crash reporters keep their variables, and requests hold tokens.

Files, lines and names stay, so that a traceback reads as it always did. This holds for every exception, from
whatever lies below: a transport, an HTTP library, a provider of credentials, a cancelled task, Ctrl-C.
"""

from __future__ import annotations

import gc
import inspect
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, TracebackType

_PAUSES = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


def empty(error: BaseException, trace: TracebackType | None, outside: BaseException | None) -> None:
    """Empty all frames of a traceback but its first, and all of the exceptions that the error came from.

    `outside` is what callers were handling before the call: its frames are theirs.
    """
    if trace is not None:
        _empty_below(trace)
    for origin in _origins(error, outside):
        origin.__traceback__ = _emptied(origin.__traceback__)


def _origins(error: BaseException, outside: BaseException | None) -> Iterator[BaseException]:
    seen, rest = {id(error), id(outside)}, [error]
    while rest:
        error = rest.pop()
        parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        for origin in (error.__cause__, error.__context__, *parts):
            if origin is not None and id(origin) not in seen:
                seen.add(id(origin))
                rest.append(origin)
                yield origin


def _emptied(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback from its first frame that is empty."""
    while trace is not None and not _empty(trace.tb_frame):
        trace = trace.tb_next
    if trace is not None:
        _empty_below(trace)
    return trace


def _empty_below(trace: TracebackType) -> None:
    """Take out of a traceback what cannot be emptied: a frame that still runs, or waits, is somebody else's."""
    while (below := trace.tb_next) is not None:
        if _empty(below.tb_frame):
            trace = below
        else:
            trace.tb_next = below.tb_next


def _empty(frame: FrameType) -> bool:
    if _waits(frame):
        return False
    try:
        frame.clear()
    except RuntimeError:
        return False
    return True


def _waits(frame: FrameType) -> bool:
    """Whether it belongs to a generator or coroutine that goes on: before Python 3.13 `clear` would end that.

    A frame has its code, and the variables, only when whoever ran it has let go of them.
    """
    if sys.version_info >= (3, 13) or not frame.f_code.co_flags & _PAUSES:
        return False
    return not any(part is frame.f_code for part in gc.get_referents(frame))
