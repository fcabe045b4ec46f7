"""Builds data from events, with the position of each part, in time linear in the length of the file."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.events import ALIAS, BEGIN_LIST, BEGIN_MAP, SCALAR
from scripts.generate.problem import Problem, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scripts.generate.events import Event, Position
    from scripts.generate.pointers import Pointer

DEEPEST = 100
"""Steps from the root; what reads the spec afterwards goes down it step by step, too."""
_COPIED, _COPIED_FOR_EACH = 10_000, 10
"""How much aliases may add, beside the length of the file."""
_MERGE = "<<"

Marks = Any
"""For a mapping and a list: position and marks of each item, by key or index. For a scalar: None."""


@attrs.define
class _Node:
    value: Any
    marks: Marks
    nodes: int = 1
    height: int = 0


@attrs.define
class _Frame:
    """A mapping or list that is being read."""

    node: _Node
    position: Position
    anchor: str | None
    key: str | None = None
    """The key whose value comes next, in a mapping."""
    key_position: Position = (1, 1)
    merged: list[_Node] = attrs.field(factory=list)


class Tree:
    """What a file holds: `data`, `marks`, and the `problems` that are in the way of using it."""

    def __init__(self, path: Path, events: Iterable[Event]) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._root = _Node(None, None)
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Node | None] = {}
        self._read = self._copied = 0
        for event in events:
            self._read += 1
            self._take(event)
        self.data, self.marks = self._root.value, self._root.marks

    def _take(self, event: Event) -> None:
        if event.problem:
            kind, text = event.problem
            self.problems.append(Problem(kind, (*self._pointer(), *self._next()), text, event.position))
        if event.kind in {BEGIN_MAP, BEGIN_LIST}:
            if self._frames and isinstance(self._frames[-1].node.value, dict) and self._frames[-1].key is None:
                raise self._error(event, "a key must be text")
            if len(self._frames) >= DEEPEST:
                raise self._error(event, f"nested deeper than {DEEPEST} levels")
            node = _Node({}, {}) if event.kind == BEGIN_MAP else _Node([], [])
            self._frames.append(_Frame(node, event.position, event.anchor))
            if event.anchor:
                self._anchors[event.anchor] = None  # until it ends: it cannot contain itself
        elif event.kind == SCALAR:
            self._scalar(event)
        elif event.kind == ALIAS:
            self._place(self._aliased(event), event.position, None)
        else:
            frame = self._frames.pop()
            if frame.merged:
                _merge(frame)
            self._place(frame.node, frame.position, frame.anchor)

    def _scalar(self, event: Event) -> None:
        frame = self._frames[-1] if self._frames else None
        if frame and frame.key is None and isinstance(frame.node.value, dict):
            frame.key, frame.key_position = event.text, event.position
            if event.text in frame.node.value:
                first = frame.node.marks[event.text][0]
                text = f"the key `{event.text}` stands here twice, first in line {first[0]}"
                self.problems.append(Problem("duplicate key", (*self._pointer(), event.text), text, event.position))
            return
        self._place(_Node(event.value, None), event.position, event.anchor)

    def _place(self, node: _Node, position: Position, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._frames:
            self._root = node
            return
        frame = self._frames[-1]
        inside = frame.node
        inside.nodes += node.nodes
        merged = isinstance(inside.value, dict) and frame.key == _MERGE and isinstance(node.value, dict | list)
        inside.height = max(inside.height, node.height + (not merged))
        if merged:
            frame.merged += self._merging(node, position)
            frame.key = None
            return
        if isinstance(inside.value, list):
            inside.value.append(node.value)
            inside.marks.append((position, node.marks))
            return
        key, frame.key = str(frame.key), None
        inside.value[key] = node.value
        inside.marks[key] = (frame.key_position, node.marks)

    def _merging(self, node: _Node, position: Position) -> list[_Node]:
        if isinstance(node.value, dict):
            return [node]
        parts = [_Node(value, marks) for value, (_, marks) in zip(node.value, node.marks, strict=True)]
        if not all(isinstance(part.value, dict) for part in parts):
            line, column = position
            raise SpecError(f"{self._path}:{line}:{column}: `<<` takes a mapping, or a list of mappings")
        return parts

    def _aliased(self, event: Event) -> _Node:
        """Return a copy of what the anchor names: parts of a spec are changed one by one."""
        name = str(event.anchor)
        if name not in self._anchors:
            raise self._error(event, f"no anchor before `*{name}` has its name")
        node = self._anchors[name]
        if node is None:
            raise self._error(event, f"`*{name}` stands inside of what it repeats")
        if self._frames and isinstance(self._frames[-1].node.value, dict) and self._frames[-1].key is None:
            raise self._error(event, "a key must be text")
        if len(self._frames) + node.height >= DEEPEST:
            raise self._error(event, f"nested deeper than {DEEPEST} levels")
        self._copied += node.nodes
        if self._copied > _COPIED + _COPIED_FOR_EACH * self._read:
            raise self._error(event, f"what anchors repeat grows out of proportion: {self._copied} values so far")
        return attrs.evolve(node, value=copy.deepcopy(node.value))

    def _error(self, event: Event, text: str) -> SpecError:
        line, column = event.position
        return SpecError(f"{self._path}:{line}:{column}: {text}")

    def _pointer(self) -> Pointer:
        """Return where the mapping or list stands that is being read."""
        inner = self._frames[:-1]
        return tuple(len(each.node.value) if each.key is None else each.key for each in inner)

    def _next(self) -> Pointer:
        if not self._frames:
            return ()
        frame = self._frames[-1]
        return (len(frame.node.value),) if isinstance(frame.node.value, list) else (frame.key,) if frame.key else ()


def _merge(frame: _Frame) -> None:
    """Add the keys of other mappings that the mapping does not have itself; of two others, the first one counts."""
    for other in frame.merged:
        for key, value in other.value.items():
            if key not in frame.node.value:
                frame.node.value[key] = value
                frame.node.marks[key] = other.marks[key]
