"""Layer 5: what breaks the spec is noticed at exactly its JSON path: in responses, and in requests before sending."""

from __future__ import annotations

import datetime
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import heymarket

from .support import calls, cases, compare, schemas, spec, values
from .support.calls import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    import schemathesis

    from .support.calls import Way
    from .support.spec import Operation

server = calls.Server()
WAYS = calls.ways(server)[:2]
STRICT = calls.ways(server, strict=True)[:2]
ARGUMENTS = {each.label: calls.some_arguments(each) for each in spec.OPERATIONS}

# How wide an integer is cannot be seen from Python.
responses = cases.responses(cases.SUCCESSES, lambda schema: schema, "negative", covering=False)
requests = cases.requests(schemas.closed(spec.TESTED, widths=False), "negative", covering=False)


@responses.parametrize()
def test_a_wrong_response_is_told_at_its_json_paths_and_kept_as_received(case: schemathesis.Case) -> None:
    body = cases.received(case)
    for operation, _ in cases.SUCCESSES[case.path]:
        check_wrong_response(operation, body)
        cases.saw("wrong response", operation.label)


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_a_wrong_value_anywhere_in_a_response_is_told_at_its_json_path(label: str) -> None:
    operation = spec.BY_LABEL[label]
    if operation.result is None:
        pytest.skip("the response has no body")
    schema, good = schemas.tolerant(operation.result), values.full(operation.result)
    check_response(operation, good, set())
    for path, _ in schemas.paths(operation.result):
        for value in WRONG_VALUES:
            body = values.replaced(good, path, value)
            wrong = schemas.fault_paths(schema, body)
            assert all(each[: len(path)] == path for each in wrong)
            check_response(operation, body, wrong)


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
@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_text_that_is_no_timestamp_is_told(label: str, text: str) -> None:
    operation = spec.BY_LABEL[label]
    good = values.full(operation.result)
    for path, each in schemas.paths(operation.result or {}):
        if each.get("format") == "date-time":
            check_response(operation, values.replaced(good, path, text), {path})


def check_wrong_response(operation: Operation, body: bytes) -> None:
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except ValueError:
        _check_undecodable(operation, body)
        return
    check_response(operation, value, schemas.fault_paths(schemas.tolerant(operation.result), value), body)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def check_response(operation: Operation, value: Any, wrong: Any, body: bytes | None = None) -> None:
    body = json.dumps(value).encode() if body is None else body
    if () in wrong and set(schemas.types(operation.result)) & {"array", "object"}:
        _check_undecodable(operation, body)
        return
    paths = {f"${schemas.written(path)}" for path in wrong}
    for way in WAYS:
        server.respond(operation.success, body)
        found = calls.plain(way.call(operation, ARGUMENTS[operation.label]))
        assert {drift.location for drift in server.drifts} == paths
        assert all(drift.operation == f"{operation.tag}.{operation.name}" for drift in server.drifts)
        listed = values.known(operation.listed(value), operation.listed_schema)
        assert not compare.differences(listed, found, operation.listed_schema)
    for way in STRICT if wrong else ():
        server.respond(operation.success, body)
        with pytest.raises(heymarket.DecodeError) as caught:
            way.call(operation, ARGUMENTS[operation.label])
        assert caught.value.path in paths
        assert caught.value.body == body
        cases.saw("drift", operation.label)


