from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from heymarket_sandbox.errors import SandboxError
from heymarket_sandbox.faults import KINDS, add_from_text
from heymarket_sandbox.settings import Settings
from heymarket_sandbox.webhooks.faults import KINDS as DELIVERY_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heymarket_sandbox.sandbox import Sandbox

PROG = "python -m heymarket_sandbox"
DEFAULT_PORT = 8787


def parser(prog: str = PROG) -> argparse.ArgumentParser:
    defaults = Settings()
    command = argparse.ArgumentParser(
        prog=prog,
        description="An embedded Heymarket on loopback. Prints variables that point a client at it; Ctrl-C ends it.",
    )
    add = command.add_argument
    add("--host", default="127.0.0.1", help="loopback address to listen on (%(default)s)")
    add(
        "--port",
        type=int,
        help=f"port to listen on; 0 takes any free one ({DEFAULT_PORT}, or a free one if it is in use)",
    )
    add("--database", type=Path, metavar="FILE", help="keep the state in this SQLite file (in memory)")
    add(
        "--conversations",
        type=int,
        metavar="N",
        default=defaults.conversations,
        help="conversations to invent (%(default)s)",
    )
    add("--seed", type=int, metavar="N", default=defaults.seed, help="seed of the invented data (%(default)s)")
    add(
        "--page-size",
        type=int,
        metavar="N",
        default=defaults.page_size,
        help="items of a page without `limit` (%(default)s)",
    )
    add("--max-page-size", type=int, metavar="N", default=defaults.max_page_size, help="cap of `limit` (%(default)s)")
    add(
        "--rate-limit",
        type=int,
        metavar="N",
        default=defaults.rate_limit,
        help="requests a window; 0 for no limit (%(default)s)",
    )
    add(
        "--rate-window",
        type=float,
        metavar="SECONDS",
        default=defaults.rate_window,
        help="length of the window (%(default)g)",
    )
    add("--retry-after", choices=("seconds", "date"), help="send Retry-After with 429 (not sent)")
    add("--clock-skew", type=float, metavar="SECONDS", default=0.0, help="run this much ahead of the machine (0)")
    add("--precision", type=int, choices=(0, 3, 6, 9), default=0, help="digits after the second in `updated` (0)")
    add("--mixed-offsets", action="store_true", help="write `updated` with various offsets")
    add(
        "--fault",
        action="append",
        default=[],
        metavar="KIND[,NAME=VALUE...]",
        help="inject a fault, such as `truncate,every=7` or `429,chance=0.1,retry_after=2`; may be given again."
        f" Kinds: {', '.join(KINDS)}. Names: every, burst, chance, seed, operation, attempt, times, seconds,"
        " retry_after, field, value, to",
    )
    add(
        "--webhook",
        action="append",
        default=[],
        metavar="URL",
        help="post the events of webhooks to this URL; may be given again",
    )
    add(
        "--webhook-fault",
        action="append",
        default=[],
        metavar="KIND[,NAME=VALUE...]",
        help="let deliveries go wrong, such as `double,every=3`; may be given again."
        f" Kinds: {', '.join(DELIVERY_KINDS)}. Names: every, times, seconds",
    )
    add("--nulls", action="store_true", help="send null where a field is otherwise left out")
    return command


def main(arguments: Sequence[str] | None = None, prog: str = PROG) -> int:
    command = parser(prog)
    given: dict[str, Any] = vars(command.parse_args(arguments))
    host, port, rules = given.pop("host"), given.pop("port"), given.pop("fault")
    urls, delivery_rules = given.pop("webhook"), given.pop("webhook_fault")
    if port is not None and not 0 <= port <= 65_535:  # noqa: PLR2004 - the highest port
        command.error(f"--port must be between 0 and 65535, not {port}")
    try:
        given["rate_limit"] = given["rate_limit"] or None
        settings = Settings(**given)
    except ValueError as error:
        command.error(str(error))
    try:
        with _sandbox(settings, host, port) as sandbox:
            _add_faults(command, sandbox, rules)
            _add_webhooks(command, sandbox, urls, delivery_rules)
            _interrupt_on_signals()
            _announce(sandbox)
            threading.Event().wait()
    except SandboxError as error:
        _tell(str(error))
        return 1
    except KeyboardInterrupt:
        _tell("stopped")
    except BrokenPipeError:  # nobody reads the variables
        return 1
    return 0


def _sandbox(settings: Settings, host: str, port: int | None) -> Sandbox:
    from heymarket_sandbox import Sandbox  # noqa: PLC0415 - fails with one clear message without the extra
    from heymarket_sandbox.ports import PortUnavailableError  # noqa: PLC0415

    if port is not None:
        return Sandbox(settings, host=host, port=port)
    try:
        return Sandbox(settings, host=host, port=DEFAULT_PORT)
    except PortUnavailableError:
        _tell(f"port {DEFAULT_PORT} is in use, taking a free one")
        return Sandbox(settings, host=host, port=0)


def _add_faults(command: argparse.ArgumentParser, sandbox: Sandbox, rules: list[str]) -> None:
    try:
        for rule in rules:
            add_from_text(sandbox.faults, rule)
    except ValueError as error:
        command.error(str(error))


def _add_webhooks(command: argparse.ArgumentParser, sandbox: Sandbox, urls: list[str], rules: list[str]) -> None:
    try:
        for rule in rules:
            sandbox.webhooks.faults.add_from_text(rule)
        for url in urls:
            sandbox.webhooks.deliver_to(url)
    except ValueError as error:
        command.error(str(error))


def _announce(sandbox: Sandbox) -> None:
    _tell(f"{sandbox.store.conversations.count()} conversations at {sandbox.url}; Ctrl-C ends it")
    sys.stdout.write("".join(f"export {name}={quote(value)}\n" for name, value in sandbox.environ.items()))
    sys.stdout.flush()


def _tell(text: str) -> None:
    """Write to the standard error: a shell evaluates the standard output. Nobody has to read it."""
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(f"heymarket_sandbox: {text}\n")
        sys.stderr.flush()


def _quietly(run: Callable[[], int]) -> int:
    """Run; then let Python not complain, as it ends, of a pipe that nobody reads."""
    try:
        return run()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BrokenPipeError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _interrupt_on_signals() -> None:
    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, interrupt)  # a shell makes its background jobs ignore it


if __name__ == "__main__":
    sys.exit(_quietly(main))
