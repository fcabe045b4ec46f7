"""The embedded Heymarket, started from here. It reads the command line itself."""

from __future__ import annotations

from collections.abc import Sequence

from heymarket_cli.common import Common


def sandbox(_: Common, *arguments: str) -> int:
    return start(arguments)


def start(arguments: Sequence[str]) -> int:
    from heymarket_sandbox.__main__ import main  # noqa: PLC0415 (the extra is needed here alone)

    return main(arguments, prog="heymarket sandbox")
