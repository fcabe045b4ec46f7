"""The commands that are no operations of the API. Each is imported when it is the one that runs."""

from __future__ import annotations

import importlib
import inspect
import sys
import typing
from collections.abc import Callable, Sequence
from typing import Any, Literal

import cyclopts
from attrs import frozen
from cyclopts import App

from heymarket_cli import common
from heymarket_cli.common import Common

_GROUP = cyclopts.Group("Other commands", sort_key=1)
_SHOWN = ("output", "fields", "profile", "debug")


@frozen
class Own:
    name: str
    help: str
    where: str
    """Module and function."""
    options: tuple[str, ...] = ("profile", "debug")
    """The common options that it has."""

    def load(self) -> Callable[..., Any]:
        module, _, function = self.where.partition(":")
        return _with_options(getattr(importlib.import_module(module), function), self.options)


OWN = (
    Own("login", "Keep credentials, in the system's keyring or a file of yours alone.", "heymarket_cli.login:login"),
    Own("logout", "Forget the credentials of a profile.", "heymarket_cli.login:logout"),
    Own("profiles", "List the profiles that are kept.", "heymarket_cli.login:listed", ("output", "fields", "debug")),
    Own("whoami", "Show the team that the credentials belong to.", "heymarket_cli.checks:whoami", _SHOWN),
    Own("doctor", "Check clock, network, proxy, credentials and versions.", "heymarket_cli.checks:doctor"),
    Own(
        "api",
        "Send a signed request to any path, as in: heymarket api GET /v1/inboxes.",
        "heymarket_cli.raw:api",
        ("output", "fields", "json", "dry_run", "yes", "profile", "debug"),
    ),
    Own(
        "token",
        'Print a token for 5 minutes, as in: curl -H "Authorization: Bearer $(heymarket token)" URL.',
        "heymarket_cli.raw:token",
    ),
    Own(
        "webhooks listen",
        "Receive the events of a webhook, check their token (HEYMARKET_WEBHOOK_TOKEN), and show them as they come.",
        "heymarket_cli.webhooks:listen",
        ("output", "fields", "debug"),
    ),
    Own(
        "sync",
        "Load the listings into a database, and then what changed, as in: heymarket sync --to duckdb:///heymarket.duckdb.",
        "heymarket_cli.sync:sync",
        ("debug",),  # it takes several profiles
    ),
    Own(
        "mcp",
        "Serve the operations that only read as tools to an agent, over standard input and output (MCP).",
        "heymarket_cli.mcp.command:mcp",
    ),
    Own(
        "export",
        "Write one listing into a file, as in: heymarket export conversations --to conversations.parquet.",
        "heymarket_cli.export:export",
    ),
    Own(
        "sandbox",
        "Start an embedded Heymarket and print the variables that point at it; --help shows its options.",
        "heymarket_cli.sandbox:sandbox",
        (),
    ),
)


def add_to(app: App, chosen: Sequence[str] | None) -> None:
    """Add them all. An API's own resource keeps its name."""
    words = list(chosen or ())
    is_all = chosen is None or words[:1] == ["completion"]
    resources = set(app)
    for each in OWN:
        path = each.name.split()
        if path[0] in resources:
            path[0] = f"cli-{path[0]}"
        target = app
        for group in path[:-1]:
            target.command(App(name=group, help=each.help, group=_GROUP))
            target = target[group]
        function = each.load() if is_all or words[: len(path)] == path else _not_chosen
        target.command(function, name=path[-1], help=each.help, group=_GROUP if target is app else None)
    app.command(_completion(app), name="completion", group=_GROUP)


def _not_chosen() -> None:
    """Stand in for a command that the command line does not name."""


def _with_options(function: Callable[..., Any], names: Sequence[str]) -> Callable[..., Any]:
    """Return what a command line calls: the function's own arguments, and the common options."""
    hints = typing.get_type_hints(function, include_extras=True)
    _, *own = inspect.signature(function).parameters.values()
    parameters = [each.replace(annotation=hints[each.name]) for each in own]
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in common.parameters(None).items()
        if name in names
    ]

    def command(*in_order: Any, **given: Any) -> Any:
        chosen = Common.taken_from({name: given.pop(name) for name in names if name in given}, None)
        return function(chosen, *in_order, **given)

    command.__name__ = function.__name__
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def _completion(app: App) -> Callable[..., None]:
    def completion(shell: Literal["bash", "zsh", "fish"], /) -> None:
        """Print a script that completes commands and options, as in: heymarket completion bash > FILE.

        Args:
            shell: The shell that reads the script.

        """
        sys.stdout.write(app.generate_completion(prog_name="heymarket", shell=shell))

    return completion
