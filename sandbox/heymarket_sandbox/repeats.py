"""Writes that may be repeated: the same key gives the first answer again, and nothing is done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

REPEATS = Table(name="repeat", time="created", columns={"key": lambda record: record["key"]}, is_revised=False)


def once(store: Store, kind: str, key: str | None, make: Callable[[], Record]) -> Record:
    """Return what `make` makes, or what it made when the key was first given for this kind of write."""
    if not key:
        return make()
    records, whole = store.records(REPEATS), f"{kind} {key}"
    known = records.find(key=whole)
    if known is None:
        known = records.add({"key": whole, "answer": make()})
    answer: Record = known["answer"]
    return answer
