"""Layer 5: what breaks the spec is noticed, at exactly the broken place: in answers, and in requests before sending."""

from __future__ import annotations

import datetime
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import heymarket

from . import calling, contract, counting, generation, meaning, mirror, sent, views
from .calling import Said

if TYPE_CHECKING:
    import schemathesis

    from .calling import Way
    from .contract import Operation

wire = calling.Wire()
WAYS = calling.ways(wire)[:2]
STRICT = calling.ways(wire, strict=True)[:2]
ARGUMENTS = {each.label: calling.some_arguments(each) for each in contract.OPERATIONS}

# How wide an integer is cannot be seen from Python.
answers = mirror.schema(mirror.SUCCESSES, lambda schema: schema, "negative", covering=False)
requests = generation.schema(views.closed(contract.TESTED, widths=False), "negative", covering=False)


@answers.parametrize()
def test_a_wrong_answer_is_told_at_its_places_and_kept_as_received(case: schemathesis.Case) -> None:
    body = mirror.received(case)
    for operation, _ in mirror.SUCCESSES[case.path]:
        check_wrong_answer(operation, body)
        counting.saw("answered wrongly", operation.label)


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_a_wrong_value_at_any_place_of_an_answer_is_told_at_that_place(label: str) -> None:
    operation = contract.BY_LABEL[label]
    if operation.result is None:
        pytest.skip("the answer has no body")
    schema, good = views.tolerant(operation.result), views.full(operation.result)
    check_answer(operation, good, set())
    for place, _ in views.places(operation.result):
        for value in WRONG_VALUES:
            body = views.replaced(good, place, value)
            wrong = views.fault_places(schema, body)
            assert all(each[: len(place)] == place for each in wrong)
            check_answer(operation, body, wrong)


WRONG_VALUES = ["text", "2024-02-30T00:00:00Z", 7, 7.5, True, [], {}, None]
NO_TIMESTAMPS = [
    "",
    "now",
    "2024-02-29",
    "2024-02-29T12:34:56",
    "1709210096",
    "2024-13-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
]


@pytest.mark.parametrize("text", NO_TIMESTAMPS)
@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_text_that_is_no_timestamp_is_told(label: str, text: str) -> None:
    operation = contract.BY_LABEL[label]
    good = views.full(operation.result)
    for place, each in views.places(operation.result or {}):
        if each.get("format") == "date-time":
            check_answer(operation, views.replaced(good, place, text), {place})


def check_wrong_answer(operation: Operation, body: bytes) -> None:
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except ValueError:
        _check_undecodable(operation, body)
        return
    check_answer(operation, value, views.fault_places(views.tolerant(operation.result), value), body)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def check_answer(operation: Operation, value: Any, wrong: Any, body: bytes | None = None) -> None:
    body = json.dumps(value).encode() if body is None else body
    if () in wrong and set(views.types(operation.result)) & {"array", "object"}:
        _check_undecodable(operation, body)
        return
    paths = {f"${views.path_of(place)}" for place in wrong}
    for way in WAYS:
        wire.answer(operation.success, body)
        found = calling.plain(way.call(operation, ARGUMENTS[operation.label]))
        assert {drift.location for drift in wire.drifts} == paths
        assert all(drift.operation == f"{operation.tag}.{operation.name}" for drift in wire.drifts)
        listed = meaning.known(operation.listed(value), operation.listed_schema)
        assert not meaning.differences(listed, found, operation.listed_schema)
    for way in STRICT if wrong else ():
        wire.answer(operation.success, body)
        with pytest.raises(heymarket.DecodeError) as caught:
            way.call(operation, ARGUMENTS[operation.label])
        assert caught.value.path in paths
        assert caught.value.body == body
        counting.saw("drift", operation.label)


