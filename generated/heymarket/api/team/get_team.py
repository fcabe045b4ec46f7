# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ...models.team import Team
from ...runtime.operation import Operation

operation = Operation(
    name="team.get",
    method="GET",
    path="/v1/team",
    result=Team,
    semantics="safe",
)
