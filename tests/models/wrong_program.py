"""Each of these lines has a mistake that a type checker finds."""

from __future__ import annotations

import attrs

import heymarket  # noqa: TC001
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


def right(client: heymarket.Heymarket, conversation: Conversation) -> int:
    client.conversations.list(filters={"inboxes": [2222], "closed": False})
    client.conversations.list(filters=ConversationFilters(inboxes=[2222]))
    filters: ConversationFiltersParam = {"inboxes": (2222,), "unread": None}
    client.conversations.list(filters=filters)
    return conversation.id