def _check_undecodable(operation: Operation, body: bytes) -> None:
    for way in WAYS:
        server.respond(operation.success, body)
        with pytest.raises(heymarket.DecodeError) as caught:
            way.call(operation, ARGUMENTS[operation.label])
        assert (caught.value.path, caught.value.body) == ("$", body)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[", b"{", b"NaN", b'"\xff"', b"nul"])
@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_a_response_that_is_not_json_is_an_error(label: str, body: bytes) -> None:
    operation = spec.BY_LABEL[label]
    if operation.result is None:
        pytest.skip("the response has no body")
    _check_undecodable(operation, body)


@requests.parametrize()
def test_a_wrong_request_is_refused_or_what_is_sent_is_right(case: schemathesis.Case) -> None:
    operation = spec.BY_LABEL[case.operation.label]
    said = Said.by(case, operation)
    if said.body is not None and operation.fields and not isinstance(said.body, dict):
        return  # not to be said in keyword arguments
    for way in WAYS:
        server.respond(operation.success, json.dumps(operation.smallest_response()).encode())
        refusal = _refusal(way, operation, said)
        if refusal is None:
            (request,) = server.requests
            assert not compare.request_faults(request, operation, widths=False)
            continue
        assert not server.requests
        cases.saw("refused", operation.label)
        if isinstance(refusal, heymarket.InvalidRequestError):
            # The path inside of a body that is an array begins with an index.
            assert (re.split(r"[.\[]", refusal.argument)[0] or "body") in _names(operation)
        else:
            assert re.search(r"unexpected keyword|missing \d+ required|keywords must be strings", str(refusal))


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_enough_was_wrong(label: str, request: pytest.FixtureRequest) -> None:
    operation = spec.BY_LABEL[label]
    wrong = {("wrong response", label): cases.EXAMPLES // 2, ("drift", label): 1}
    cases.check_seen(request, test_a_wrong_response_is_told_at_its_json_paths_and_kept_as_received.__name__, wrong)
    may_be_wrong = bool(operation.parameters) or operation.body is not None
    refused = {("refused", label): 1} if may_be_wrong and not cases.QUICK else {}
    cases.check_seen(request, test_a_wrong_request_is_refused_or_what_is_sent_is_right.__name__, refused)


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
# An offset without a colon is no RFC 3339 either; in a response it is understood all the same.
WRONG_TIMESTAMPS = [
    *NO_TIMESTAMPS,
    "2024-02-29T12:34:56+0530",
    "2024-02-30T00:00:00Z",
    datetime.datetime(2024, 2, 29),  # noqa: DTZ001 - that it has no zone is what is wrong
    7,
    True,
]


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_a_wrong_value_of_any_argument_is_refused_by_name(label: str) -> None:
    operation = spec.BY_LABEL[label]
    said = calls.fullest(operation)
    _check_accepted(operation, said)
    for each in operation.parameters:
        for path, schema in schemas.paths(each.schema):
            for value in _wrong(schema, each.location):
                wrong = calls.fullest(operation)
                holder = getattr(wrong, each.location)
                holder[each.name] = values.replaced(holder[each.name], path, value)
                _check_refused(operation, wrong, each.name + schemas.written(path))
    for path, schema in schemas.paths(operation.body or {}):
        for value in _wrong(schema, "body") if path else ():
            wrong = calls.fullest(operation)
            wrong.body = values.replaced(wrong.body, path, value)
            _check_refused(operation, wrong, schemas.written(path).removeprefix("."))
        if schemas.is_object(schema) and path:
            wrong = calls.fullest(operation)
            wrong.body = values.replaced(wrong.body, (*path, "unheard_of"), 1)
            _check_refused(operation, wrong, f"{schemas.written(path).removeprefix('.')}.unheard_of")


@pytest.mark.parametrize("key", ["Plan", "", "0", "012", "+1", "1\n", "\u0661"])
@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_a_key_that_would_be_dropped_is_refused_by_name(label: str, key: str) -> None:
    operation = spec.BY_LABEL[label]
    for path, schema in schemas.paths(operation.body or {}):
        if "x-keys" in schema and not re.search(schema["x-keys"]["pattern"].replace("$", r"\Z"), key):
            said = calls.fullest(operation)
            said.body = values.replaced(said.body, path, {key: values.full(schema["additionalProperties"])})
            _check_refused(operation, said, schemas.written(path).removeprefix("."))


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_a_moment_that_may_not_be_named_is_refused_by_name(label: str) -> None:
    operation = spec.BY_LABEL[label]
    for path, schema in schemas.paths(operation.body or {}):
        if "x-moment" in schema:
            now = datetime.datetime.now(datetime.UTC)
            good = datetime.datetime.fromisoformat(schemas.moments(schema["x-moment"])[0])
            minute = datetime.timedelta(minutes=1)
            for wrong in (good + minute, good + minute / 60, good - 10**6 * minute * 15, now, now + minute):
                for value in (wrong, wrong.isoformat()):
                    said = calls.fullest(operation)
                    said.body = values.replaced(said.body, path, value)
                    _check_refused(operation, said, schemas.written(path).removeprefix("."))
            said = calls.fullest(operation)
            said.body = values.replaced(said.body, path, good.isoformat())
            _check_accepted(operation, said)


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_what_is_required_cannot_be_left_out(label: str) -> None:
    operation = spec.BY_LABEL[label]
    for each in operation.parameters:
        if each.required:
            wrong = calls.fullest(operation)
            getattr(wrong, each.location)[each.name] = None
            _check_refused(operation, wrong, each.name)
    schema = operation.body or {}
    for path, needed in [((), name) for name in schema.get("required", [])] + [
        (path, name) for path, each in schemas.paths(schema) if path for name in each.get("required", [])
    ]:
        wrong = calls.fullest(operation)
        wrong.body = values.replaced(wrong.body, (*path, needed), None)
        _check_refused(operation, wrong, schemas.written((*path, needed)).removeprefix("."))


def _with(operation: Operation, names: Iterable[str]) -> Said:
    """Return a request whose body has these fields only."""
    said = calls.fullest(operation)
    said.body = {name: values.full(operation.fields[name]) for name in names}
    return said


with_field_sets = [
    (each.label, word) for each in spec.OPERATIONS for word in schemas.FIELD_SETS if schemas.field_sets(each.body, word)
]


@pytest.mark.parametrize(("label", "word"), with_field_sets)
def test_a_set_of_fields_must_be_given_whole(label: str, word: str) -> None:
    operation = spec.BY_LABEL[label]
    sets, schema = schemas.field_sets(operation.body, word), operation.body
    own = {name for names in sets for name in names}
    base = [name for name in schemas.some_branch(schema)["required"] if name not in own]
    needed = schema.get("dependentRequired", {})
    if schemas.faults(schema, _with(operation, base).body):
        _check_refused(operation, _with(operation, base), sets[0][0])
    for names in sets:
        whole = [*base, *names, *(each for name in names for each in needed.get(name, ()))]
        _check_accepted(operation, _with(operation, whole))
        for other in sets if word == "oneOf" else ():
            if other != names:
                both = [each for each in sets if each in (names, other)]
                _check_refused(operation, _with(operation, [*whole, *other]), both[1][0])


@pytest.mark.parametrize("label", [each.label for each in spec.OPERATIONS if "dependentRequired" in (each.body or {})])
def test_a_field_needs_those_that_depend_on_it(label: str) -> None:
    operation = spec.BY_LABEL[label]
    base = schemas.some_branch(operation.body)["required"]
    for name, needed in operation.body["dependentRequired"].items():
        rivals = {each for names in schemas.field_sets(operation.body, "oneOf") if name in names for each in base}
        rivals &= {each for names in schemas.field_sets(operation.body, "oneOf") for each in names}
        for missing in needed:
            given = [*(each for each in base if each not in rivals), name, *needed]
            _check_accepted(operation, _with(operation, given))
            _check_refused(operation, _with(operation, [each for each in given if each != missing]), missing)


@pytest.mark.parametrize("value", ["", ".", ".."])
@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_a_path_parameter_cannot_change_the_path(label: str, value: Any) -> None:
    operation = spec.BY_LABEL[label]
    for name in operation.parameters_in("path"):
        wrong = calls.fullest(operation)
        wrong.path[name] = value
        _check_refused(operation, wrong, name)


def _wrong(schema: Any, location: str) -> Any:
    if schema.get("format") == "date-time":
        return WRONG_TIMESTAMPS
    return [value for name in schemas.types(schema) for value in WRONG_ARGUMENTS[name]]


def _check_accepted(operation: Operation, said: Said) -> None:
    server.respond(operation.success, json.dumps(operation.smallest_response()).encode())
    WAYS[0].call(operation, said.arguments(operation, typed=False))
    assert not compare.request_changes(server.requests[0], operation, said, exact_text=True)


def _check_refused(operation: Operation, said: Said, argument: str) -> None:
    for way in WAYS:
        server.respond(operation.success, json.dumps(operation.smallest_response()).encode())
        with pytest.raises(heymarket.InvalidRequestError) as caught:
            way.call(operation, said.arguments(operation, typed=False))
        assert caught.value.argument == argument
        assert str(caught.value).startswith(f"{argument}: ")
        assert not server.requests
