# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import Operation

from ...models.conversation_count_query import ConversationCountQuery

operation = Operation(
    name="conversations.count",
    method="POST",
    path="/v1/conversations/count",
    body=ConversationCountQuery,
    result=str,
    semantics="safe",
)
