# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import Operation, Parameter

from ...models.conversation import Conversation

operation = Operation(
    name="conversations.get",
    method="GET",
    path="/v1/conversations/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=Conversation,
    semantics="safe",
)
