"""The sandbox under schemathesis with every check, over a real socket."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from heymarket_sandbox import Sandbox, Settings
from heymarket_sandbox.spec import IN_REPOSITORY, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

config = SchemathesisConfig.from_dict({"generation": {"deterministic": True, "mode": "all"}})
schema = schemathesis.openapi.from_path(IN_REPOSITORY, config=config)
statuses: Counter[int] = Counter()
tested: set[str] = set()


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Settings(rate_limit=None)) as sandbox:
        yield sandbox


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_check(case: schemathesis.Case, running: Sandbox) -> None:
    headers = {"Authorization": f"Bearer {running.team_api_key}"}
    response = case.call_and_validate(base_url=running.url, headers=headers)
    statuses[response.status_code] += 1
    tested.add(case.operation.definition.raw["operationId"])


def test_nothing_was_left_out() -> None:
    assert tested == {operation.id for operation in Spec.load().operations}
    assert {200, 400} <= set(statuses), statuses
    assert 500 not in statuses