def _check_undecodable(operation: Operation, body: bytes) -> None:
    for way in WAYS:
        wire.answer(operation.success, body)
        with pytest.raises(heymarket.DecodeError) as caught:
            way.call(operation, ARGUMENTS[operation.label])
        assert (caught.value.path, caught.value.body) == ("$", body)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[", b"{", b"NaN", b'"\xff"', b"nul"])
@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_an_answer_that_is_not_json_is_an_error(label: str, body: bytes) -> None:
    operation = contract.BY_LABEL[label]
    if operation.result is None:
        pytest.skip("the answer has no body")
    _check_undecodable(operation, body)


@requests.parametrize()
def test_a_wrong_request_is_refused_or_what_is_sent_is_right(case: schemathesis.Case) -> None:
    operation = contract.BY_LABEL[case.operation.label]
    said = Said.by(case, operation)
    if said.body is not None and operation.fields and not isinstance(said.body, dict):
        return  # not to be said in keyword arguments
    for way in WAYS:
        wire.answer(operation.success, json.dumps(operation.smallest_answer()).encode())
        refusal = _refusal(way, operation, said)
        if refusal is None:
            (request,) = wire.sent
            assert not sent.faults(request, operation, widths=False)
            continue
        assert not wire.sent
        counting.saw("refused", operation.label)
        if isinstance(refusal, heymarket.InvalidRequestError):
            assert re.split(r"[.\[]", refusal.argument)[0] in _names(operation)
        else:
            assert re.search(r"unexpected keyword|missing \d+ required|keywords must be strings", str(refusal))


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_enough_was_wrong(label: str, request: pytest.FixtureRequest) -> None:
    operation = contract.BY_LABEL[label]
    wrong = {("answered wrongly", label): generation.EXAMPLES // 2, ("drift", label): 1}
    counting.check(request, test_a_wrong_answer_is_told_at_its_places_and_kept_as_received.__name__, wrong)
    refused = {("refused", label): 1} if operation.parameters or operation.body is not None else {}
    counting.check(request, test_a_wrong_request_is_refused_or_what_is_sent_is_right.__name__, refused)


def _refusal(way: Way, operation: Operation, said: Said) -> Exception | None:
    try:
        way.call(operation, said.arguments(operation, typed=False))
    except (heymarket.InvalidRequestError, TypeError) as error:
        return error
    return None


def _names(operation: Operation) -> Any:
    return {*operation.fields, "body", *(each.name for each in operation.parameters)}


WRONG_ARGUMENTS = {
    "string": [7, 7.5, True, ["text"], {"a": 1}, b"text"],
    "integer": ["ten", 7.5, True, [7], {"a": 1}, float("inf"), float("nan")],
    "number": ["ten", True, [7], {"a": 1}, float("inf"), float("nan")],
    "boolean": ["yes", 1, 0, [True], {"a": 1}],
    "array": ["text", 7, {"a": 1}, {1, 2}, b"text"],
    "object": ["text", 7, [1]],
}
# An offset without a colon is no RFC 3339 either; in an answer it is understood all the same.
WRONG_TIMESTAMPS = [
    *NO_TIMESTAMPS,
    "2024-02-29T12:34:56+0530",
    "2024-02-30T00:00:00Z",
    datetime.datetime(2024, 2, 29),  # noqa: DTZ001 - that it has no zone is what is wrong
    7,
    True,
]


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_a_wrong_value_of_any_argument_is_refused_by_name(label: str) -> None:
    operation = contract.BY_LABEL[label]
    said = calling.fullest(operation)
    _check_accepted(operation, said)
    for each in operation.parameters:
        for place, schema in views.places(each.schema):
            for value in _wrong(schema, each.location):
                wrong = calling.fullest(operation)
                holder = getattr(wrong, each.location)
                holder[each.name] = views.replaced(holder[each.name], place, value)
                _check_refused(operation, wrong, each.name + views.path_of(place))
    for place, schema in views.places(operation.body or {}):
        for value in _wrong(schema, "body") if place else ():
            wrong = calling.fullest(operation)
            wrong.body = views.replaced(wrong.body, place, value)
            _check_refused(operation, wrong, views.path_of(place).removeprefix("."))
        if views.is_object(schema) and place:
            wrong = calling.fullest(operation)
            wrong.body = views.replaced(wrong.body, (*place, "unheard_of"), 1)
            _check_refused(operation, wrong, f"{views.path_of(place).removeprefix('.')}.unheard_of")


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_what_is_required_cannot_be_left_out(label: str) -> None:
    operation = contract.BY_LABEL[label]
    for each in operation.parameters:
        if each.required:
            wrong = calling.fullest(operation)
            getattr(wrong, each.location)[each.name] = None
            _check_refused(operation, wrong, each.name)
    schema = operation.body or {}
    for place, needed in [((), name) for name in schema.get("required", [])] + [
        (place, name) for place, each in views.places(schema) if place for name in each.get("required", [])
    ]:
        wrong = calling.fullest(operation)
        wrong.body = views.replaced(wrong.body, (*place, needed), None)
        _check_refused(operation, wrong, views.path_of((*place, needed)).removeprefix("."))
    for branch in schema.get("anyOf", []):
        wrong = calling.fullest(operation)
        wrong.body = {name: value for name, value in wrong.body.items() if name in schema.get("required", [])}
        if not views.faults(schema, wrong.body):
            continue
        _check_refused(operation, wrong, schema["anyOf"][0]["required"][0])
        wrong.body |= {name: views.full(operation.fields[name]) for name in branch["required"]}
        _check_accepted(operation, wrong)


@pytest.mark.parametrize("value", ["", ".", ".."])
@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_a_path_parameter_cannot_change_the_path(label: str, value: Any) -> None:
    operation = contract.BY_LABEL[label]
    for name in operation.parameters_in("path"):
        wrong = calling.fullest(operation)
        wrong.path[name] = value
        _check_refused(operation, wrong, name)


def _wrong(schema: Any, location: str) -> Any:
    if schema.get("format") == "date-time":
        return WRONG_TIMESTAMPS
    return [value for name in views.types(schema) for value in WRONG_ARGUMENTS[name]]


def _check_accepted(operation: Operation, said: Said) -> None:
    wire.answer(operation.success, json.dumps(operation.smallest_answer()).encode())
    WAYS[0].call(operation, said.arguments(operation, typed=False))
    assert not sent.changes(wire.sent[0], operation, said, exact_text=True)


def _check_refused(operation: Operation, said: Said, argument: str) -> None:
    for way in WAYS:
        wire.answer(operation.success, json.dumps(operation.smallest_answer()).encode())
        with pytest.raises(heymarket.InvalidRequestError) as caught:
            way.call(operation, said.arguments(operation, typed=False))
        assert caught.value.argument == argument
        assert str(caught.value).startswith(f"{argument}: ")
        assert not wire.sent
