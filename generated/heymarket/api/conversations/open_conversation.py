# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import Operation

from ...models.conversation_state_request import ConversationStateRequest

operation = Operation(
    name="conversations.open",
    method="POST",
    path="/v1/conversations/open",
    body=ConversationStateRequest,
    any_of=(("chat_id",), ("target",), ("targets",)),
    result=str,
    semantics="idempotent",
)
