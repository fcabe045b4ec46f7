# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import Operation

from ...models.conversation_transfer_request import ConversationTransferRequest

operation = Operation(
    name="conversations.transfer",
    method="POST",
    path="/v1/conversations/transfer",
    body=ConversationTransferRequest,
    result=str,
    semantics="unsafe",
)
