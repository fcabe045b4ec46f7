"""Runs the command, and says in one line what went wrong."""

from __future__ import annotations

import io
import os
import sys
import traceback
import warnings
from collections.abc import Sequence

from heymarket_cli import failures, sandbox
from heymarket_cli.commands import build, normal
from heymarket_cli.terminal import tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    words = normal(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for what the terminal's encoding lacks
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        return _run(words)


def _run(words: Sequence[str]) -> int:
    try:
        try:
            done = (
                sandbox.start(words[1:])
                if words[:1] == ["sandbox"]
                else build(words)(words, exit_on_error=False, print_error=False)
            )
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return failures.INTERRUPTED
    except BrokenPipeError:
        _abandon_output()
        return failures.BROKEN_PIPE
    except failures.EXPECTED as error:
        if "--debug" in words:
            traceback.print_exception(error)
        tell(failures.line(error))
        if isinstance(error, OSError):
            _abandon_output()
        return failures.exit_code(error)
    return done if isinstance(done, int) else 0


def _abandon_output() -> None:
    """Let Python not try once more, as it ends, to write what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    tell(f"note: {message}")
