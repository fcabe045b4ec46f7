"""Which requests get a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox import Fault, Faults, Sandbox
from heymarket_sandbox.faults import add_from_text

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

LIST = "listConversations"


@pytest.fixture
def faults() -> Faults:
    return Faults({LIST, "other"})


def run(faults: Faults, count: int, operation: str | None = LIST) -> list[str | None]:
    """The kinds that different requests get."""
    chosen = [faults.choose(operation, b"%d" % number) for number in range(count)]
    return [None if each is None else each.kind for each in chosen]


def test_a_script_is_followed_once(faults: Faults) -> None:
    faults.script("reset", "503", None, Fault("429", retry_after=2))
    assert run(faults, 6) == ["reset", "503", None, "429", None, None]


def test_every_nth(faults: Faults) -> None:
    faults.every(3, "503")
    assert run(faults, 7) == [None, None, "503", None, None, "503", None]


def test_bursts(faults: Faults) -> None:
    faults.every(4, "503", burst=2)
    assert run(faults, 9) == [None, None, None, "503", "503", None, None, "503", "503"]


def test_a_chance_has_a_seed(faults: Faults) -> None:
    faults.chance(0.3, "503", seed=4)
    first = run(faults, 200)
    faults.clear()
    faults.chance(0.3, "503", seed=4)
    assert run(faults, 200) == first
    assert 30 < first.count("503") < 90
    faults.clear()
    faults.chance(0.3, "503", seed=5)
    assert run(faults, 200) != first


def test_times_limits_a_rule(faults: Faults) -> None:
    faults.always("503", times=2)
    assert run(faults, 4) == ["503", "503", None, None]


def test_an_operation_of_its_own(faults: Faults) -> None:
    faults.script("reset", "503", operation="other")
    assert run(faults, 3) == [None, None, None]
    assert run(faults, 3, None) == [None, None, None]
    assert run(faults, 3, "other") == ["reset", "503", None]


def test_attempts_count_the_retries_after_a_fault(faults: Faults) -> None:
    faults.always("503", attempt=1)
    faults.always("reset", attempt=2)
    kinds = [faults.choose(LIST, body) for body in (b"a", b"a", b"b", b"a", b"a", b"b", b"c")]
    assert [None if each is None else each.kind for each in kinds] == [
        "503",
        "reset",
        "503",
        None,
        "503",
        "reset",
        "503",
    ]


def test_the_first_rule_that_wants_a_request_has_it(faults: Faults) -> None:
    faults.script(None, "reset")
    faults.every(2, "503")
    assert run(faults, 5) == [None, "reset", "503", None, "503"]
    assert faults.injected == {"reset": 1, "503": 2}


def test_many_requests_with_faults_take_little_memory(faults: Faults) -> None:
    faults.always("503")
    run(faults, 3_000)
    assert len(faults._attempts) <= 1_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("503", ["503"] * 4),
        ("503,every=2", [None, "503", None, "503"]),
        ("503,every=2,times=1", [None, "503", None, None]),
        ("503,every=3,burst=2", [None, None, "503", "503"]),
        ("delay,seconds=0.5,operation=other", [None] * 4),
        ("503,chance=1.0,seed=3", ["503"] * 4),
    ],
)
def test_rules_of_the_command_line(faults: Faults, text: str, expected: list[str | None]) -> None:
    add_from_text(faults, text)
    assert run(faults, 4) == expected


def test_options_of_the_command_line(faults: Faults) -> None:
    add_from_text(faults, "429,retry_after=date,seconds=2.5,field=members.0.id,value=x,to=http://a.b")
    assert faults.choose(LIST, b"") == Fault("429", 2.5, "date", "members.0.id", "x", "http://a.b")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda faults: faults.script("explode"), "there is no fault 'explode'; there are refuse, reset"),
        (lambda faults: faults.script("a status"), "there is no fault"),
        (lambda faults: faults.script("199"), "there is no fault '199'"),
        (lambda faults: faults.script("600"), "there is no fault '600'"),
        (
            lambda faults: faults.always("503", operation="lost"),
            "no operation 'lost'; there are listConversations, other",
        ),
        (lambda faults: faults.every(0, "503"), "burst must be between 1 and 0"),
        (lambda faults: faults.every(3, "503", burst=4), "burst must be between 1 and 3"),
        (lambda faults: faults.chance(1.5, "503"), "between 0 and 1"),
        (lambda faults: add_from_text(faults, "503,fast"), "'fast' in the fault '503,fast' is not name=value"),
        (lambda faults: add_from_text(faults, "503,speed=2"), "'503,speed=2' is not understood: .*speed"),
        (lambda faults: add_from_text(faults, "503,every=2.5"), "is not understood"),
        (lambda faults: add_from_text(faults, "explode"), "there is no fault 'explode'"),
    ],
)
def test_rules_that_make_no_sense(faults: Faults, call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(faults)
    assert run(faults, 2) == [None, None]


def test_options_belong_to_the_fault_that_is_given(faults: Faults) -> None:
    with pytest.raises(TypeError, match="give seconds to the Fault itself"):
        faults.always(Fault("delay"), seconds=1)


def test_a_retry_is_told_from_a_new_request(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.always("503", attempt=1, operation=LIST)
    statuses = [client.ask(limit=limit).status_code for limit in (1, 1, 2, 2, 1)]
    assert statuses == [503, 200, 503, 200, 503]
    assert client.get("/nowhere").status_code == 404
    assert [each.operation for each in sandbox.requests][-2:] == [LIST, None]


def test_clearing_ends_the_trouble(client: Client, sandbox: Sandbox) -> None:
    sandbox.faults.always("503")
    assert client.ask().status_code == 503
    sandbox.faults.clear()
    assert client.ask().status_code == 200
