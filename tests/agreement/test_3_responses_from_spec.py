"""Layer 3: whatever the spec lets a server answer, the client understands, and changes nothing of its meaning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import heymarket

from . import annotations, calling, contract, counting, generation, meaning, mirror, views
from .calling import REQUEST_ID

if TYPE_CHECKING:
    import schemathesis

    from .calling import Way
    from .contract import Operation

wire = calling.Wire()
WAYS = calling.ways(wire)
ARGUMENTS = {each.label: calling.some_arguments(each) for each in contract.OPERATIONS}
ERROR_CLASSES = {
    400: heymarket.BadDataError,
    401: heymarket.AuthenticationError,
    403: heymarket.PermissionDeniedError,
    404: heymarket.NotFoundError,
    429: heymarket.RateLimitError,
}

closed = mirror.schema(mirror.SUCCESSES, views.closed, "positive")
tolerant = mirror.schema(mirror.SUCCESSES, views.tolerant_union, "positive")
errors = mirror.schema(mirror.ERRORS, views.tolerant_union, "positive", fuzzing=10)


@closed.parametrize()
def test_every_declared_field_of_an_answer_is_known(case: schemathesis.Case) -> None:
    for operation, status in mirror.SUCCESSES[case.path]:
        for way in WAYS:
            found = _received(way, operation, status, case.body)
            listed = operation.listed(case.body)
            assert not meaning.differences(listed, calling.plain(found), operation.listed_schema)
        counting.saw("known", operation.label)


@tolerant.parametrize()
def test_unknown_fields_and_nulls_do_no_harm_and_stay_in_raw(case: schemathesis.Case) -> None:
    for operation, status in mirror.SUCCESSES[case.path]:
        for way in WAYS[:2]:
            found = _received(way, operation, status, case.body)
            listed, schema = operation.listed(case.body), operation.listed_schema
            assert not meaning.differences(meaning.known(listed, schema), calling.plain(found), schema)
            _check_raw(found, listed, schema)
        counting.saw("tolerated", operation.label)


def _received(way: Way, operation: Operation, status: int, body: bytes) -> Any:
    wire.answer(status, json.dumps(body).encode())
    found = way.call(operation, ARGUMENTS[operation.label])
    assert not wire.drifts
    if way.raw:
        assert (found.status_code, found.request_id, found.content) == (status, REQUEST_ID, wire.body)
        found = found.parse()
        assert not wire.drifts
    value = found
    if operation.paging:
        assert found.request_id == REQUEST_ID
        value = found.items
    assert not annotations.misfits(value, annotations.listed(operation))
    return found


def _check_raw(found: Any, listed: Any, schema: Any) -> None:
    if not views.is_object(schema.get("items", schema)):
        return
    pairs = zip(
        found if isinstance(found, list) else [found], listed if isinstance(listed, list) else [listed], strict=True
    )
    for one, body in pairs if not hasattr(found, "items") else zip(found.items, listed, strict=True):
        assert one.raw == body


@errors.parametrize()
def test_every_documented_error_is_raised_as_its_class_with_what_was_received(case: schemathesis.Case) -> None:
    for operation, status in mirror.ERRORS[case.path]:
        for way in WAYS[:2]:
            wire.answer(status, json.dumps(case.body).encode())
            with pytest.raises(heymarket.ApiError) as caught:
                way.call(operation, ARGUMENTS[operation.label])
            error = caught.value
            assert type(error) is ERROR_CLASSES.get(
                status, heymarket.ServerError if status >= 500 else heymarket.ApiError
            )
            assert (error.status_code, error.body, error.request_id) == (status, wire.body, REQUEST_ID)
            assert error.json() == case.body
            assert error.method == operation.method.upper()
            assert REQUEST_ID in str(error)
        counting.saw("raised", operation.label, status)


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_enough_was_received(label: str, request: pytest.FixtureRequest) -> None:
    operation = contract.BY_LABEL[label]
    least = generation.EXAMPLES // 2
    counting.check(request, test_every_declared_field_of_an_answer_is_known.__name__, {("known", label): least})
    counting.check(
        request, test_unknown_fields_and_nulls_do_no_harm_and_stay_in_raw.__name__, {("tolerated", label): least}
    )
    raised = {("raised", label, status): 3 for status in operation.responses if status != operation.success}
    assert raised
    counting.check(request, test_every_documented_error_is_raised_as_its_class_with_what_was_received.__name__, raised)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_errors_are_raised_in_every_way_to_call(label: str, way: Way) -> None:
    operation = contract.BY_LABEL[label]
    for status in [*operation.responses, 418, 520]:
        if status != operation.success:
            wire.answer(status, b"<html>not JSON</html>")
            with pytest.raises(heymarket.ApiError) as caught:
                way.call(operation, ARGUMENTS[label])
            assert (caught.value.status_code, caught.value.body) == (status, wire.body)


@pytest.mark.parametrize("falsy", [False, True], ids=["long", "falsy"])
@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_values_that_are_easily_lost_are_understood(label: str, falsy: bool) -> None:
    operation = contract.BY_LABEL[label]
    body = views.awkward(operation.result, falsy=falsy)
    for way in WAYS:
        found = _received(way, operation, operation.success, body)
        assert not meaning.differences(operation.listed(body), calling.plain(found), operation.listed_schema)


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_an_unknown_field_of_any_object_does_no_harm_and_stays_in_raw(label: str) -> None:
    operation = contract.BY_LABEL[label]
    schema = operation.listed_schema
    for place, each in views.places(operation.result):
        if views.is_object(each):
            body = views.replaced(views.full(operation.result), (*place, "unheard_of"), {"a": [1]})
            for way in WAYS[:2]:
                found = _received(way, operation, operation.success, body)
                listed = operation.listed(body)
                assert not meaning.differences(meaning.known(listed, schema), calling.plain(found), schema)
                _check_raw(found, listed, schema)


ODD_TIMESTAMPS = [
    "2024-02-29t12:34:56z",
    "2024-02-29T12:34:56.1234567Z",
    "2024-02-29T12:34:56.123456789+05:30",
    "2024-02-29T12:34:56.000000000000001-23:59",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
]


@pytest.mark.parametrize("text", ODD_TIMESTAMPS)
@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_timestamps_that_schemathesis_never_makes(label: str, text: str) -> None:
    operation = contract.BY_LABEL[label]
    body = _with_timestamps(operation.result, text)
    for way in WAYS[:2]:
        found = _received(way, operation, operation.success, body)
        assert not meaning.differences(operation.listed(body), calling.plain(found), operation.listed_schema)


def _with_timestamps(schema: Any, text: str) -> Any:
    value = views.full(schema)
    for place, each in views.places(schema):
        if each.get("format") == "date-time":
            value = views.replaced(value, place, text)
    return value
