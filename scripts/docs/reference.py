"""Writes the pages of the reference: what Sphinx's autodoc is to read, name by name, and the help of each command."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import os
from typing import TYPE_CHECKING, Any

from heymarket_cli.main import main as command
from heymarket_cli.operations import groups, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heymarket_cli.operations import Group

MODULES = {
    "heymarket": "The clients, their errors and options.",
    "heymarket.models": "What requests and responses hold.",
    "heymarket.webhooks": "Events that the API posts to a program.",
    "heymarket_auth": "Credentials.",
    "heymarket_sync": "Data in a database or a file.",
    "heymarket_sandbox": "An embedded Heymarket to develop and test against.",
}
MODELS = "heymarket.models"
WIDTH = "84"


def write(folder: Path) -> None:
    """Write `index.md`, a page for each module, one for each resource, and `commands.md`."""
    (folder / "resources").mkdir(parents=True)
    for name in MODULES:
        (folder / f"{name}.md").write_text("\n".join(_module(name)), encoding="utf-8")
    resources = sorted(groups(), key=lambda each: each.name)
    for each in resources:
        (folder / "resources" / f"{each.name}.md").write_text("\n".join(_resource(each)), encoding="utf-8")
    (folder / "index.md").write_text("\n".join(_index(resources)), encoding="utf-8")
    (folder / "commands.md").write_text("\n".join(_commands(resources)), encoding="utf-8")


def _index(resources: list[Group]) -> Iterator[str]:
    yield from ("# Reference", "", "## Resources", "")
    yield "Each is an attribute of a client, as in `heymarket.messages`; those of `AsyncHeymarket` are awaited."
    yield from ("", "```{toctree}", ":maxdepth: 2", "")
    yield from (f"resources/{each.name}" for each in resources)
    yield from ("```", "", "## Modules", "")
    yield from (f"- [{name}]({name}.md): {said}" for name, said in MODULES.items())
    yield from ("", "```{toctree}", ":hidden:", "")
    yield from MODULES
    yield from ("```", "")


def _module(name: str) -> Iterator[str]:
    module = importlib.import_module(name)
    yield from (f"# {name}", "", "```{eval-rst}", f".. automodule:: {name}", "   :no-members:", "")
    elsewhere = []
    for each in sorted(module.__all__, key=str.lower):
        value = getattr(module, each)
        if name != MODELS and getattr(value, "__module__", "").startswith(MODELS):
            elsewhere.append(each)
        else:
            yield from _described(f"{name}.{each}", value)
    if name == "heymarket_sandbox":
        for fixture in ("heymarket_sandbox", "heymarket_sandbox_settings", "heymarket_webhooks"):
            yield f".. autofunction:: heymarket_sandbox.pytest_plugin.{fixture}"
    yield from ("```", "")
    if elsewhere:
        yield from (f"Of [{MODELS}]({MODELS}.md): {', '.join(f'`{each}`' for each in elsewhere)}.", "")


def _described(name: str, value: Any) -> Iterator[str]:
    if inspect.isclass(value):
        kind = "autoexception" if issubclass(value, BaseException) else "autoclass"
        yield from (f".. {kind}:: {name}", "   :members:", "   :show-inheritance:", "")
    elif inspect.isroutine(value):
        yield from (f".. autofunction:: {name}", "")
    else:
        yield from (f".. py:data:: {name.rpartition('.')[2]}", f"   :type: {type(value).__name__}", "")


def _resource(resource: Group) -> Iterator[str]:
    yield from (f"# {resource.name}", "", resource.help, "")
    for each in resource.methods():
        operation, function = each.operation, each.function
        yield from (f"## {operation.name}", "", f"`{operation.method} {operation.path}`", "", "```{eval-rst}")
        yield from (f".. automethod:: {function.__module__}.{function.__qualname__}", "```", "")


def _commands(resources: list[Group]) -> Iterator[str]:
    """Yield what `--help` prints: of the command, of each resource and of each of its methods."""
    os.environ |= {"COLUMNS": WIDTH, "NO_COLOR": "1"}
    yield from ("# Every command", "")
    yield from _help()
    for resource in resources:
        yield from (f"## heymarket {name_of(resource.name)}", "")
        for each in resource.methods():
            yield from (f"### heymarket {each.words}", "", *_help(*each.words.split()))


def _help(*words: str) -> list[str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        command([*words, "--help"])
    return ["```text", out.getvalue().rstrip(), "```", ""]
