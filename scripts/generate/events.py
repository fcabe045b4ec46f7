"""Reads YAML as a stream of events, each with line and column; takes nothing that JSON could not say.

Scalars are read by the rules of YAML 1.2's core schema, as OpenAPI asks, so that `on` and `2026-04-16` are text.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from scripts.generate.problem import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Position = tuple[int, int]
"""Line and column, from 1."""

BEGIN_MAP, END_MAP, BEGIN_LIST, END_LIST, SCALAR, ALIAS = range(6)

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_CLOSING: dict[type, int] = {yaml.MappingEndEvent: END_MAP, yaml.SequenceEndEvent: END_LIST}
_CORE = "tag:yaml.org,2002:"
_CONSTANTS: dict[str, Any] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_CONSTANTS |= dict.fromkeys(("true", "True", "TRUE"), True)
_CONSTANTS |= dict.fromkeys(("false", "False", "FALSE"), False)
_NUMBERS = {
    10: re.compile(r"[-+]?[0-9]+"),
    8: re.compile(r"0o[0-7]+"),
    16: re.compile(r"0x[0-9a-fA-F]+"),
}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
LONGEST_NUMBER = 400
"""Digits; Python reads no longer ones in linear time."""


class Event(NamedTuple):
    kind: int
    position: Position
    value: Any = None
    text: str = ""
    """A scalar as it is written: a key is text, whatever it looks like."""
    anchor: str | None = None
    problem: tuple[str, str] | None = None
    """Kind and words of what JSON could not say."""


def yaml_events(path: Path, text: str) -> Iterator[Event]:
    """Read a file of one YAML document. Raises `SpecError` where it is no YAML."""
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            mark = event.start_mark
            position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise SpecError(f"{path}:{position[0]}:{position[1]}: a second YAML document begins here")
            if (found := _event(event, position)) is not None:
                yield found
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise SpecError(f"{place}: not YAML ({error.problem or error.context})") from None
    except yaml.YAMLError as error:
        raise SpecError(f"{path}: not YAML ({' '.join(str(error).split())})") from None


def _event(event: yaml.Event, position: Position) -> Event | None:
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, position)
    if isinstance(event, yaml.AliasEvent):
        return Event(ALIAS, position, None, "", event.anchor)
    for opening, begins, tag in (
        (yaml.MappingStartEvent, BEGIN_MAP, "map"),
        (yaml.SequenceStartEvent, BEGIN_LIST, "seq"),
    ):
        if isinstance(event, opening):
            return Event(begins, position, None, "", event.anchor, _tagged(event.tag, tag))
    ends = _CLOSING.get(type(event))
    return None if ends is None else Event(ends, position)


def _tagged(tag: str | None, expected: str) -> tuple[str, str] | None:
    if tag in {None, "!", f"{_CORE}{expected}"}:
        return None
    return "tag", f"the tag `{tag}` is not taken: a spec is plain data"


def _scalar(event: yaml.ScalarEvent, position: Position) -> Event:
    text, tag = event.value, event.tag
    if tag is None:
        value, problem = _plain(text) if event.implicit[0] else (text, None)
    elif tag in {"!", f"{_CORE}str"}:
        value, problem = text, None
    else:
        value, problem = _plain(text)
        kind = {bool: "bool", int: "int", float: "float", type(None): "null"}.get(type(value))
        if f"{_CORE}{kind}" != tag and not (tag == f"{_CORE}float" and kind == "int"):
            problem = "tag", f"the tag `{tag}` is not taken here: a spec is plain data"
    return Event(SCALAR, position, value, text, event.anchor, problem)


def _plain(text: str) -> tuple[Any, tuple[str, str] | None]:
    """Read an unquoted scalar."""
    if text in _CONSTANTS:
        return _CONSTANTS[text], None
    if text[0] not in "-+.0123456789":
        return text, None
    for base, pattern in _NUMBERS.items():
        if pattern.fullmatch(text):
            return number(text, base)
    if _FLOAT.fullmatch(text):
        return number(text, 0)
    if _ENDLESS.fullmatch(text):
        return text, ("number", f"`{text}` is not a JSON value; put it in quotes if it is text")
    return text, None


def number(text: str, base: int) -> tuple[Any, tuple[str, str] | None]:
    """Read a number; base 0 stands for one with a fraction or an exponent."""
    if len(text) > LONGEST_NUMBER:
        return 0, ("number", f"a number of {len(text)} digits is too long")
    value: float = int(text, base) if base else float(text)
    if math.isinf(value):
        return 0, ("number", f"`{text}` is beyond the numbers of JSON's readers")
    return value, None
