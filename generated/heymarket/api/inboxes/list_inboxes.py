# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import Operation

from ...models.inbox import Inbox

operation = Operation(
    name="inboxes.list",
    method="GET",
    path="/v1/inboxes",
    result=list[Inbox],
    semantics="safe",
)
