"""References into other files below the spec's folder: what they lead to becomes a component of the spec itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import attrs

from scripts.generate.document import Document, Pointer, SpecError, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_BY_HOLDER = {"parameters": "parameters", "responses": "responses", "headers": "headers"}


@attrs.define
class Files:
    """Finds what lies in other files, each of which is read once."""

    root: Document
    change: Callable[[Any], Any]
    """What is done to the data of each file that is read."""
    _read: dict[Path, Document] = attrs.field(factory=dict)
    _made: dict[tuple[Path, str], str] = attrs.field(factory=dict)
    origins: dict[Pointer, tuple[Document, Pointer]] = attrs.field(factory=dict)
    """Where a component comes from, by its pointer in the spec."""

    def take_in(self, data: Any) -> None:
        """Turn all references into other files into references to components. Raises `SpecError`."""
        components = data.setdefault("components", {}) if isinstance(data, dict) else {}
        waiting: list[tuple[Document, Any, Pointer]] = [(self.root, data, ())]
        while waiting:
            document, value, pointer = waiting.pop()
            for holder, place in _references(value, pointer):
                self._follow(document, holder, place, components, waiting)

    def _follow(
        self, document: Document, holder: dict[str, Any], place: Pointer, components: dict[str, Any], waiting: list[Any]
    ) -> None:
        reference = holder["$ref"]
        if document is self.root and reference.startswith("#"):
            return
        name, _, fragment = reference.partition("#")
        path = self._path(document, name, place)
        if path == self.root.path.resolve():
            holder["$ref"] = f"#{fragment}"
            return
        if (path, fragment) not in self._made:
            kind = _kind(place)
            other = self._document(path)
            steps = tuple(unquote(step).replace("~1", "/").replace("~0", "~") for step in fragment.split("/")[1:])
            found = self._found(document, other, steps, place, reference)
            known = components.setdefault(kind, {})
            made = _free(f"{path.stem}_{steps[-1]}" if steps else path.stem, known)
            known[made] = found
            self._made[path, fragment] = f"#/components/{kind}/{made}"
            self.origins["components", kind, made] = (other, steps)
            waiting.append((other, found, ("components", kind, made)))
        holder["$ref"] = self._made[path, fragment]

    def _path(self, document: Document, name: str, place: Pointer) -> Path:
        folder = self.root.path.resolve().parent
        if _SCHEME.match(name):
            raise self._error(document, place, f"`{name}` is not below the spec's folder; nothing is ever fetched")
        path = (document.path.resolve().parent / unquote(name)).resolve() if name else document.path.resolve()
        if not path.is_relative_to(folder):
            raise self._error(document, place, f"`{name}` is not below the spec's folder")
        return path

    def _document(self, path: Path) -> Document:
        if path not in self._read:
            found = read(path)
            self._read[path] = attrs.evolve(found, data=self.change(found.data))
        return self._read[path]

    def _found(self, document: Document, other: Document, steps: Pointer, place: Pointer, reference: str) -> Any:
        value = other.data
        for step in steps:
            try:
                value = value[int(step) if isinstance(value, list) else step]
            except (KeyError, IndexError, TypeError, ValueError):
                raise self._error(document, place, f"`{reference}` leads nowhere") from None
        return value

    def _error(self, document: Document, place: Pointer, problem: str) -> SpecError:
        for length in range(len(place), 0, -1):
            if place[:length] in self.origins:
                _, steps = self.origins[place[:length]]
                place = (*steps, *place[length:])
                break
        line, column = document.where((*place, "$ref"))
        return SpecError(f"{document.path}:{line}:{column}: {problem}")


def _references(value: Any, pointer: Pointer) -> list[tuple[dict[str, Any], Pointer]]:
    found: list[tuple[dict[str, Any], Pointer]] = []
    waiting: list[tuple[Any, Pointer]] = [(value, pointer)]
    while waiting:
        each, place = waiting.pop()
        if isinstance(each, dict):
            if isinstance(each.get("$ref"), str) and place[-1:] != ("properties",):
                found.append((each, place))
            waiting += [(item, (*place, key)) for key, item in each.items() if key not in {"example", "examples"}]
        elif isinstance(each, list):
            waiting += [(item, (*place, index)) for index, item in enumerate(each)]
    return found


def _kind(place: Pointer) -> str:
    if place[-1:] == ("requestBody",):
        return "requestBodies"
    if len(place) == 2 and place[0] == "paths":  # noqa: PLR2004
        return "pathItems"
    return next((_BY_HOLDER[step] for step in place[-2:-1] if step in _BY_HOLDER), "schemas")


def _free(name: str, taken: dict[str, Any]) -> str:
    name = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    numbers = (f"{name}{number or ''}" for number in range(len(taken) + 1))
    return next(each for each in numbers if each not in taken)
