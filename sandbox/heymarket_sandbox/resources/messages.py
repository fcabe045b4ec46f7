from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heymarket_sandbox import lists, merging, messaging
from heymarket_sandbox.conversations import Query
from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.inventing import Inventor
from heymarket_sandbox.lists import LISTS
from heymarket_sandbox.messaging import MESSAGES
from heymarket_sandbox.records import Window, equal
from heymarket_sandbox.repeats import REPEATS, once
from heymarket_sandbox.requests import check_access, offset, size, window
from heymarket_sandbox.resources.surveys import SURVEYS
from heymarket_sandbox.resources.templates import TEMPLATES
from heymarket_sandbox.seed import FIRST_ID
from heymarket_sandbox.seed import MESSAGES as TEXTS
from heymarket_sandbox.timestamps import SECOND, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record, Table

TABLES = (MESSAGES, REPEATS)
_MOST_RECENT = 50
_FIRST_ID = 9_980_041
_INVENTED = 300
_COPIED = ("local_id", "author")


def send(request: ValidRequest) -> Record:
    check_access(request.store, request.body["creator_id"], request.body["inbox_id"], "creator_id")
    return once(request.store, "message", request.body.get("local_id"), lambda: _sent(request))


def _sent(request: ValidRequest) -> Record:
    body, store = request.body, request.store
    if "list_id" in body:
        return _broadcast(request)
    conversation, name = _conversation(request)
    private = body.get("private", False)
    addresses = messaging.addresses_of(conversation)
    if not private:
        messaging.check_may_be_sent(store, addresses, name)
    message = messaging.post(store, conversation, _content(request, addresses[0]), private=private)
    return {**_receipt(message), "convo_id": conversation["id"]}


def _broadcast(request: ValidRequest) -> Record:
    """Send to each member of a list that may be sent something; the answer has the first message (our choice)."""
    store, body = request.store, request.body
    found = _known(request, LISTS, "list_id")
    allowed = [phone for phone in lists.targets(store, found) if messaging.refusal(store, phone) is None]
    if not allowed:
        raise ErrorResponse(403, "list_id: the list has nobody who may be sent something")
    number, first = store.records(MESSAGES).count() + 1, None
    for phone in allowed:
        conversation = messaging.conversation_with(request, body["inbox_id"], [phone], "sms", body["creator_id"])
        message = messaging.post(store, conversation, {**_content(request, phone), "broadcast_id": number})
        first = first or message
    return _receipt(first or {})


def _receipt(message: Record) -> Record:
    known: Record = {"gallery_url": message.get("media", ""), "queued": True, "compliance_results": {}}
    return {"id": message["id"], "date": message["date"], **known}


def _conversation(request: ValidRequest) -> tuple[Record, str]:
    """Find or make the conversation that a body names, and say by which field."""
    body, inbox = request.body, request.body["inbox_id"]
    if "chat_id" in body:
        found = request.store.conversations.get(body["chat_id"])
        if found is None or found.get("inbox") != inbox:
            raise ErrorResponse(404, f"chat_id: inbox {inbox} has no conversation {body['chat_id']}")
        if found.get("channel") == "email":
            raise ErrorResponse(403, f"chat_id: conversation {body['chat_id']} goes by e-mail")
        return found, "chat_id"
    name = "phone_number" if "phone_number" in body else "targets"
    addresses = list(dict.fromkeys([body[name]] if name == "phone_number" else body[name]))
    if not addresses:
        raise ErrorResponse(403, "targets: it names nobody")
    if not body.get("private"):
        messaging.check_may_be_sent(request.store, addresses, name)
    channel = "sms" if len(addresses) == 1 else "mms"
    return messaging.conversation_with(request, inbox, addresses, channel, body["creator_id"]), name


