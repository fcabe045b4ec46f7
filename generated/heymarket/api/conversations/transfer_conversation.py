# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ...models.conversation_transfer_request import ConversationTransferRequest
from ...runtime.operation import Operation

operation = Operation(
    name="conversations.transfer",
    method="POST",
    path="/v1/conversations/transfer",
    body=ConversationTransferRequest,
    result=str,
    semantics="unsafe",
)
