from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.contacts import TAGS, forget_tag
from heymarket_sandbox.inventing import Inventor
from heymarket_sandbox.requests import removed, saved, stored, window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

TABLES = (TAGS,)
_FIRST_ID = 55
_LABELS = ("VIP", "New", "Lapsed", "Wholesale", "Supplier", "Press", "Student")
_PLACES = ("", "north", "south", "east", "west", "online")
_COLORS = ("#FFD700", "#FF5733", "#2E86C1", "#28B463", "#884EA0", "#707B7C")


def create(request: ValidRequest) -> Record:
    fields = {name: request.body[name] for name in ("tag", "color") if name in request.body}
    return saved(request, TAGS, {**fields, "team_id": request.settings.team.id})


def get(request: ValidRequest) -> Record:
    return stored(request, TAGS)


def delete(request: ValidRequest) -> str:
    forget_tag(request.store, request.parameters["id"])
    return removed(request, TAGS)


def list_all(request: ValidRequest) -> list[Record]:
    return request.store.records(TAGS).page(window(request.body), request.settings.page_size)


HANDLERS: dict[str, Handler] = {
    "createTag": create,
    "getTag": get,
    "deleteTag": delete,
    "listTags": list_all,
}


def fill(store: Store, settings: Settings) -> None:
    store.records(TAGS).put(_invented(settings))


def _invented(settings: Settings) -> Iterator[Record]:
    inventor = Inventor(settings, "tags")
    labels = [f"{label} {place}".strip() for place in _PLACES for label in _LABELS]
    for rank, (label, updated) in enumerate(zip(labels, inventor.instants(len(labels)), strict=True)):
        yield {
            "id": _FIRST_ID + rank,
            "tag": label,
            "color": inventor.pick(_COLORS),
            "team_id": settings.team.id,
            **inventor.history(updated),
        }
