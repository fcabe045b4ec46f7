# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ...models.conversation_reassign_request import ConversationReassignRequest
from ...runtime.operation import Operation

operation = Operation(
    name="conversations.reassign",
    method="POST",
    path="/v1/conversations/reassign",
    body=ConversationReassignRequest,
    any_of=(("target",), ("targets",)),
    result=str,
    semantics="unsafe",
)
