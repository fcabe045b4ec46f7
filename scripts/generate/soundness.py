"""Finds what no schema of OpenAPI can say: references that lead nowhere, parameters that fit no path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.generate.pointers import show, steps, value_at
from scripts.generate.problem import Problem
from scripts.generate.structure import ALTERNATIVES
from scripts.generate.walk import HTTP_METHODS, PATH, SCHEMA, SECTIONS, references, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.pointers import Pointer

_KINDS = {section: kind for kind, section in SECTIONS.items()}
_SECTION, _NAMED = 2, 3
"""How many steps lead to a section of the components, and to one of them."""


def broken_references(data: Any) -> Iterator[Problem]:
    """Find references that lead nowhere, to something of another kind, or back to themselves."""
    edges: dict[Pointer, Pointer] = {}
    for kind, pointer, reference in references(data):
        problem, target = _target(data, kind, reference)
        if problem:
            yield Problem("reference", pointer, problem)
        else:
            edges[_plain(pointer[:-1])] = target
    yield from _circles(data, edges)


def lost_targets(data: Any) -> Iterator[Problem]:
    """Find values of discriminators that stand for no schema."""
    for kind, pointer, schema in walk(data):
        told = schema.get("discriminator") if kind == SCHEMA and schema.keys() & set(ALTERNATIVES) else None
        mapping = told.get("mapping") if isinstance(told, dict) else None
        for value, target in mapping.items() if isinstance(mapping, dict) else ():
            reference = str(target) if "#" in str(target) else show(("components", "schemas", str(target)))
            if problem := _target(data, SCHEMA, reference)[0]:
                yield Problem("reference", (*pointer, "discriminator", "mapping", value), problem)


def _target(data: Any, kind: str, reference: str) -> tuple[str, Pointer]:
    file, _, inside = reference.partition("#")
    try:
        target = steps(inside)
        value = value_at(data, target)
    except (KeyError, ValueError):
        return f"`{reference}` leads nowhere inside the spec", ()
    if file or not isinstance(value, dict | bool):
        return f"`{reference}` leads to no object inside the spec", ()
    section = str(target[1]) if target[:1] == ("components",) and len(target) == _NAMED else SECTIONS.get(kind)
    if section != SECTIONS.get(kind, section):
        return f"`{reference}` leads to a {_KINDS.get(str(section), section)} instead of a {kind}", ()
    return "", target


def _circles(data: Any, references: dict[Pointer, Pointer]) -> Iterator[Problem]:
    """Find what consists of itself: a circle of references and of `allOf`, `anyOf` and `oneOf`."""
    edges: dict[Pointer, list[Pointer]] = {pointer: [target] for pointer, target in references.items()}
    for kind, pointer, schema in walk(data):
        for word in ("allOf", *ALTERNATIVES) if kind == SCHEMA else ():
            parts = schema.get(word)
            if isinstance(parts, list):
                inside = [(*pointer, word, index) for index in range(len(parts))]
                edges.setdefault(_plain(pointer), []).extend(map(_plain, inside))
    done: set[Pointer] = set()
    for start, targets in edges.items():
        # Not by recursion, as a chain of references may be long.
        path = {start: iter(targets)} if start not in done else {}
        while path:
            last, following = next(reversed(path.items()))
            here = next(following, None)
            if here is None:
                del path[last]
                done.add(last)
            elif here in path:
                yield Problem("reference", (*last, "$ref") if last in references else last, "this consists of itself")
            elif here not in done:
                path[here] = iter(edges.get(here, ()))


def _plain(pointer: Pointer) -> Pointer:
    """Return a pointer as references write it."""
    return tuple(map(str, pointer))


def misfit_parameters(data: Any) -> Iterator[Problem]:
    """Find parameters of paths that are not in the path, and parameters that are declared twice."""
    for kind, pointer, item in walk(data):
        if kind != PATH or pointer[:1] != ("paths",):
            continue
        path = str(pointer[-1])
        named = re.findall(r"\{([^{}]*)\}", path)
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", path)) or len(set(named)) < len(named) or "" in named:
            yield Problem("parameter", pointer, f"`{path}` has braces that hold no parameter of its own")
            continue
        shared = list(_declared(data, item, pointer))
        yield from _twice(shared)
        yield from _misfit(path, named, shared)
        for method in HTTP_METHODS:
            if isinstance(operation := item.get(method), dict):
                own = list(_declared(data, operation, (*pointer, method)))
                yield from _twice(own)
                yield from _misfit(path, named, own)


_Parameter = tuple[str, str]
"""Where it goes, and its name."""


def _declared(data: Any, holder: dict[str, Any], pointer: Pointer) -> Iterator[tuple[_Parameter, Pointer]]:
    for index, each in enumerate(holder.get("parameters", [])):
        parameter = each
        while "$ref" in parameter:
            parameter = value_at(data, steps(parameter["$ref"].partition("#")[2]))
        yield (parameter["in"], parameter["name"]), (*pointer, "parameters", index)


def _twice(declared: list[tuple[_Parameter, Pointer]]) -> Iterator[Problem]:
    seen: set[_Parameter] = set()
    for parameter, pointer in declared:
        if parameter in seen:
            yield Problem("parameter", pointer, f"`{parameter[1]}` in {parameter[0]} is declared twice")
        seen.add(parameter)


def _misfit(path: str, named: list[str], declared: list[tuple[_Parameter, Pointer]]) -> Iterator[Problem]:
    for (location, name), where in declared:
        if location == "path" and name not in named:
            yield Problem("parameter", where, f"`{path}` has no `{{{name}}}`")
