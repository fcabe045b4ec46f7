"""The recipes of docs/polyglot.md: per target, what it needs and three steps from the spec to a program's output."""

from __future__ import annotations

import re

import attrs

STEPS = ("generate", "compile", "run")
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_TARGET = re.compile(r"\n+<!-- target: (\S+), needs: (\S+(?: \S+)*) -->")
_BLOCK = re.compile(r"^```sh (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class RecipeError(Exception):
    """A section of the page cannot be executed."""


@attrs.frozen
class Recipe:
    title: str
    folder: str
    """In lab/polyglot/programs/; also the name of the target on the command line."""
    needs: tuple[str, ...]
    """Names in `toolchains.TOOLS`."""
    steps: dict[str, str]
    """A shell script for each of `STEPS`."""


def parse(page: str) -> list[Recipe]:
    """Read every section that has a heading of the second level."""
    _, *parts = _SECTION.split(page)
    return [_recipe(title, text) for title, text in zip(parts[::2], parts[1::2], strict=True)]


def _recipe(title: str, text: str) -> Recipe:
    target = _TARGET.match(text)
    if target is None:
        raise RecipeError(f"{title}: the line below the heading is not <!-- target: FOLDER, needs: TOOL... -->")
    blocks = _BLOCK.findall(text)
    if [name for name, _ in blocks] != list(STEPS):
        raise RecipeError(f"{title}: the steps are {[name for name, _ in blocks]}, not {list(STEPS)}")
    return Recipe(title, target[1], tuple(target[2].split()), dict(blocks))
