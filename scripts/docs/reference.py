"""Writes the pages of the reference: what Sphinx's autodoc is to read, name by name, and the help of each command."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heymarket_cli.main import main as command
from heymarket_runtime.operation import Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    resources = sorted(importlib.import_module("heymarket.api").__path__)
    names = sorted(path.stem for each in resources for path in _modules(each))
    for name in names:
        (folder / "resources" / f"{name}.md").write_text("\n".join(_resource(name)), encoding="utf-8")
    (folder / "index.md").write_text("\n".join(_index(names)), encoding="utf-8")
    (folder / "commands.md").write_text("\n".join(_commands(names)), encoding="utf-8")


def _modules(folder: str) -> Iterator[Path]:
    return (path for path in Path(folder).glob("*.py") if not path.stem.startswith("_"))


def _index(resources: list[str]) -> Iterator[str]:
    yield from ("# Reference", "", "## Resources", "")
    yield "Each is an attribute of a client, as in `heymarket.messages`; those of `AsyncHeymarket` are awaited."
    yield from ("", "```{toctree}", ":maxdepth: 2", "")
    yield from (f"resources/{name}" for name in resources)
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


def _resource(name: str) -> Iterator[str]:
    module = importlib.import_module(f"heymarket.api.{name}")
    (resource,) = [
        each for key, each in vars(module).items() if key.endswith("Resource") and not key.startswith("Async")
        if inspect.isclass(each) and each.__module__ == module.__name__
    ]  # fmt: skip
    yield from (f"# {name}", "", str(resource.__doc__), "")
    for each in vars(module).values():
        if isinstance(each, Operation):
            method = each.name.rpartition(".")[2]
            yield from (f"## {each.name}", "", f"`{each.method} {each.path}`", "", "```{eval-rst}")
            yield from (f".. automethod:: heymarket.api.{name}.{resource.__name__}.{method}", "```", "")


def _commands(resources: list[str]) -> Iterator[str]:
    """Yield what `--help` prints: of the command, of each resource and of each of its methods."""
    yield from ("# Every command", "")
    yield from _help()
    for resource in resources:
        yield from (f"## heymarket {resource.replace('_', '-')}", "")
        module = importlib.import_module(f"heymarket.api.{resource}")
        for each in vars(module).values():
            if isinstance(each, Operation):
                words = [word.replace("_", "-") for word in each.name.split(".")]
                yield from (f"### heymarket {' '.join(words)}", "", *_help(*words))


def _help(*words: str) -> list[str]:
    out = io.StringIO()
    os.environ |= {"COLUMNS": WIDTH, "NO_COLOR": "1"}
    with contextlib.redirect_stdout(out):
        command([*words, "--help"])
    return ["```text", out.getvalue().rstrip(), "```", ""]
