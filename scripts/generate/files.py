"""Makes one spec of several files: what is referred to in files below the spec's folder becomes components.

Nothing is fetched, and nothing outside of the spec's folder is read.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from scripts.generate.document import Document
from scripts.generate.pointers import Pointer, show, steps, value_at
from scripts.generate.problem import Problem, RefusedError, SpecError
from scripts.generate.walk import PATH, SCHEMA, SECTIONS, walk

if TYPE_CHECKING:
    from scripts.generate.problem import Place

Origins = dict[Pointer, tuple[Document, Pointer]]
"""Where parts of the spec come from that were moved, and so all parts inside of them."""
_DEEPEST = 50
"""Path items that refer to one another."""


class _Part(NamedTuple):
    """What has to be gone through, and the file whose references it holds."""

    document: Document
    kind: str
    pointer: Pointer
    value: dict[str, Any]
    depth: int = 0
    filled_from: Pointer | None = None


class Files:
    """The spec as one document: `data`, and where each part of it is written."""

    def __init__(self, root: Document) -> None:
        """Read what the spec refers to. Raises `SpecError`."""
        self.data = copy.deepcopy(root.data)
        self.origins: Origins = {(): (root, ())}
        self._root = root
        self._folder = root.path.resolve().parent
        self._documents = {root.path.resolve(): root}
        self._problems: list[Problem] = []
        self._names: dict[tuple[Document, Pointer, str], Pointer] = {}
        waiting = [_Part(root, "document", (), self.data)]
        while waiting:
            document, kind, pointer, value, depth, filled_from = waiting.pop()
            if filled_from is not None:
                value.update(copy.deepcopy(value_at(document.data, filled_from)))
            for found, where, part in walk(value, kind, pointer):
                if isinstance(part.get("$ref"), str):
                    waiting += self._follow(document, found, where, part, depth)
                for name, target in _mapping(part).items() if found == SCHEMA else ():
                    waiting += self._mapped(document, where, part, name, target)
        if self._problems:
            raise RefusedError(root.path, self._problems, self.place)

    def place(self, pointer: Pointer) -> Place:
        return placed(self.origins, pointer)

    def _follow(self, document: Document, kind: str, pointer: Pointer, part: dict[str, Any], depth: int) -> list[_Part]:
        """Turn a reference into one inside of the spec; return what has to be gone through for that."""
        target = self._target(document, (*pointer, "$ref"), part["$ref"])
        if target is None:
            return []
        if kind == PATH and depth < _DEEPEST:
            other, there = target
            if beside := set(part) - {"$ref", "summary", "description"}:
                text = f"beside the `$ref` of a path there must not be {', '.join(sorted(beside))}"
                self._problems.append(Problem("reference", pointer, text))
                return []
            part.clear()
            self.origins[pointer] = target
            # Filled below, so that nobody goes through it as a part of this file.
            return [_Part(other, kind, pointer, part, depth + 1, there)]
        if document is self._root and target[0] is self._root:
            return []
        part["$ref"], more = self._brought(kind, *target)
        return more

    def _mapped(
        self, document: Document, pointer: Pointer, part: dict[str, Any], name: str, target: str
    ) -> list[_Part]:
        """Turn the target of a discriminator into a reference inside of the spec."""
        if document is self._root and target.startswith("#"):
            return []
        found = self._target(document, (*pointer, "discriminator", "mapping", name), target)
        if found is None:
            return []
        part["discriminator"]["mapping"][name], more = self._brought(SCHEMA, *found)
        return more

    def _target(self, document: Document, pointer: Pointer, reference: str) -> tuple[Document, Pointer] | None:
        """Return the file and the pointer that a reference means; None, and a problem, if there is no such thing."""
        try:
            file, _, inside = reference.partition("#")
            other = self._document(document, unquote(file)) if file else document
            there = steps(inside)
            if isinstance(value_at(other.data, there), dict | bool):
                return other, there
        except (KeyError, ValueError):
            pass
        except RefusedError as error:
            raise SpecError(str(error)) from None
        except SpecError as error:
            self._problems.append(Problem("reference", pointer, str(error)))
            return None
        self._problems.append(Problem("reference", pointer, f"`{reference}` leads nowhere"))
        return None

    def _document(self, document: Document, file: str) -> Document:
        if urlsplit(file).scheme or file.startswith("//"):
            raise SpecError(f"`{file}` would have to be fetched; nothing is")
        try:
            path = (document.path.parent / file).resolve()
            if not path.is_relative_to(self._folder):
                raise SpecError(f"`{file}` is outside of the spec's folder")
            if not path.is_file():
                raise SpecError(f"there is no file `{file}`")
        except (OSError, ValueError, RuntimeError):
            raise SpecError(f"`{file}` cannot be read") from None
        if path not in self._documents:
            self._documents[path] = Document.load(self._root.path.parent / path.relative_to(self._folder))
        return self._documents[path]

    def _brought(self, kind: str, document: Document, there: Pointer) -> tuple[str, list[_Part]]:
        """Bring a part of a file into the components; return the reference to it, and it, if it is new."""
        if document is self._root:
            return show(there), []
        key, section = (document, there, kind), SECTIONS[kind]
        if known := self._names.get(key):
            return show(known), []
        named = self.data.setdefault("components", {}).setdefault(section, {})
        name = self._name(document, there, named)
        named[name] = copy.deepcopy(value_at(document.data, there))
        here = self._names[key] = ("components", section, name)
        self.origins[here] = (document, there)
        return show(here), [_Part(document, kind, here, named[name])]

    def _name(self, document: Document, there: Pointer, taken: dict[str, Any]) -> str:
        """Return the last step of the pointer, or the name of the file; more of them where that is taken."""
        file = document.path.resolve().relative_to(self._folder).with_suffix("")
        steps = [*file.parts, *map(str, there)]
        for count in range(1, len(steps) + 1):
            name = re.sub(r"\W+", "_", "_".join(steps[-count:])).strip("_")
            if name and name not in taken:
                return name
        name = re.sub(r"\W+", "_", "_".join(steps)).strip("_")
        return next(f"{name}_{number}" for number in range(2, len(taken) + 3) if f"{name}_{number}" not in taken)


def _mapping(schema: dict[str, Any]) -> dict[str, str]:
    """Return those targets of a discriminator that are references rather than names of schemas."""
    discriminator = schema.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if not isinstance(mapping, dict):
        return {}
    return {name: to for name, to in mapping.items() if isinstance(to, str) and _REFERENCE.search(to)}


_REFERENCE = re.compile(r"[#/]|\.(json|ya?ml)$")


def placed(origins: Origins, pointer: Pointer) -> Place:
    """Return where a part of the spec is written, though it may have been moved there."""
    for count in range(len(pointer), -1, -1):
        if pointer[:count] in origins:
            document, there = origins[pointer[:count]]
            return document.place((*there, *pointer[count:]))
    raise KeyError(pointer)
