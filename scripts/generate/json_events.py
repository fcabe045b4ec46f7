"""Reads JSON as the events of `events`: what Python's own reader does not tell is where things stand."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from scripts.generate.events import BEGIN_LIST, BEGIN_MAP, END_LIST, END_MAP, SCALAR, Event, number
from scripts.generate.problem import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.generate.events import Position

_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")|(?P<mark>[{}\[\]])|(?P<between>[,:])'
    r"|(?P<float>-?\d+(?:\.\d+(?:[eE][-+]?\d+)?|[eE][-+]?\d+))|(?P<int>-?\d+)|(?P<word>true|false|null))"
)
_MARKS = {"{": BEGIN_MAP, "}": END_MAP, "[": BEGIN_LIST, "]": END_LIST}


def json_events(path: Path, text: str) -> Iterator[Event]:
    """Read a file of JSON. Raises `SpecError` where it is none."""

    def refuse(word: str) -> None:
        raise SpecError(f"{path}: `{word}` is not a JSON value")

    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise SpecError(f"{path}:{error.lineno}:{error.colno}: not JSON ({error.msg})") from None
    except RecursionError:
        pass  # `tree` says where it is nested too deeply.
    line, line_start, offset = 1, 0, 0
    while match := _TOKEN.match(text, offset):
        begin = match.start(str(match.lastgroup))
        if (newlines := text.count("\n", offset, begin)) > 0:
            line, line_start = line + newlines, text.rindex("\n", offset, begin) + 1
        offset = match.end()
        if match.lastgroup != "between":
            yield _event(str(match.lastgroup), text[begin:offset], (line, begin - line_start + 1))
    if rest := text[offset:].strip():
        raise SpecError(f"{path}:{line}: not JSON from `{rest[:20]}` on")


def _event(group: str, text: str, position: Position) -> Event:
    if group == "mark":
        return Event(_MARKS[text], position)
    if group in {"int", "float"}:
        value, problem = number(text, 10 if group == "int" else 0)
        return Event(SCALAR, position, value, text, None, problem)
    value = json.loads(text)
    whole = _whole(value) if group == "string" else value
    problem = None if whole == value else ("text", "text has half of a character (a lone surrogate)")
    return Event(SCALAR, position, whole, whole if group == "string" else text, None, problem)


def _whole(text: str) -> str:
    """Return text that can be written: escapes can say half of a pair that makes one character."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()
