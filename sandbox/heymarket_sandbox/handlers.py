"""What each operation does. A new operation is an entry in the spec and one function here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.store import Query
from heymarket_sandbox.timestamps import nanoseconds

if TYPE_CHECKING:
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store


@attrs.frozen
class ValidRequest:
    """A request that is valid under the spec."""

    store: Store
    settings: Settings
    parameters: dict[str, Any]
    body: Any


Handler = Callable[[ValidRequest], Any]


def list_conversations(request: ValidRequest) -> list[dict[str, Any]]:
    body: dict[str, Any] = request.body
    limit = _at_most(body.get("limit"), request.settings)
    # Numbered pages are the vendor's older text; with a cursor they count from the cursor.
    offset = min((max(body.get("page", 1), 1) - 1) * limit, 2**62)
    return request.store.page(conversation_query(request.store, body), limit, offset)


def conversation_query(store: Store, body: dict[str, Any]) -> Query:
    """Read the body as the published pages say, and choose where they say nothing.

    Chosen: `archived` is another name for `filters.closed`; with `ascending`, `date` selects what was updated after
    it; `filter`, `order` and `parent_id` change nothing.
    """
    filters: dict[str, Any] = body.get("filters", {})
    member = acting_member(store, body.get("id", 0))
    closed = filters.get("closed", body.get("archived"))
    ascending = body.get("ascending", False)
    before = after = None
    if "date" in body and ascending:
        after = nanoseconds(body["date"])
    elif "date" in body:
        before = nanoseconds(body["date"], round_up=True)
    return Query(
        inboxes=_visible_inboxes(store, member, filters.get("inboxes", [])),
        closed=closed,
        unread=filters.get("unread"),
        reader=member,
        assigned=body.get("assigned"),
        before=before,
        after=after,
        ascending=ascending,
    )


def acting_member(store: Store, member: int) -> int | None:
    """Return the member, or None for the team, for which the credentials act."""
    if member == 0:
        return None
    if not store.is_member(member):
        raise ErrorResponse(403, f"id: the team has no member {member}")
    return member


def _visible_inboxes(store: Store, member: int | None, asked: list[int]) -> tuple[int, ...] | None:
    allowed = store.inbox_ids(member)
    for inbox in asked:
        if inbox not in allowed:
            who = "the team" if member is None else f"member {member}"
            raise ErrorResponse(403, f"filters.inboxes: {who} has no access to inbox {inbox}")
    if asked:
        return tuple(sorted(set(asked)))
    return None if member is None else tuple(sorted(allowed))


def _at_most(limit: int | None, settings: Settings) -> int:
    """Treat a `limit` below 1 as missing: the published pages do not forbid it."""
    return settings.page_size if limit is None or limit < 1 else min(limit, settings.max_page_size)


def count_conversations(request: ValidRequest) -> str:
    date = request.body.get("date")
    return str(request.store.count(Query(before=None if date is None else nanoseconds(date, round_up=True))))


def get_conversation(request: ValidRequest) -> dict[str, Any]:
    found = request.store.get(request.parameters["id"])
    if found is None:
        raise ErrorResponse(404, f"id: there is no conversation {request.parameters['id']}")
    return found


def mark_conversation_read(request: ValidRequest) -> str:
    return _mark(request, unread=False)


def mark_conversation_unread(request: ValidRequest) -> str:
    return _mark(request, unread=True)


def _mark(request: ValidRequest, *, unread: bool) -> str:
    number = _conversation_of_inbox(request)
    request.store.mark(number, [request.body["user_id"]], unread=unread)
    return "ok"


def open_conversation(request: ValidRequest) -> str:
    return _set_status(request, "open")


def close_conversation(request: ValidRequest) -> str:
    return _set_status(request, "closed")


def _set_status(request: ValidRequest, status: str) -> str:
    number = _conversation_of_inbox(request)
    request.store.change(number, {"status": status, "op": "close" if status == "closed" else "open"})
    return "ok"


def reassign_conversation(request: ValidRequest) -> str:
    number = _conversation_of_inbox(request)
    owner = (request.store.get(number) or {}).get("assigned")
    if owner not in {None, request.body["user_id"]}:
        raise ErrorResponse(403, f"user_id: member {request.body['user_id']} does not own the conversation")
    _check_access(request.store, request.body["reassign_id"], request.body["inbox_id"], "reassign_id")
    request.store.change(number, {"assigned": request.body["reassign_id"], "op": "reassign"})
    return "ok"


def transfer_conversation(request: ValidRequest) -> str:
    number, inbox = request.body["conversation_id"], request.body["transfer_inbox_id"]
    conversation = request.store.get(number)
    if conversation is None:
        raise ErrorResponse(404, f"conversation_id: there is no conversation {number}")
    if inbox not in request.store.inbox_ids():
        raise ErrorResponse(404, f"transfer_inbox_id: there is no inbox {inbox}")
    if conversation.get("channel") != "sms":
        raise ErrorResponse(403, f"conversation_id: conversation {number} is not an SMS conversation")
    if request.store.find(inbox, conversation.get("targets") or [conversation.get("target", "")]) is not None:
        raise ErrorResponse(403, f"transfer_inbox_id: inbox {inbox} has a conversation with this customer already")
    keeps_owner = conversation.get("assigned") in request.store.member_ids(inbox)
    request.store.change(number, {"inbox": inbox, "op": "transfer"}, without=() if keeps_owner else ("assigned",))
    return "ok"


def list_inboxes(request: ValidRequest) -> list[dict[str, Any]]:
    return request.store.inboxes()


def get_team(request: ValidRequest) -> dict[str, Any]:
    return request.store.team()


def _conversation_of_inbox(request: ValidRequest) -> int:
    """Find the conversation that `chat_id`, `target` or `targets` name in an inbox that the member may use."""
    body, inbox = request.body, request.body["inbox_id"]
    _check_access(request.store, body["user_id"], inbox, "user_id")
    if "chat_id" in body:
        found = request.store.get(body["chat_id"])
        if found is None or found.get("inbox") != inbox:
            raise ErrorResponse(404, f"chat_id: inbox {inbox} has no conversation {body['chat_id']}")
        if "target" in body and found.get("target") != body["target"]:
            raise ErrorResponse(404, "target: chat_id and target name different conversations")
        return int(body["chat_id"])
    targets = [body["target"]] if "target" in body else body["targets"]
    number = request.store.find(inbox, targets)
    if number is None:
        raise ErrorResponse(
            404, f"{'target' if 'target' in body else 'targets'}: inbox {inbox} has no such conversation"
        )
    return number


def _check_access(store: Store, member: int, inbox: int, name: str) -> None:
    if inbox not in store.inbox_ids():
        raise ErrorResponse(404, f"inbox_id: there is no inbox {inbox}")
    if not store.is_member(member):
        raise ErrorResponse(403, f"{name}: the team has no member {member}")
    if inbox not in store.inbox_ids(member):
        raise ErrorResponse(403, f"{name}: member {member} has no access to inbox {inbox}")


HANDLERS: dict[str, Handler] = {
    "closeConversation": close_conversation,
    "countConversations": count_conversations,
    "getConversation": get_conversation,
    "getTeam": get_team,
    "listConversations": list_conversations,
    "listInboxes": list_inboxes,
    "markConversationRead": mark_conversation_read,
    "markConversationUnread": mark_conversation_unread,
    "openConversation": open_conversation,
    "reassignConversation": reassign_conversation,
    "transferConversation": transfer_conversation,
}
