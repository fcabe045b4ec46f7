# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ...models.conversation_count_query import ConversationCountQuery
from ...runtime.operation import Operation

operation = Operation(
    name="conversations.count",
    method="POST",
    path="/v1/conversations/count",
    body=ConversationCountQuery,
    result=str,
    semantics="safe",
)
