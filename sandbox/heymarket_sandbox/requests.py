"""What a handler gets, and what most of them need of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.records import Window
from heymarket_sandbox.timestamps import nanoseconds

if TYPE_CHECKING:
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record, Table


@attrs.frozen
class ValidRequest:
    """A request that is valid under the spec."""

    store: Store
    settings: Settings
    parameters: dict[str, Any]
    body: Any


Handler = Callable[[ValidRequest], Any]


def size(request: ValidRequest, default: int | None = None) -> int:
    """Treat a `limit` below 1 as missing: the published pages do not forbid it."""
    limit: int | None = request.body.get("limit")
    if limit is None or limit < 1:
        return request.settings.page_size if default is None else default
    return min(limit, request.settings.max_page_size)


def offset(request: ValidRequest, limit: int, first: int = 1) -> int:
    """Return what comes before the page that is asked for; a number before the first counts as the first."""
    number: int = max(request.body.get("page", first), first) - first
    return min(number * limit, 2**62)


def window(body: dict[str, Any], cursor: str = "date") -> Window:
    """Read a cursor as the published pages say; with `ascending`, it selects what comes after it (our choice)."""
    ascending = body.get("ascending", False)
    if cursor not in body:
        return Window(ascending=ascending)
    if ascending:
        return Window(after=nanoseconds(body[cursor]), ascending=True)
    return Window(before=nanoseconds(body[cursor], round_up=True))


def saved(request: ValidRequest, table: Table, fields: Record, number: int | None = None) -> Record:
    """Add a record, or change the one with this id; return what the API says of it."""
    records = request.store.records(table)
    record = records.add(fields) if number is None else records.change(number, fields)
    return receipt(table, record)


def receipt(table: Table, record: Record) -> Record:
    """Return what the API says of a record that was written."""
    return {"id": record["id"], "rev": record["rev"], "uuid": record.get("local_id") or table.uuid(record["id"])}


def stored(request: ValidRequest, table: Table, parameter: str = "id") -> Record:
    """Return the record that a parameter of the path names."""
    number = request.parameters[parameter]
    record = request.store.records(table).get(number)
    if record is None:
        raise ErrorResponse(404, f"{parameter}: there is no {table.name} {number}")
    return record


def removed(request: ValidRequest, table: Table) -> str:
    """Remove the record that the path names."""
    request.store.records(table).remove(stored(request, table)["id"])
    return "ok"


def check_access(store: Store, member: int, inbox: int, name: str, inbox_name: str = "inbox_id") -> None:
    membership = store.membership
    if inbox not in membership.inbox_ids():
        raise ErrorResponse(404, f"{inbox_name}: there is no inbox {inbox}")
    if not membership.is_member(member):
        raise ErrorResponse(403, f"{name}: the team has no member {member}")
    if inbox not in membership.inbox_ids(member):
        raise ErrorResponse(403, f"{name}: member {member} has no access to inbox {inbox}")
