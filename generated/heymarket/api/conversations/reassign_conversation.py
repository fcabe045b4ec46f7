# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import Operation

from ...models.conversation_reassign_request import ConversationReassignRequest

operation = Operation(
    name="conversations.reassign",
    method="POST",
    path="/v1/conversations/reassign",
    body=ConversationReassignRequest,
    any_of=(("target",), ("targets",)),
    result=str,
    semantics="unsafe",
)
