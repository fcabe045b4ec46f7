# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ...models.conversation_state_request import ConversationStateRequest
from ...runtime.operation import Operation

operation = Operation(
    name="conversations.open",
    method="POST",
    path="/v1/conversations/open",
    body=ConversationStateRequest,
    any_of=(("chat_id",), ("target",), ("targets",)),
    result=str,
    semantics="idempotent",
)
