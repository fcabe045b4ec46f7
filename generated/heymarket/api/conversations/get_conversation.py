# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ...models.conversation import Conversation
from ...runtime.operation import Operation, Parameter

operation = Operation(
    name="conversations.get",
    method="GET",
    path="/v1/conversations/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=Conversation,
    semantics="safe",
)