def _content(request: ValidRequest, address: str) -> Record:
    """Return what a message says; a text of its own comes before that of a template or survey (our choice)."""
    body, content = request.body, dict[str, Any]()
    if "survey_id" in body:
        content["text"] = _known(request, SURVEYS, "survey_id")["question"]
    if "template_id" in body:
        template = _known(request, TEMPLATES, "template_id")["content"]
        contact = messaging.contact_of(request, address)
        content["text"] = merging.filled(request.store, template["text"], contact)
        pictures = [each["url"] for each in template.get("gallery", []) if "url" in each]
        content |= {"media": pictures[0]} if pictures else {}
    content |= {field: body[name] for name, field in (("text", "text"), ("media_url", "media")) if name in body}
    given = {name: body[name] for name in _COPIED if name in body}
    return {**given, **content, "user": body["creator_id"], "phone": _phone(request.store, body["inbox_id"])}


def _known(request: ValidRequest, table: Table, name: str) -> Record:
    found = request.store.records(table).get(request.body[name])
    if found is None:
        raise ErrorResponse(404, f"{name}: there is no {table.name} {request.body[name]}")
    return found


def _phone(store: Store, inbox: int) -> str:
    return _phones(store).get(inbox, "")


def _phones(store: Store) -> dict[int, str]:
    return {each["id"]: str(each.get("phone", "")) for each in store.membership.inboxes()}


def history(request: ValidRequest) -> list[Record]:
    asked, store = request.parameters, request.store
    inbox = asked["inboxID"]
    if inbox not in store.membership.inbox_ids():
        raise ErrorResponse(404, f"inboxID: there is no inbox {inbox}")
    number = store.conversations.find(inbox, [asked["phoneNumber"]])
    if number is None:
        return []
    timestamp = asked.get("timestamp")
    before = None if timestamp is None else max(-(2**62), min(2**62, timestamp * SECOND))
    wanted = Window(conditions=equal(conversation=number), before=before)
    return _shown(request, wanted, min(_MOST_RECENT, request.settings.max_page_size))


def list_all(request: ValidRequest) -> list[Record]:
    """Read the body as the prose says; `order` and what other endpoints share change nothing (our choice)."""
    limit = size(request)
    return _shown(request, window(request.body, "created_at"), limit, offset(request, limit))


def count(request: ValidRequest) -> str:
    """Count down from `date`, whatever the order."""
    asked = {name: value for name, value in request.body.items() if name == "date"}
    return str(request.store.records(MESSAGES).count(window(asked)))


def _shown(request: ValidRequest, wanted: Window, limit: int, skipped: int = 0) -> list[Record]:
    found = request.store.records(MESSAGES).page(wanted, limit, skipped)
    return [messaging.as_shown(request.store, each) for each in found]


HANDLERS: dict[str, Handler] = {
    "sendMessage": send,
    "getMessageHistory": history,
    "listMessages": list_all,
    "countMessages": count,
}


def fill(store: Store, settings: Settings) -> None:
    store.records(MESSAGES).put(_invented(store, settings))


def _invented(store: Store, settings: Settings) -> Iterator[Record]:
    """Yield messages of the newest conversations, many of them in the one that the spec's examples name."""
    inventor = Inventor(settings, "messages")
    known = store.conversations.page(Query(), _INVENTED // 10)
    example = store.conversations.get(FIRST_ID)
    if not known:
        return
    phones = _phones(store)
    for rank, moment in enumerate(inventor.instants(_INVENTED)):
        conversation = example if example and inventor.chance(0.4) else inventor.pick(known)
        inbound = inventor.chance(0.5)
        when = render(moment)
        inbox = conversation["inbox"]
        yield {
            "id": _FIRST_ID + _INVENTED - rank,
            "_conversation": conversation["id"],
            "text": inventor.pick(TEXTS),
            "phone": phones.get(inbox, ""),
            "target": conversation["target"],
            "channel": conversation["channel"],
            "type": "inbound" if inbound else "outbound",
            "status": "received" if inbound else "sent",
            "flagged": False,
            "super": 0,
            "created": when,
            "date": when,
            "updated": when,
            **({} if inbound else {"user": inventor.pick(sorted(store.membership.member_ids(inbox)))}),
        }
