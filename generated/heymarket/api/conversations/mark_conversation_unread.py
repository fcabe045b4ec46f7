# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ...models.conversation_mark_request import ConversationMarkRequest
from ...runtime.operation import Operation

operation = Operation(
    name="conversations.mark_unread",
    method="POST",
    path="/v1/conversations/unread",
    body=ConversationMarkRequest,
    any_of=(("target",), ("targets",)),
    result=str,
    semantics="idempotent",
)
