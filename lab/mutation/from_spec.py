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
    "names": 32, "dropped fields": 24, "added fields": 12, "types": 40, "formats": 14, "required": 20,
    "null": 10, "enums": 8, "limits": 16, "nesting": 14, "arrays": 16, "parameters": 24, "statuses": 24,
    "media types": 10, "methods": 16, "paths": 16, "security": 16, "semantics": 20, "headers": 3,
    "documentation": 16,
}  # fmt: skip


def every() -> dict[str, list[Mutant]]:
    """Return all mutants of the spec in the repository, by family: more than a run has time for."""
    spec = read_spec(original() / "openapi" / "heymarket.yaml")
    by_family: dict[str, list[Mutant]] = {}
    for family, name, change in [*schemas(spec), *operations(spec), *shared(spec)]:
        harmless = family == "documentation"
        by_family.setdefault(family, []).extend(
            [
                Mutant(f"{name} (spec)", family, "spec", _in_spec(change), harmless),
                Mutant(f"{name} (client)", family, "regenerated", _in_client(change), harmless),
            ]
        )
    return by_family


def some(by_family: dict[str, list[Mutant]]) -> list[Mutant]:
    """Return those that a run tries."""
    found = []
    for family, pairs in ((family, [*zip(each[::2], each[1::2], strict=True)]) for family, each in by_family.items()):
        found += [mutant for pair in evenly(pairs, MOST.get(family, len(pairs))) for mutant in pair]
    return found


def evenly(items: list[Any], most: int) -> list[Any]:
    return items if len(items) <= most else [items[index * len(items) // most] for index in range(most)]


def _in_spec(change: Change) -> Any:
    return lambda tree: tree.change_spec(change)


def _in_client(change: Change) -> Any:
    return lambda tree: tree.generate_from(change)
