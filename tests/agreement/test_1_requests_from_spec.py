"""Layer 1: whatever the spec lets one ask, the client can ask, and asks exactly that, in every way to call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import heymarket

from .support import calls, cases, compare, schemas, spec
from .support.calls import Said

if TYPE_CHECKING:
    import schemathesis

server = calls.Server()
WAYS = calls.ways(server)
ELSEWHERE = "https://proxy.example/behind/it"
WAYS_ELSEWHERE = calls.ways(server, base_url=ELSEWHERE)
requests = cases.requests(schemas.closed(spec.TESTED), "positive")


@requests.parametrize()
def test_every_way_to_call_sends_what_the_spec_allows(case: schemathesis.Case) -> None:
    operation = spec.BY_LABEL[case.operation.label]
    said = Said.by(case, operation)
    server.respond(operation.success, json.dumps(operation.smallest_response()).encode())

    for typed in (False, True):
        arguments = said.arguments(operation, typed=typed)
        if _unsayable(said):
            with pytest.raises(heymarket.InvalidRequestError):
                WAYS[0].call(operation, arguments)
            return
        server.requests.clear()
        for way in WAYS:
            way.call(operation, arguments)

        assert len({str(compare.frame(request, operation, said)) for request in server.requests}) == 1, [
            way.name for way in WAYS
        ]
        assert len(server.requests) == len(WAYS)
        assert not compare.request_changes(server.requests[0], operation, said, exact_text=not typed)
        assert not compare.request_faults(server.requests[0], operation)
        cases.saw("sent", operation.label, typed)


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_enough_was_sent(label: str, request: pytest.FixtureRequest) -> None:
    least = cases.least(spec.BY_LABEL[label])
    wanted = {("sent", label, typed): least for typed in (False, True)}
    cases.check_seen(request, test_every_way_to_call_sends_what_the_spec_allows.__name__, wanted)


def _unsayable(said: Said) -> bool:
    """Tell what no URL and no header can carry, which must be refused rather than changed."""
    dots = any(value in {"", ".", ".."} for value in said.path.values())
    return dots or any(not str(value).isascii() or not str(value).isprintable() for value in said.header.values())


@pytest.mark.parametrize("typed", [False, True], ids=["plain", "typed"])
@pytest.mark.parametrize("falsy", [False, True], ids=["long", "falsy"])
@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_values_that_are_easily_lost_are_sent_as_they_are(label: str, falsy: bool, typed: bool) -> None:
    operation = spec.BY_LABEL[label]
    said = calls.awkward(operation, falsy=falsy)
    server.respond(operation.success, json.dumps(operation.smallest_response()).encode())
    for way in WAYS:
        way.call(operation, said.arguments(operation, typed=typed))
    for request in server.requests:
        assert not compare.request_changes(request, operation, said, exact_text=not typed)
        assert not compare.request_faults(request, operation)
    assert len(server.requests) == len(WAYS)


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_a_server_elsewhere_is_asked_the_same(label: str) -> None:
    operation = spec.BY_LABEL[label]
    arguments = calls.fullest(operation).arguments(operation, typed=False)
    server.respond(operation.success, json.dumps(operation.smallest_response()).encode())
    for way in [*WAYS, *WAYS_ELSEWHERE]:
        way.call(operation, arguments)
    here, there = server.requests[: len(WAYS)], server.requests[len(WAYS) :]
    for one, other in zip(here, there, strict=True):
        assert str(other.url) == ELSEWHERE + str(one.url).removeprefix(spec.SERVER)
        assert other.headers["host"] == "proxy.example"
        assert (other.method, other.content) == (one.method, one.content)


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_what_is_not_given_is_not_sent(label: str) -> None:
    operation = spec.BY_LABEL[label]
    said = calls.fewest(operation)
    server.respond(operation.success, json.dumps(operation.smallest_response()).encode())
    for way in WAYS:
        way.call(operation, said.arguments(operation, typed=False))
    for request in server.requests:
        assert not compare.request_changes(request, operation, said, exact_text=True)
        assert not compare.request_faults(request, operation)
