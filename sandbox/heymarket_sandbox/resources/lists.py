from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.contacts import CONTACTS
from heymarket_sandbox.inventing import Inventor
from heymarket_sandbox.lists import LISTS, made, of_contacts
from heymarket_sandbox.requests import receipt, removed, saved, stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

TABLES = (LISTS,)
_FIRST_ID = 42
_GROUPS = ("Regulars", "Newcomers", "Waiting list", "Wednesday class", "Suppliers", "Alumni", "Volunteers", "Parents")
_PLACES = ("", "north", "south", "east", "west")


def create(request: ValidRequest) -> Record:
    """Make a list; a repeated `local_id` gives the list that has it, unchanged."""
    existing = request.store.records(LISTS).find(local_id=request.body["local_id"])
    if existing is not None:
        return receipt(LISTS, existing)
    return saved(request, LISTS, made(request, request.body) | of_contacts(request, request.body, {}))


def update(request: ValidRequest) -> Record:
    before = stored(request, LISTS)
    name = {"name": request.body["title"]} if "title" in request.body else {}
    return saved(request, LISTS, name | of_contacts(request, request.body, before), before["id"])


def delete(request: ValidRequest) -> Record:
    removed(request, LISTS)
    return {"deleted": True, "id": request.parameters["id"]}


HANDLERS: dict[str, Handler] = {"createList": create, "updateList": update, "deleteList": delete}


def fill(store: Store, settings: Settings) -> None:
    people = [each["id"] for each in store.records(CONTACTS).page()][::-1]
    store.records(LISTS).put(_invented(settings, people))


def _invented(settings: Settings, people: list[int]) -> Iterator[Record]:
    inventor = Inventor(settings, "lists")
    names = [f"{group} {place}".strip() for place in _PLACES for group in _GROUPS]
    for rank, (name, updated) in enumerate(zip(names, inventor.instants(len(names)), strict=True)):
        yield {
            "id": _FIRST_ID + rank,
            "name": name,
            "local_id": LISTS.uuid(_FIRST_ID + rank),
            "team_id": settings.team.id,
            "creator_id": inventor.pick(settings.team.members).id,
            "shared": True,
            "archived": inventor.chance(0.1),
            **inventor.history(updated),
            "_contacts": [each for each in people if inventor.chance(0.1)],
            "_targets": {},
        }
