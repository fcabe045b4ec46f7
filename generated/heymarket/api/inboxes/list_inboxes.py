# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ...models.inbox import Inbox
from ...runtime.operation import Operation

operation = Operation(
    name="inboxes.list",
    method="GET",
    path="/v1/inboxes",
    result=list[Inbox],
    semantics="safe",
)
