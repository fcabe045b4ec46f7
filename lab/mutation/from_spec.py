"""Mutants made from the spec: each is tried with the client kept, and as a client generated from it.

They are found by walking the spec, so that a new operation brings its own.
"""

from __future__ import annotations

from typing import Any

from lab.mutation.in_operations import operations
from lab.mutation.in_schemas import schemas
from lab.mutation.in_shared import shared
from lab.mutation.mutant import Change, Mutant
from lab.mutation.tree import original, read_spec

# How many of a family are taken, evenly over the spec; all where it says nothing.
MOST = {
    "names": 16, "dropped fields": 8, "added fields": 4, "types": 16, "formats": 6, "required": 8,
    "null": 4, "enums": 4, "limits": 4, "nesting": 6, "arrays": 8, "parameters": 10, "statuses": 8,
    "media types": 5, "methods": 4, "paths": 4, "security": 9, "paging": 14, "semantics": 4, "headers": 3,
    "documentation": 10,
}  # fmt: skip


def mutants() -> list[Mutant]:
    """Return the mutants of the spec in the repository."""
    spec = read_spec(original() / "openapi" / "heymarket.yaml")
    by_family: dict[str, list[tuple[str, Change]]] = {}
    for family, name, change in [*schemas(spec), *operations(spec), *shared(spec)]:
        by_family.setdefault(family, []).append((name, change))
    found = []
    for family, all_of_them in by_family.items():
        harmless = family == "documentation"
        for name, change in evenly(all_of_them, MOST.get(family, len(all_of_them))):
            found.append(Mutant(f"{name} (spec)", family, "spec", _in_spec(change), harmless))
            found.append(Mutant(f"{name} (client)", family, "regenerated", _in_client(change), harmless))
    return found


def evenly(items: list[Any], most: int) -> list[Any]:
    return items if len(items) <= most else [items[index * len(items) // most] for index in range(most)]


def _in_spec(change: Change) -> Any:
    return lambda tree: tree.change_spec(change)


def _in_client(change: Change) -> Any:
    return lambda tree: tree.generate_from(change)
