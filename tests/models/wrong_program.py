"""Each of these lines has a mistake that a type checker finds."""

from __future__ import annotations

import attrs

import heymarket
from heymarket import webhooks
from heymarket.models import Conversation, ConversationFilters, ConversationFiltersParam


def wrong(client: heymarket.Heymarket, conversation: Conversation) -> None:
    client.conversations.list(filters={"inbox": [2222]})  # mistake
    client.conversations.list(filters={"inboxes": 2222})  # mistake
    client.conversations.list(filters=ConversationFilters(inbox=[2222]))  # mistake
    filters: ConversationFiltersParam = {"close": True}  # mistake
    client.conversations.list(filters=filters)
    Conversation(name="Ada")  # mistake
    Conversation(1)  # mistake
    identity: str = conversation.id  # mistake
    print(identity)
    print(attrs.evolve(conversation, id=1).no_such_field)  # mistake


def wrong_event(event: webhooks.Event) -> None:
    print(event.event_data)  # mistake
    if event.type == "message_recieved":
        print(event.received_type)  # mistake
    if event.type == "chat_closed":
        print(event.event_data.text)  # mistake
    if event.type == "unknown":
        print(event.id)  # mistake
    webhooks.parse(b"", token=7)  # mistake
    webhooks.parse(None)  # mistake


def right(client: heymarket.Heymarket, conversation: Conversation) -> int:
    client.conversations.list(filters={"inboxes": [2222], "closed": False})
    client.conversations.list(filters=ConversationFilters(inboxes=[2222]))
    filters: ConversationFiltersParam = {"inboxes": (2222,), "unread": None}
    client.conversations.list(filters=filters)
    return conversation.id
