"""Layer 1: whatever the spec lets one ask, the client can ask, and asks exactly that, in every way to call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import heymarket

from . import calling, contract, counting, generation, sent, views
from .calling import Said

if TYPE_CHECKING:
    import schemathesis

wire = calling.Wire()
WAYS = calling.ways(wire)
ELSEWHERE = "https://proxy.example/behind/it"
WAYS_ELSEWHERE = calling.ways(wire, base_url=ELSEWHERE)
requests = generation.schema(views.closed(contract.TESTED), "positive")


@requests.parametrize()
def test_every_way_to_call_sends_what_the_spec_allows(case: schemathesis.Case) -> None:
    operation = contract.BY_LABEL[case.operation.label]
    said = Said.by(case, operation)
    wire.answer(operation.success, json.dumps(operation.smallest_answer()).encode())

    for typed in (False, True):
        arguments = said.arguments(operation, typed=typed)
        if _unsayable(said):
            with pytest.raises(heymarket.InvalidRequestError):
                WAYS[0].call(operation, arguments)
            return
        wire.sent.clear()
        for way in WAYS:
            way.call(operation, arguments)

        assert len({str(sent.frame(request)) for request in wire.sent}) == 1, [way.name for way in WAYS]
        assert len(wire.sent) == len(WAYS)
        assert not sent.changes(wire.sent[0], operation, said, exact_text=not typed)
        assert not sent.faults(wire.sent[0], operation)
        counting.saw("sent", operation.label, typed)


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_enough_was_sent(label: str, request: pytest.FixtureRequest) -> None:
    least = counting.cases(contract.BY_LABEL[label])
    wanted = {("sent", label, typed): least for typed in (False, True)}
    counting.check(request, test_every_way_to_call_sends_what_the_spec_allows.__name__, wanted)


def _unsayable(said: Said) -> bool:
    """Tell what no URL and no header can carry, which must be refused rather than changed."""
    dots = any(value in {"", ".", ".."} for value in said.path.values())
    return dots or any(not str(value).isascii() or not str(value).isprintable() for value in said.header.values())


@pytest.mark.parametrize("typed", [False, True], ids=["plain", "typed"])
@pytest.mark.parametrize("falsy", [False, True], ids=["long", "falsy"])
@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_values_that_are_easily_lost_are_sent_as_they_are(label: str, falsy: bool, typed: bool) -> None:
    operation = contract.BY_LABEL[label]
    said = calling.awkward(operation, falsy=falsy)
    wire.answer(operation.success, json.dumps(operation.smallest_answer()).encode())
    for way in WAYS:
        way.call(operation, said.arguments(operation, typed=typed))
    for request in wire.sent:
        assert not sent.changes(request, operation, said, exact_text=not typed)
        assert not sent.faults(request, operation)
    assert len(wire.sent) == len(WAYS)


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_a_server_elsewhere_is_asked_the_same(label: str) -> None:
    operation = contract.BY_LABEL[label]
    arguments = calling.fullest(operation).arguments(operation, typed=False)
    wire.answer(operation.success, json.dumps(operation.smallest_answer()).encode())
    for way in [*WAYS, *WAYS_ELSEWHERE]:
        way.call(operation, arguments)
    here, there = wire.sent[: len(WAYS)], wire.sent[len(WAYS) :]
    for one, other in zip(here, there, strict=True):
        assert str(other.url) == ELSEWHERE + str(one.url).removeprefix(contract.SERVER)
        assert other.headers["host"] == "proxy.example"
        assert (other.method, other.content) == (one.method, one.content)


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_what_is_not_given_is_not_sent(label: str) -> None:
    operation = contract.BY_LABEL[label]
    said = calling.fewest(operation)
    wire.answer(operation.success, json.dumps(operation.smallest_answer()).encode())
    for way in WAYS:
        way.call(operation, said.arguments(operation, typed=False))
    for request in wire.sent:
        assert not sent.changes(request, operation, said, exact_text=True)
        assert not sent.faults(request, operation)
