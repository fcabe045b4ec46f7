"""Layer 3: whatever the spec lets a server send, the client understands, and changes nothing of its meaning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import heymarket

from .support import annotations, calls, cases, compare, schemas, spec, values
from .support.calls import REQUEST_ID

if TYPE_CHECKING:
    import schemathesis

    from .support.calls import Way
    from .support.spec import Operation

server = calls.Server()
WAYS = calls.ways(server)
ARGUMENTS = {each.label: calls.some_arguments(each) for each in spec.OPERATIONS}
ERROR_CLASSES = {
    400: heymarket.BadDataError,
    401: heymarket.AuthenticationError,
    403: heymarket.PermissionDeniedError,
    404: heymarket.NotFoundError,
    429: heymarket.RateLimitError,
}

closed = cases.responses(cases.SUCCESSES, schemas.closed, "positive")
tolerant = cases.responses(cases.SUCCESSES, schemas.tolerant_union, "positive")
errors = cases.responses(cases.ERRORS, schemas.tolerant_union, "positive", fuzzing=10)


@closed.parametrize()
def test_every_declared_field_of_a_response_is_known(case: schemathesis.Case) -> None:
    for operation, status in cases.SUCCESSES[case.path]:
        for way in WAYS:
            found = _received(way, operation, status, case.body)
            listed = operation.listed(case.body)
            assert not compare.differences(listed, calls.plain(found), operation.listed_schema)
        cases.saw("known", operation.label)


@tolerant.parametrize()
def test_unknown_fields_and_nulls_do_no_harm_and_stay_in_raw(case: schemathesis.Case) -> None:
    for operation, status in cases.SUCCESSES[case.path]:
        for way in WAYS[:2]:
            found = _received(way, operation, status, case.body)
            listed, schema = operation.listed(case.body), operation.listed_schema
            assert not compare.differences(values.known(listed, schema), calls.plain(found), schema)
            _check_raw(found, listed, schema)
        cases.saw("tolerated", operation.label)


def _received(way: Way, operation: Operation, status: int, body: bytes) -> Any:
    server.respond(status, json.dumps(body).encode())
    found = way.call(operation, ARGUMENTS[operation.label])
    assert not server.drifts
    if way.raw:
        assert (found.status_code, found.request_id, found.content) == (status, REQUEST_ID, server.body)
        found = found.parse()
        assert not server.drifts
    value = found
    if operation.paging:
        assert found.request_id == REQUEST_ID
        value = found.items
    assert not annotations.misfits(value, annotations.listed(operation))
    return found


def _check_raw(found: Any, listed: Any, schema: Any) -> None:
    if not schemas.is_object(schema.get("items", schema)):
        return
    pairs = zip(
        found if isinstance(found, list) else [found], listed if isinstance(listed, list) else [listed], strict=True
    )
    for one, body in pairs if not hasattr(found, "items") else zip(found.items, listed, strict=True):
        assert one.raw == body


@errors.parametrize()
def test_every_documented_error_is_raised_as_its_class_with_what_was_received(case: schemathesis.Case) -> None:
    for operation, status in cases.ERRORS[case.path]:
        for way in WAYS[:2]:
            server.respond(status, json.dumps(case.body).encode())
            with pytest.raises(heymarket.ApiError) as caught:
                way.call(operation, ARGUMENTS[operation.label])
            error = caught.value
            assert type(error) is ERROR_CLASSES.get(
                status, heymarket.ServerError if status >= 500 else heymarket.ApiError
            )
            assert (error.status_code, error.body, error.request_id) == (status, server.body, REQUEST_ID)
            assert error.json() == case.body
            assert error.method == operation.method.upper()
            assert REQUEST_ID in str(error)
        cases.saw("raised", operation.label, status)


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_enough_was_received(label: str, request: pytest.FixtureRequest) -> None:
    operation = spec.BY_LABEL[label]
    least = cases.EXAMPLES // 2
    cases.check_seen(request, test_every_declared_field_of_a_response_is_known.__name__, {("known", label): least})
    cases.check_seen(
        request, test_unknown_fields_and_nulls_do_no_harm_and_stay_in_raw.__name__, {("tolerated", label): least}
    )
    raised = {("raised", label, status): 3 for status in operation.responses if status != operation.success}
    assert raised
    cases.check_seen(
        request, test_every_documented_error_is_raised_as_its_class_with_what_was_received.__name__, raised
    )


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_errors_are_raised_in_every_way_to_call(label: str, way: Way) -> None:
    operation = spec.BY_LABEL[label]
    for status in [*operation.responses, 418, 520]:
        if status != operation.success:
            server.respond(status, b"<html>not JSON</html>")
            with pytest.raises(heymarket.ApiError) as caught:
                way.call(operation, ARGUMENTS[label])
            assert (caught.value.status_code, caught.value.body) == (status, server.body)


@pytest.mark.parametrize("falsy", [False, True], ids=["long", "falsy"])
@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_values_that_are_easily_lost_are_understood(label: str, falsy: bool) -> None:
    operation = spec.BY_LABEL[label]
    body = values.awkward(operation.result, falsy=falsy)
    for way in WAYS:
        found = _received(way, operation, operation.success, body)
        assert not compare.differences(operation.listed(body), calls.plain(found), operation.listed_schema)


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_an_unknown_field_of_any_object_does_no_harm_and_stays_in_raw(label: str) -> None:
    operation = spec.BY_LABEL[label]
    schema = operation.listed_schema
    for path, each in schemas.paths(operation.result):
        if schemas.is_object(each):
            body = values.replaced(values.full(operation.result), (*path, "unheard_of"), {"a": [1]})
            for way in WAYS[:2]:
                found = _received(way, operation, operation.success, body)
                listed = operation.listed(body)
                assert not compare.differences(values.known(listed, schema), calls.plain(found), schema)
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
@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_timestamps_that_schemathesis_never_makes(label: str, text: str) -> None:
    operation = spec.BY_LABEL[label]
    body = _with_timestamps(operation.result, text)
    for way in WAYS[:2]:
        found = _received(way, operation, operation.success, body)
        assert not compare.differences(operation.listed(body), calls.plain(found), operation.listed_schema)


def _with_timestamps(schema: Any, text: str) -> Any:
    value = values.full(schema)
    for path, each in schemas.paths(schema):
        if each.get("format") == "date-time":
            value = values.replaced(value, path, text)
    return value
