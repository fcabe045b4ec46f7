"""What a program that knows attrs may do with a model; mypy and pyright read it in strict mode, and it runs."""

from __future__ import annotations

import datetime

import attrs
from cattrs.preconf.json import make_converter

from heymarket.models import Conversation, ConversationFilters, ConversationMember


def look(conversation: Conversation) -> str:
    match conversation:
        case Conversation(status="open", name=str(name)):
            return name
        case _:
            return ""


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
assert (plain["id"], values[0], updated) == (1, 1, None)

converter = make_converter()
structured: Conversation = converter.structure({"id": 1, "updated": "2026-04-12T15:30:00Z"}, Conversation)
assert structured.updated == datetime.datetime(2026, 4, 12, 15, 30, tzinfo=datetime.UTC)
assert converter.unstructure(structured)["id"] == 1
