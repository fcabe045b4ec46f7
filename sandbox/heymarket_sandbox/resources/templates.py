from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heymarket_sandbox.inventing import Inventor
from heymarket_sandbox.requests import removed, saved, stored, window
from heymarket_sandbox.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

TEMPLATES = Table(name="template")
TABLES = (TEMPLATES,)
_FIRST_ID = 101
_SUBJECTS = ("Welcome", "Reminder", "Thanks", "Moved appointment", "Opening hours", "Invoice", "Directions", "Feedback")
_PLACES = ("", "north", "south", "east", "west")


def create(request: ValidRequest) -> Record:
    team = request.settings.team
    fields = {"team_id": team.id, "creator_id": team.members[0].id, "shared": True, "archived": False}
    return saved(request, TEMPLATES, fields | _fields(request.body))


def get(request: ValidRequest) -> Record:
    return stored(request, TEMPLATES)


def update(request: ValidRequest) -> Record:
    number = stored(request, TEMPLATES)["id"]
    return saved(request, TEMPLATES, _fields(request.body), number)


def delete(request: ValidRequest) -> str:
    return removed(request, TEMPLATES)


def list_all(request: ValidRequest) -> list[Record]:
    return request.store.records(TEMPLATES).page(window(request.body), request.settings.page_size)


def _fields(body: dict[str, Any]) -> Record:
    kept: Record = {name: body[name] for name in ("local_id", "archived") if name in body}
    return {"name": body["title"], "content": {"gallery": [], **body["content"]}, **kept}


HANDLERS: dict[str, Handler] = {
    "createTemplate": create,
    "getTemplate": get,
    "updateTemplate": update,
    "deleteTemplate": delete,
    "listTemplates": list_all,
}


def fill(store: Store, settings: Settings) -> None:
    store.records(TEMPLATES).put(_invented(settings))


def _invented(settings: Settings) -> Iterator[Record]:
    inventor = Inventor(settings, "templates")
    names = [f"{subject} {place}".strip() for place in _PLACES for subject in _SUBJECTS]
    for rank, (name, updated) in enumerate(zip(names, inventor.instants(len(names)), strict=True)):
        yield {
            "id": _FIRST_ID + rank,
            "name": name,
            "content": {"text": f"Hi {{{{first_name}}}}, {name.lower()}: call us with any question.", "gallery": []},
            "team_id": settings.team.id,
            "creator_id": settings.team.members[0].id,
            "shared": True,
            "archived": inventor.chance(0.1),
            **inventor.history(updated),
        }
