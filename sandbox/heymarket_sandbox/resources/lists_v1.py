from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.lists import LISTS, as_shown, made, of_numbers
from heymarket_sandbox.requests import removed, saved, stored, window

if TYPE_CHECKING:
    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.table import Record


def create(request: ValidRequest) -> Record:
    return saved(request, LISTS, made(request, request.body) | of_numbers(request, request.body, {}))


def get(request: ValidRequest) -> Record:
    return as_shown(request.store, stored(request, LISTS))


def update(request: ValidRequest) -> Record:
    before = stored(request, LISTS)
    fields = {"name": request.body["title"], **of_numbers(request, request.body, before)}
    return saved(request, LISTS, fields, before["id"])


def delete(request: ValidRequest) -> str:
    return removed(request, LISTS)


def list_all(request: ValidRequest) -> list[Record]:
    page = request.store.records(LISTS).page(window(request.body), request.settings.page_size)
    return [as_shown(request.store, each) for each in page]


HANDLERS: dict[str, Handler] = {
    "createListV1": create,
    "getListV1": get,
    "updateListV1": update,
    "deleteListV1": delete,
    "listListsV1": list_all,
}
