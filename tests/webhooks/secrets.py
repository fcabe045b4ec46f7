"""What a crash reporter, a log or a pretty printer would show."""

from __future__ import annotations

import inspect
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent


def told(error: BaseException) -> Iterator[str]:
    """Everything that an error tells, with the variables of each frame but those of tests."""
    chain: list[BaseException | None] = [error]
    while chain:
        error_or_none = chain.pop()
        if error_or_none is None:
            continue
        chain += [error_or_none.__cause__, error_or_none.__context__]
        yield from (repr(error_or_none), str(error_or_none), repr(error_or_none.args), repr(vars(error_or_none)))
        for frame, _ in traceback.walk_tb(error_or_none.__traceback__):
            if Path(frame.f_code.co_filename).parent != HERE:
                yield from shown(frame.f_locals)


def shown(value: Any, depth: int = 4) -> Iterator[str]:
    yield repr(value)
    if not depth:
        return
    if isinstance(value, dict):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set):
        parts = [*value]
    else:
        parts = [*getattr(value, "__dict__", {}).values()]
    for part in parts:
        if not inspect.ismodule(part) and not inspect.isclass(part):
            yield from shown(part, depth - 1)
