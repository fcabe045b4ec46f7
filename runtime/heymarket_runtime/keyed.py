"""From the titles that people give to things to the ids that requests take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

V = TypeVar("V")


class Titled(Protocol):
    """What has an id and a title, as a contact field does."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str | None: ...


def keyed_by_id(values: Mapping[str, V], things: Iterable[Titled]) -> dict[str, V]:
    """Return values by the ids, as text, of the things that have their keys as titles.

    ```python
    fields = heymarket.contact_fields.list()
    heymarket.contacts.create(phone="15105553344", custom=keyed_by_id({"Plan": "Premium"}, fields))
    ```

    Raises `KeyError` for a title that nothing has, and for one that several have.
    """
    ids: dict[str | None, list[int]] = {}
    for each in things:
        ids.setdefault(each.title, []).append(each.id)
    found: dict[str, V] = {}
    for title, value in values.items():
        if len(having := ids.get(title, [])) != 1:
            known = ", ".join(sorted(repr(each) for each in ids if each is not None))
            problem = f"{len(having)} things have the title" if having else "nothing has the title"
            raise KeyError(f"{problem} {title!r}; there are {known or 'none'}")
        found[str(having[0])] = value
    return found
