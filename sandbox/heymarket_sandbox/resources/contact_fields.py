from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.contacts import FIELDS
from heymarket_sandbox.records import Window

if TYPE_CHECKING:
    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

TABLES = (FIELDS,)
# The fields that the spec's examples name.
_EXAMPLES = {12: "Tier", 47: "Account", 123: "Plan", 456: "Renewal date"}


def list_all(request: ValidRequest) -> list[Record]:
    return [_shown(each) for each in request.store.records(FIELDS).page(Window(ascending=True))]


def create(request: ValidRequest) -> list[Record]:
    records = request.store.records(FIELDS)
    found: list[Record] = []
    for asked in request.body:
        existing = records.find(title=asked["title"])
        field = existing or records.add({"title": asked["title"]})
        found.append({**_shown(field), "duplicate": existing is not None})
    return found


def _shown(record: Record) -> Record:
    return {"id": record["id"], "title": record["title"]}


HANDLERS: dict[str, Handler] = {"listContactFields": list_all, "createContactFields": create}


def fill(store: Store, _settings: Settings) -> None:
    when = "2023-01-15T09:00:00Z"
    store.records(FIELDS).put({"id": id_, "title": title, "created": when} for id_, title in _EXAMPLES.items())
