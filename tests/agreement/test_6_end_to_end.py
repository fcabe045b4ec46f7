"""Layer 6: schemathesis checks the client and the sandbox together, over a real socket.

Synchronous and asynchronous client apart: schemathesis repeats what got a 401, so a fault in
one of two alternating ways would be healed by the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox import Sandbox, Settings

from .support import calls, cases, schemas, spec
from .support.bridge import GOOD, Bridge
from .support.cases import about_what_exists

if TYPE_CHECKING:
    from collections.abc import Iterator

    import schemathesis

EXPECTED = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", "403", "404"]},
    "negative_data_rejection": {"expected-statuses": ["400", "401", "404", "405"]},
}
BRIDGES = {"sync": Bridge(use_async=False), "async": Bridge(use_async=True)}


@pytest.fixture
def connected() -> Iterator[Any]:
    """Give every test a sandbox of its own: what one operation changes must not shut out another."""
    with Sandbox(Settings(rate_limit=None)) as sandbox:
        for bridge in BRIDGES.values():
            bridge.connect(sandbox)
        yield
        for bridge in BRIDGES.values():
            bridge.disconnect()


def through(name: str) -> Any:
    schema = cases.requests(schemas.closed(spec.TESTED), "all", covering=False, checks=EXPECTED)
    schema.app = BRIDGES[name]
    return schema


sync_schema, async_schema = through("sync"), through("async")


@pytest.mark.usefixtures("connected")
@sync_schema.parametrize()
def test_sync(case: schemathesis.Case) -> None:
    about_what_exists(case).call_and_validate(headers={"Authorization": f"Bearer {GOOD}"})


@pytest.mark.usefixtures("connected")
@async_schema.parametrize()
def test_async(case: schemathesis.Case) -> None:
    about_what_exists(case).call_and_validate(headers={"Authorization": f"Bearer {GOOD}"})


@pytest.mark.parametrize("label", spec.BY_LABEL)
@pytest.mark.parametrize("name", BRIDGES)
def test_the_checks_saw_responses_of_every_kind(name: str, label: str, request: pytest.FixtureRequest) -> None:
    """A client whose token is never accepted, or that refuses everything, would pass the checks above."""
    if f"test_{name}[{label}]" not in {item.name for item in request.session.items}:
        pytest.skip("the run of that operation was not selected")
    operation = spec.BY_LABEL[label]
    seen = {status: count for (each, status), count in BRIDGES[name].seen.items() if each == label}
    if not cases.QUICK:
        assert seen.get(operation.success, 0) >= 1, seen
        assert seen.get(401, 0) >= 1, seen
    if (operation.parameters or operation.body is not None) and not cases.QUICK:
        assert BRIDGES[name].refused[label] + seen.get(400, 0) >= 2, seen
    assert not seen.keys() - operation.responses.keys()


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("label", spec.BY_LABEL)
@pytest.mark.parametrize("name", BRIDGES)
def test_another_method_is_refused_by_the_sandbox_not_by_the_client(name: str, label: str) -> None:
    operation = spec.BY_LABEL[label]
    path = operation.path
    for parameter, value in calls.fewest(operation).path.items():
        path = path.replace(f"{{{parameter}}}", str(value))
    others = {"GET", "PUT", "POST", "PATCH", "DELETE"} - {
        each.method.upper() for each in spec.ALL_OPERATIONS if each.path == operation.path
    }
    assert {method: BRIDGES[name].status_of(method, path) for method in others} == dict.fromkeys(others, 405)


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("label", [each.label for each in spec.OPERATIONS if each.paging])
@pytest.mark.parametrize("name", BRIDGES)
def test_a_listing_is_the_same_whatever_the_size_of_its_pages(name: str, label: str) -> Any:
    operation = spec.BY_LABEL[label]
    sizes = {each["type"]: each["name"] for each in operation.paging["inputs"]}
    arguments = calls.some_arguments(operation)

    def listed(**more: Any) -> Any:
        with_size = {**arguments, **more}
        return [item.raw for item in BRIDGES[name].items(operation, with_size)]

    whole = listed()
    assert whole
    assert whole == listed(**({sizes["limit"]: 7} if "limit" in sizes else {}))
    keys = [str(item.get(operation.raw.get("x-cursor", {}).get("identity"), item)) for item in whole]
    assert len(set(keys)) == len(keys)
