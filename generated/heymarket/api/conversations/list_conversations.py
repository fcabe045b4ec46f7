# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import ByTimestamp, Input, Operation

from ...models.conversation import Conversation
from ...models.conversation_query import ConversationQuery

operation = Operation(
    name="conversations.list",
    method="POST",
    path="/v1/conversations",
    body=ConversationQuery,
    result=list[Conversation],
    semantics="safe",
    paging=ByTimestamp(
        Input("date", "body"),
        field="updated",
        identity="id",
        items=(),
        limit=Input("limit", "body"),
        reversed_by=Input("ascending", "body"),
        first_only=(Input("page", "body"),),
    ),
)
