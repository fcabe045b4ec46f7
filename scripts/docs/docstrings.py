"""Turns what docstrings have of Markdown, code between backticks and in fences, into what Sphinx reads."""

from __future__ import annotations

import ast
import re
from typing import Any

CODE = re.compile(r"(?<!`)`([^`]+)`(?![`_])")
FENCE = "```"
# As napoleon, which comes first, leaves an example: a heading, and lines of text up to a blank one.
EXAMPLE = re.compile(r"^\.\. rubric:: Example\n\n(?!```|\.\. )(.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)


def convert(_app: Any, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Change the lines in place: a listener of autodoc's event `autodoc-process-docstring`."""
    fenced, written = False, list[str]()
    for line in EXAMPLE.sub(_example, "\n".join(lines)).split("\n"):
        if line.strip().startswith(FENCE):
            margin, language = line.split(FENCE)
            written += ["", f"{margin}.. code-block:: {language or 'text'}", ""] if not fenced else [""]
            fenced = not fenced
        else:
            written.append(f"   {line}" if fenced else CODE.sub(r"``\1``", line))
    lines[:] = written


def _example(match: re.Match[str]) -> str:
    """Return an example in a fence: as text its quotes would become typographic ones."""
    text = match[1].rstrip()
    try:
        ast.parse(text)
    except SyntaxError:
        text = " ".join(text.split())  # a call that was wrapped within a string
    return f".. rubric:: Example\n\n{FENCE}python\n{text}\n{FENCE}\n"
