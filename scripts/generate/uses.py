"""Who uses what: the operations that a place of the spec matters to, and the components that none needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.generate.pointers import show, steps
from scripts.generate.walk import HTTP_METHODS, SCHEMA, SECTIONS, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scripts.generate.pointers import Pointer

_NAMED = 3
"""Steps to a component."""
_COMPONENTS = ("components",)
_KEPT = {"securitySchemes", "examples", "links", "callbacks"}


def methods(item: Any) -> list[str]:
    return [method for method in HTTP_METHODS if method in item] if isinstance(item, dict) else []


def affected(data: dict[str, Any], pointers: Iterable[Pointer]) -> list[tuple[str, str]]:
    """Return path and method of the operations that places matter to, also by way of references."""
    users: dict[Pointer, set[Pointer]] = {}
    for pointer, target in _uses(data):
        users.setdefault(_holder(target), set()).add(_holder(pointer))
    waiting = [_holder(pointer) for pointer in pointers]
    seen: set[Pointer] = set(waiting)
    while waiting:
        new = users.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    paths = data.get("paths")
    return [
        (path, method)
        for path, item in (paths.items() if isinstance(paths, dict) else ())
        for method in methods(item)
        if ("paths", path, method) in seen or ("paths", path) in seen
    ]


def prune(data: dict[str, Any]) -> None:
    """Remove components that no operation refers to."""
    needs: dict[Pointer, set[Pointer]] = {}
    for pointer, target in _uses(data):
        needs.setdefault(_holder(pointer), set()).add(_holder(target))
    waiting = [holder for holder in needs if holder[:1] == ("paths",)]
    seen = set(waiting)
    while waiting:
        new = needs.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    components = data.get("components")
    for section in set(SECTIONS.values()) - _KEPT:
        found = components.get(section) if isinstance(components, dict) else None
        held: dict[str, Any] = found if isinstance(found, dict) else {}
        for name in [name for name in held if (*_COMPONENTS, section, name) not in seen]:
            del held[name]


def _uses(data: dict[str, Any]) -> Iterator[tuple[Pointer, Pointer]]:
    """Find where parts of the spec refer to others, be it as targets of a discriminator."""
    for kind, pointer, part in walk(data):
        mapping = part.get("discriminator", {}) if kind == SCHEMA else {}
        mapping = mapping.get("mapping", {}) if isinstance(mapping, dict) else {}
        targets = list(mapping.values()) if isinstance(mapping, dict) else []
        references = [to if "#" in str(to) else show(("components", "schemas", str(to))) for to in targets]
        for reference in [part.get("$ref"), *references]:
            if isinstance(reference, str) and reference.startswith("#/"):
                yield pointer, steps(reference[1:])


def _holder(pointer: Pointer) -> Pointer:
    """Return the component, the operation or the path that a place belongs to."""
    if pointer[:1] == ("paths",) and pointer[2:3] and pointer[2] not in HTTP_METHODS:
        return tuple(map(str, pointer[:2]))
    return tuple(map(str, pointer[:_NAMED]))
