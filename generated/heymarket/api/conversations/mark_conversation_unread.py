# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import Operation

from ...models.conversation_mark_request import ConversationMarkRequest

operation = Operation(
    name="conversations.mark_unread",
    method="POST",
    path="/v1/conversations/unread",
    body=ConversationMarkRequest,
    any_of=(("target",), ("targets",)),
    result=str,
    semantics="idempotent",
)
