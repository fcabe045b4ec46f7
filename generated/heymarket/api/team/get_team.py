# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.operation import Operation

from ...models.team import Team

operation = Operation(
    name="team.get",
    method="GET",
    path="/v1/team",
    result=Team,
    semantics="safe",
)
