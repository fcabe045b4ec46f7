"""Turns what docstrings have of Markdown, code between backticks and in fences, into what Sphinx reads."""

from __future__ import annotations

import re
from typing import Any

CODE = re.compile(r"(?<!`)`([^`]+)`(?![`_])")
FENCE = "```"


def convert(_app: Any, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Change the lines in place: a listener of autodoc's event `autodoc-process-docstring`."""
    fenced, written = False, list[str]()
    for line in lines:
        if line.strip().startswith(FENCE):
            margin, language = line.split(FENCE)
            written += ["", f"{margin}.. code-block:: {language or 'text'}", ""] if not fenced else [""]
            fenced = not fenced
        else:
            written.append(f"   {line}" if fenced else CODE.sub(r"``\1``", line))
    lines[:] = written
