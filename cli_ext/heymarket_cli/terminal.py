"""Standard error, and what a terminal can show."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO


def tell(text: str) -> None:
    """Write a line for people; standard output is for data alone."""
    with contextlib.suppress(OSError):  # nobody has to read it
        sys.stderr.write(f"heymarket: {text}\n")
        sys.stderr.flush()


def has_colours(stream: TextIO) -> bool:
    """Say whether to use colours: in a terminal that has them, unless NO_COLOR says not to (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
