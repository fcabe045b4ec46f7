"""What docstrings say: of a method for its help, and of a model's fields for theirs."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

from attrs import frozen

_SECTION = re.compile(r"^(Args|Returns|Raises|Example|Source):$", re.MULTILINE)
_OF_PYTHON = re.compile(r"^Iterating over the result.*\n\n", re.MULTILINE)  # a command always writes all pages
_ARGUMENT = re.compile(r"^(\w+): ", re.MULTILINE)


@frozen
class Docstring:
    """A docstring of the generator's, in its parts; texts are free of the line breaks that a source file needs."""

    summary: str
    description: str
    arguments: dict[str, str]
    returns: str
    source: str

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Docstring:
        text = inspect.getdoc(function) or ""
        lead, *rest = _SECTION.split(text)
        sections = {name: textwrap.dedent(each.strip("\n")) for name, each in zip(rest[::2], rest[1::2], strict=True)}
        summary, _, description = lead.strip().partition("\n\n")
        return cls(
            summary=flowing(summary),
            description=flowing(_OF_PYTHON.sub("", description)),
            arguments=_arguments(sections.get("Args", "")),
            returns=flowing(sections.get("Returns", "")),
            source=sections.get("Source", "").strip(),
        )


def flowing(text: str) -> str:
    """Return paragraphs as one line each; lists keep a line for each item."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(re.sub(r"\s*\n\s*(?![-*] )", " ", paragraph) for paragraph in paragraphs)


def _arguments(section: str) -> dict[str, str]:
    _, *rest = _ARGUMENT.split(section)
    return {name: flowing(text) for name, text in zip(rest[::2], rest[1::2], strict=True)}


@cache
def fields_of(model: Any) -> dict[str, str]:
    """Return what is written under each field of a model."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101 (the source of a class)
    found = {}
    for field, below in zip(definition.body, definition.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as text)):
                found[name] = flowing(inspect.cleandoc(text))
    return found
