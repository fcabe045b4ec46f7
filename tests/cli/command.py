"""Runs the command: in this process where that is enough, else in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pexpect

from heymarket_cli.main import main

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

COMMAND = (sys.executable, "-W", "error", "-m", "heymarket_cli")


class Here:
    """The command in this process, where the output is no terminal."""

    def __init__(self, environ: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> None:
        self.environ = environ
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Return exit code, standard output and standard error."""
        self._capsys.readouterr()
        code = main(words)
        out, err = self._capsys.readouterr()
        return code, out, err

    def output(self, *words: str) -> str:
        code, out, err = self(*words)
        assert code == 0, err
        return out

    def refused(self, *words: str) -> tuple[int, str]:
        """Return the exit code and the one line that says why."""
        code, out, err = self(*words)
        assert code != 0
        assert out == ""
        assert err.startswith("heymarket: ")
        assert err.count("\n") == 1
        return code, err.removeprefix("heymarket: ").strip()


def apart(*words: str, environ: Mapping[str, str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    given = {"capture_output": True, "text": True, "timeout": 100} | options
    return subprocess.run([*COMMAND, *words], env=clean(environ), check=False, **given)


def terminal(*words: str, environ: Mapping[str, str], columns: int = 100) -> pexpect.spawn[str]:
    """Run the command in a terminal."""
    command, *arguments = COMMAND
    return pexpect.spawn(
        command,
        [*arguments, *words],
        env=clean(environ) | {"TERM": "xterm-256color", "COLUMNS": ""},
        dimensions=(40, columns),
        encoding="utf-8",
        timeout=30,
    )


def clean(environ: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with what is given, and without what would change the command.

    Nor does it see the keyring and the profiles of whoever runs the tests.
    """
    known = {name: value for name, value in os.environ.items() if not name.startswith("HEYMARKET_")}
    ours = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "XDG_CONFIG_HOME": os.devnull,
        "COLUMNS": "200",
        "TZ": "UTC",
    }
    return {**known, **ours, **environ}
