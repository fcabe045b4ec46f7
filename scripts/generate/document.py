"""Reads YAML or JSON as data, and remembers where everything stands.

Only what JSON has is understood: no tags, no dates, and an alias is a copy. Time and memory are linear in the text,
and in what its aliases stand for, which is bounded.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import attrs
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Pointer = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_VALUES = 2_000_000
_DEEPEST = 200
_LONGEST_INTEGER = 4000  # digits; Python refuses more
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
# YAML 1.2, core schema: the words that are no text. `yes`, `off` and dates are.
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_PLAIN = {"str", "int", "float", "bool", "null", "timestamp", "merge", "value"}
_STANDARD = "tag:yaml.org,2002:"


class SpecError(Exception):
    """The spec cannot be used; the message is for the person who edits it."""


@attrs.frozen
class Document:
    path: Path
    data: Any
    root: Any = attrs.field(repr=False)
    """What was read, with its lines; None for data that stands in no file."""

    def where(self, pointer: Pointer) -> tuple[int, int]:
        """Return line and column, from 1, of the deepest step of the pointer that stands in the text."""
        if self.root is None:
            return 1, 1
        node, mark = self.root, self.root.start_mark
        for step in pointer:
            found = _child(node, step)
            if found is None:
                break
            mark, node = found
        return mark.line + 1, mark.column + 1


def read(path: Path) -> Document:
    """Read a file. Raises `SpecError` with its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError(f"{path}: cannot be read ({error})") from None
    if path.suffix == ".json":
        text = text.replace("\t", " ")  # between values; inside of text JSON has no raw ones
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _refused(path, error.problem_mark, f"not YAML ({error.problem})") from None
    except (yaml.YAMLError, ValueError) as error:
        raise SpecError(f"{path}: not YAML ({error})") from None
    except RecursionError:
        raise SpecError(f"{path}: not YAML (nested too deeply)") from None
    if root is None:
        root = yaml.ScalarNode(f"{_STANDARD}null", "", yaml.Mark("", 0, 0, 0, None, 0))
    return Document(path, _Reader(path).value(root, 0), root)


class _Reader:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = 0
        self._open: set[int] = set()

    def value(self, node: Any, depth: int) -> Any:
        self._values += 1
        if self._values > _MOST_VALUES:
            raise _refused(self._path, node.start_mark, "its aliases stand for too many values")
        if depth > _DEEPEST:
            raise _refused(self._path, node.start_mark, "nested too deeply")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._open:
            raise _refused(self._path, node.start_mark, "an alias stands for something that it is itself part of")
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                self._check_tag(node, "seq")
                return [self.value(item, depth + 1) for item in node.value]
            self._check_tag(node, "map")
            return self._mapping(node, depth)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: Any, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _refused(self._path, key.start_mark, "a key must be text")
            if key.value == "<<" and not key.style:
                raise _refused(self._path, key.start_mark, "merge keys (`<<`) are not part of YAML 1.2")
            if key.value in found:
                raise _refused(self._path, key.start_mark, f"the key `{key.value}` stands here twice")
            found[key.value] = self.value(item, depth + 1)
        return found

    def _scalar(self, node: Any) -> Any:
        self._check_tag(node, *_PLAIN)
        text: str = node.value
        if node.style or node.tag == "!":
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text) and len(text) < _LONGEST_INTEGER:
            return int(text)
        if _FLOAT.fullmatch(text):
            number = float(text)
            if math.isinf(number):
                raise _refused(self._path, node.start_mark, f"`{text}` is no number that fits")
            return number
        return text

    def _check_tag(self, node: Any, *known: str) -> None:
        if node.tag.removeprefix(_STANDARD) not in known:
            raise _refused(self._path, node.start_mark, f"the tag `{node.tag}` is not supported; JSON has none")


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Return where a step stands, and its node."""
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark, item) for key, item in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark, node.value[step]
    return None


def _refused(path: Path, mark: Any, problem: str) -> SpecError:
    return SpecError(f"{path}:{mark.line + 1}:{mark.column + 1}: {problem}" if mark else f"{path}: {problem}")


_NAMES = {("properties",), ("schemas",), ("headers",), ("parameters",), ("paths",)}


def references(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Find every `$ref` and where it stands."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in steps:
        if step == "$ref" and isinstance(item, str) and pointer[-1:] != ("properties",):
            yield (*pointer, step), item
        elif pointer[-1:] in _NAMES or not (step in {"example", "examples"} or str(step).startswith("x-")):
            yield from references(item, (*pointer, step))


def show(pointer: Pointer) -> str:
    """Write a JSON pointer (RFC 6901)."""
    return "#/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
