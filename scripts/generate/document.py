"""One file of a spec: its data, and where each part of it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.events import yaml_events
from scripts.generate.json_events import json_events
from scripts.generate.problem import Place, RefusedError, SpecError
from scripts.generate.tree import Tree

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.generate.pointers import Pointer
    from scripts.generate.tree import Marks


@attrs.frozen(eq=False)
class Document:
    path: Path
    data: Any = attrs.field(repr=False)
    _marks: Marks = attrs.field(repr=False)

    @classmethod
    def load(cls, path: Path) -> Document:
        """Read a file: JSON where its name says so, otherwise YAML. Raises `SpecError`."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise SpecError(f"{path}: cannot be read ({error})") from None
        tree = Tree(path, (json_events if path.suffix.lower() == ".json" else yaml_events)(path, text))
        document = cls(path, tree.data, tree.marks)
        if tree.problems:
            raise RefusedError(path, tree.problems, document.place)
        return document

    def place(self, pointer: Pointer) -> Place:
        """Return where the deepest step of the pointer is written that there is."""
        marks, position = self._marks, (1, 1)
        for step in pointer:
            try:
                position, marks = marks[int(step)] if isinstance(marks, list) else marks[step]
            except (KeyError, IndexError, TypeError, ValueError):
                break
        line, column = position
        return Place(self.path, line, column, pointer)
