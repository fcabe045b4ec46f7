from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heymarket_sandbox.conversations import Query
from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.requests import check_access, offset, size, window

if TYPE_CHECKING:
    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.store import Store


def list_all(request: ValidRequest) -> list[dict[str, Any]]:
    body: dict[str, Any] = request.body
    limit = size(request)
    # Numbered pages are the vendor's older text; with a cursor they count from the cursor.
    return request.store.conversations.page(query(request.store, body), limit, offset(request, limit))


def query(store: Store, body: dict[str, Any]) -> Query:
    """Read the body as the published pages say, and choose where they say nothing.

    Chosen: `archived` is another name for `filters.closed`; with `ascending`, `date` selects what was updated after
    it; `filter`, `order` and `parent_id` change nothing.
    """
    filters: dict[str, Any] = body.get("filters", {})
    member = acting_member(store, body.get("id", 0))
    closed = filters.get("closed", body.get("archived"))
    asked = window(body)
    return Query(
        inboxes=_visible_inboxes(store, member, filters.get("inboxes", [])),
        closed=closed,
        unread=filters.get("unread"),
        reader=member,
        assigned=body.get("assigned"),
        before=asked.before,
        after=asked.after,
        ascending=asked.ascending,
    )


def acting_member(store: Store, member: int) -> int | None:
    """Return the member, or None for the team, for which the credentials act."""
    if member == 0:
        return None
    if not store.membership.is_member(member):
        raise ErrorResponse(403, f"id: the team has no member {member}")
    return member


def _visible_inboxes(store: Store, member: int | None, asked: list[int]) -> tuple[int, ...] | None:
    allowed = store.membership.inbox_ids(member)
    for inbox in asked:
        if inbox not in allowed:
            who = "the team" if member is None else f"member {member}"
            raise ErrorResponse(403, f"filters.inboxes: {who} has no access to inbox {inbox}")
    if asked:
        return tuple(sorted(set(asked)))
    return None if member is None else tuple(sorted(allowed))


def count(request: ValidRequest) -> str:
    return str(request.store.conversations.count(Query(before=window(request.body).before)))


def get(request: ValidRequest) -> dict[str, Any]:
    found = request.store.conversations.get(request.parameters["id"])
    if found is None:
        raise ErrorResponse(404, f"id: there is no conversation {request.parameters['id']}")
    return found


def mark_read(request: ValidRequest) -> str:
    return _mark(request, unread=False)


def mark_unread(request: ValidRequest) -> str:
    return _mark(request, unread=True)


def _mark(request: ValidRequest, *, unread: bool) -> str:
    number = _conversation_of_inbox(request)
    request.store.conversations.mark(number, [request.body["user_id"]], unread=unread)
    return "ok"


def open_again(request: ValidRequest) -> str:
    return _set_status(request, "open")


def close(request: ValidRequest) -> str:
    return _set_status(request, "closed")


def _set_status(request: ValidRequest, status: str) -> str:
    number = _conversation_of_inbox(request)
    request.store.conversations.change(number, {"status": status, "op": "close" if status == "closed" else "open"})
    return "ok"


def reassign(request: ValidRequest) -> str:
    number = _conversation_of_inbox(request)
    owner = (request.store.conversations.get(number) or {}).get("assigned")
    if owner not in {None, request.body["user_id"]}:
        raise ErrorResponse(403, f"user_id: member {request.body['user_id']} does not own the conversation")
    check_access(request.store, request.body["reassign_id"], request.body["inbox_id"], "reassign_id")
    request.store.conversations.change(number, {"assigned": request.body["reassign_id"], "op": "reassign"})
    return "ok"


def transfer(request: ValidRequest) -> str:
    number, inbox = request.body["conversation_id"], request.body["transfer_inbox_id"]
    conversation = request.store.conversations.get(number)
    if conversation is None:
        raise ErrorResponse(404, f"conversation_id: there is no conversation {number}")
    if inbox not in request.store.membership.inbox_ids():
        raise ErrorResponse(404, f"transfer_inbox_id: there is no inbox {inbox}")
    if conversation.get("channel") != "sms":
        raise ErrorResponse(403, f"conversation_id: conversation {number} is not an SMS conversation")
    if (
        request.store.conversations.find(inbox, conversation.get("targets") or [conversation.get("target", "")])
        is not None
    ):
        raise ErrorResponse(403, f"transfer_inbox_id: inbox {inbox} has a conversation with this customer already")
    keeps_owner = conversation.get("assigned") in request.store.membership.member_ids(inbox)
    request.store.conversations.change(
        number, {"inbox": inbox, "op": "transfer"}, without=() if keeps_owner else ("assigned",)
    )
    return "ok"


def _conversation_of_inbox(request: ValidRequest) -> int:
    """Find the conversation that `chat_id`, `target` or `targets` name in an inbox that the member may use."""
    body, inbox = request.body, request.body["inbox_id"]
    check_access(request.store, body["user_id"], inbox, "user_id")
    if "chat_id" in body:
        found = request.store.conversations.get(body["chat_id"])
        if found is None or found.get("inbox") != inbox:
            raise ErrorResponse(404, f"chat_id: inbox {inbox} has no conversation {body['chat_id']}")
        if "target" in body and found.get("target") != body["target"]:
            raise ErrorResponse(404, "target: chat_id and target name different conversations")
        return int(body["chat_id"])
    targets = [body["target"]] if "target" in body else body["targets"]
    number = request.store.conversations.find(inbox, targets)
    if number is None:
        raise ErrorResponse(
            404, f"{'target' if 'target' in body else 'targets'}: inbox {inbox} has no such conversation"
        )
    return number


HANDLERS: dict[str, Handler] = {
    "closeConversation": close,
    "countConversations": count,
    "getConversation": get,
    "listConversations": list_all,
    "markConversationRead": mark_read,
    "markConversationUnread": mark_unread,
    "openConversation": open_again,
    "reassignConversation": reassign,
    "transferConversation": transfer,
}
