from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.inventing import Inventor
from heymarket_sandbox.records import Window
from heymarket_sandbox.requests import offset, size, stored
from heymarket_sandbox.table import Table
from heymarket_sandbox.timestamps import SECOND, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

SURVEYS = Table(name="survey", time="created", is_revised=False)
TABLES = (SURVEYS,)
_FIRST_ID = 10
_OCCASIONS = ("After a purchase", "After a visit", "After a call", "After a delivery", "Yearly", "On leaving")
_PLACES = ("", "north", "south", "east", "west", "online")
_QUESTIONS = {
    "nps": "How likely are you to recommend us? Reply with a number from 0 to 10.",
    "csat": "How satisfied were you? Reply with a number from 1 to 5.",
}


def list_all(request: ValidRequest) -> list[Record]:
    """List surveys in the order in which they were made; the order is our choice."""
    limit = size(request)
    return request.store.records(SURVEYS).page(Window(ascending=True), limit, offset(request, limit))


def get(request: ValidRequest) -> Record:
    return stored(request, SURVEYS)


HANDLERS: dict[str, Handler] = {"listSurveys": list_all, "getSurvey": get}


def fill(store: Store, settings: Settings) -> None:
    store.records(SURVEYS).put(_invented(settings))


def _invented(settings: Settings) -> Iterator[Record]:
    inventor = Inventor(settings, "surveys")
    names = [f"{occasion} {place}".strip() for place in _PLACES for occasion in _OCCASIONS]
    moments = [*inventor.instants(len(names))][::-1]
    for rank, (name, created) in enumerate(zip(names, moments, strict=True)):
        kind = inventor.pick([*_QUESTIONS])
        updated = created + int(inventor.number() * 3_600) * SECOND
        yield {
            "id": _FIRST_ID + rank,
            "name": name,
            "type": kind,
            "question": _QUESTIONS[kind],
            "created": render(created),
            "updated": render(updated),
        }
