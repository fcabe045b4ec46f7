from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.lists import LISTS
from heymarket_sandbox.records import Window
from heymarket_sandbox.requests import ValidRequest, check_access, removed, saved, stored
from heymarket_sandbox.resources import messages
from heymarket_sandbox.table import Table, shown
from heymarket_sandbox.timestamps import SECOND, nanoseconds, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox.requests import Handler
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

SCHEDULES = Table(name="schedule", time="execute")
TABLES = (SCHEDULES,)
_QUARTER = 15 * 60 * SECOND
# The schedules that the spec's examples name.
_FIRST_ID = 301
_INVENTED = 3
_WHEN = nanoseconds("2035-05-04T15:30:00Z")
# What a request names a recipient by, and what the message that it becomes does.
_TARGETS = {"phone_number": "phone_number", "targets": "targets", "conversation_id": "chat_id", "list_id": "list_id"}


def create(request: ValidRequest) -> Record:
    team = request.settings.team.id
    return saved(request, SCHEDULES, {"team_id": team, "op": "create", **_fields(request)})


def get(request: ValidRequest) -> Record:
    return shown(stored(request, SCHEDULES))


def update(request: ValidRequest) -> Record:
    number = stored(request, SCHEDULES)["id"]
    return saved(request, SCHEDULES, {"op": "update", **_fields(request)}, number)


def delete(request: ValidRequest) -> str:
    return removed(request, SCHEDULES)


def _fields(request: ValidRequest) -> Record:
    body = request.body
    _check_time(request.store, body["execute_at"])
    owner = request.settings.team.members[0].id
    check_access(request.store, body.get("user_id", owner), body["inbox_id"], "user_id")
    (target,) = (name for name in _TARGETS if name in body)
    _check_target(request, target)
    content = {**({"to": body[target]} if target == "phone_number" else {}), **body["content"]}
    named = {name: body[name] for name in ("conversation_id", "list_id") if name in body}
    return {
        "execute": body["execute_at"],
        "inbox_id": body["inbox_id"],
        "user_id": body.get("user_id", owner),
        "meta": {"content": content, **named},
        "_target": {_TARGETS[target]: body[target]},
        **({"local_id": body["local_id"]} if "local_id" in body else {}),
    }


def _check_time(store: Store, text: str) -> None:
    moment, now = nanoseconds(text), nanoseconds(store.records(SCHEDULES).now())
    if moment % _QUARTER:
        raise ErrorResponse(403, "execute_at: must lie on a quarter of an hour")
    if moment < now + _QUARTER:
        raise ErrorResponse(403, "execute_at: must be at least 15 minutes ahead")


def _check_target(request: ValidRequest, name: str) -> None:
    value, inbox = request.body[name], request.body["inbox_id"]
    if name == "list_id" and request.store.records(LISTS).get(value) is None:
        raise ErrorResponse(404, f"list_id: there is no list {value}")
    if name == "conversation_id":
        found = request.store.conversations.get(value)
        if found is None or found.get("inbox") != inbox:
            raise ErrorResponse(404, f"conversation_id: inbox {inbox} has no conversation {value}")
    if name == "targets" and not value:
        raise ErrorResponse(403, "targets: it names nobody")


def send_due(store: Store, settings: Settings) -> None:
    """Send what is due by the sandbox's clock, and forget it; what may not be sent is forgotten too (our choice)."""
    records = store.records(SCHEDULES)
    for each in records.page(Window(before=nanoseconds(records.now()) + 1, ascending=True)):
        with contextlib.suppress(ErrorResponse):
            messages.send(ValidRequest(store, settings, {}, _message(each)))
        records.remove(each["id"])


def _message(schedule: Record) -> Record:
    content = schedule["meta"]["content"]
    files = [each["url"] for name in ("gallery", "attachments") for each in content.get(name, []) if "url" in each]
    return {
        "inbox_id": schedule["inbox_id"],
        "creator_id": schedule["user_id"],
        **({"local_id": schedule["local_id"]} if "local_id" in schedule else {}),
        **schedule["_target"],
        **({"text": content["text"]} if "text" in content else {}),
        **({"template_id": content["template"]} if "template" in content else {}),
        **({"media_url": files[0]} if files else {}),
    }


HANDLERS: dict[str, Handler] = {
    "createSchedule": create,
    "getSchedule": get,
    "updateSchedule": update,
    "deleteSchedule": delete,
}
DUE = (send_due,)


def fill(store: Store, settings: Settings) -> None:
    store.records(SCHEDULES).put(_invented(store, settings))


def _invented(store: Store, settings: Settings) -> Iterator[Record]:
    """Yield messages to the first customer, so far ahead that none is sent while tests run."""
    inbox = min(store.membership.inbox_ids())
    sender = min(store.membership.member_ids(inbox))
    for rank in range(_INVENTED):
        phone = "14155551234"
        yield {
            "id": _FIRST_ID + rank,
            "execute": render(_WHEN + rank * _QUARTER),
            "inbox_id": inbox,
            "team_id": settings.team.id,
            "user_id": sender,
            "meta": {"content": {"text": "See you tomorrow at 10.", "to": phone}},
            "op": "create",
            "rev": 1,
            "created": "2024-01-10T08:00:00Z",
            "updated": "2024-01-10T08:00:00Z",
            "_target": {"phone_number": phone},
        }
