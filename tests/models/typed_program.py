"""What a program that knows attrs may do with a model; mypy and pyright read it in strict mode, and it runs."""

from __future__ import annotations

import datetime

import attrs
from cattrs.preconf.json import make_converter

from heymarket import webhooks
from heymarket.models import Conversation, ConversationFilters, ConversationMember, Message


def look(conversation: Conversation) -> str:
    match conversation:
        case Conversation(status="open", name=str(name)):
            return name
        case _:
            return ""


def react(event: webhooks.Event) -> str:
    if event.type == "message_recieved":
        received: webhooks.MessageReceivedEvent = event
        return received.event_data.text or ""
    match event:
        case webhooks.ChatClosedEvent(event_data=closed):
            return closed.status or ""
        case webhooks.UnknownEvent():
            return event.received_type
        case _:
            return str(event.id)


conversation = Conversation(id=1, status="open", name="Ada", members=[ConversationMember(id=2)])
renamed: Conversation = attrs.evolve(conversation, name="Grace")
updated: datetime.datetime | None = renamed.updated
plain: dict[str, object] = attrs.asdict(conversation, filter=lambda _, value: value is not None)
values: tuple[object, ...] = attrs.astuple(conversation)
attrs.validate(conversation)
is_attrs: bool = attrs.has(Conversation)
assert attrs.fields(Conversation).name.name == "name"
assert set(attrs.fields_dict(ConversationFilters)) == {"inboxes", "closed", "unread"}
assert attrs.resolve_types(Conversation) is Conversation
assert is_attrs
assert look(renamed) == "Grace"
assert react(webhooks.MessageReceivedEvent(type="message_recieved", id=1, event_data=Message(id=2, text="Hi"))) == "Hi"
assert react(webhooks.parse({"type": "new", "token": "sesame"}, token="sesame")) == "new"
assert (plain["id"], values[0], updated) == (1, 1, None)

converter = make_converter()
structured: Conversation = converter.structure({"id": 1, "updated": "2026-04-12T15:30:00Z"}, Conversation)
assert structured.updated == datetime.datetime(2026, 4, 12, 15, 30, tzinfo=datetime.UTC)
assert converter.unstructure(structured)["id"] == 1
