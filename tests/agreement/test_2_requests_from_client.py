"""Layer 2: whatever the client's annotations let one write is sent as the spec allows, or refused before sending."""

from __future__ import annotations

import collections
import datetime
import json
from typing import TYPE_CHECKING, Any

import pytest

import heymarket

from .support import annotations, calls, cases, compare, schemas, spec
from .support.calls import Said

if TYPE_CHECKING:
    from .support.spec import Operation

server = calls.Server()
WAYS = calls.ways(server)[:2]


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_arguments_that_the_annotations_allow_are_valid_under_the_spec(label: str) -> None:
    operation = spec.BY_LABEL[label]
    response = json.dumps(operation.smallest_response()).encode()
    seen = collections.Counter()

    @cases.given(annotations.arguments(operation))
    def check(arguments: Any) -> None:
        said = _said(operation, arguments)
        for way in WAYS:
            server.respond(operation.success, response)
            try:
                way.call(operation, arguments)
            except heymarket.InvalidRequestError:
                assert not server.requests
                assert _refusable(operation, said)
                seen["refused"] += 1
                continue
            (request,) = server.requests
            assert not compare.request_faults(request, operation, widths=False)
            assert not compare.request_changes(request, operation, said, exact_text=False)
            seen["sent"] += 1

    check()
    assert seen["sent"] or cases.QUICK, f"nothing was sent: {seen}"


WITH_TIMESTAMPS = [
    (each.label, name)
    for each in spec.OPERATIONS
    for name, field in each.fields.items()
    if field.get("format") == "date-time" and "x-moment" not in field
]


@pytest.mark.parametrize(("label", "name"), WITH_TIMESTAMPS)
def test_an_offset_that_has_seconds_is_sent_as_the_same_instant(label: str, name: str) -> None:
    """RFC 3339 has no seconds in an offset; the zones of tzdata have, before clocks were set by railways."""
    operation = spec.BY_LABEL[label]
    moment = datetime.datetime(1930, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(minutes=19, seconds=32)))
    said = calls.fullest(operation)
    for way in WAYS:
        server.respond(operation.success, json.dumps(operation.smallest_response()).encode())
        way.call(operation, {**said.arguments(operation, typed=False), name: moment})
        (request,) = server.requests
        assert not compare.request_faults(request, operation)
        assert datetime.datetime.fromisoformat(json.loads(request.content)[name]) == moment


def _said(operation: Operation, arguments: Any) -> Said:
    found = Said(body=None if operation.body is None else {})
    names = {calls.argument(operation, each.name, each.location): each for each in operation.parameters}
    for name, value in arguments.items():
        form = annotations.as_json(value)
        if name in names:
            if form is not None:
                getattr(found, names[name].location)[names[name].name] = form
        elif name in operation.fields or operation.fields:
            found.body |= {} if form is None else {name: form}
        else:
            found.body = form
    return found


def _refusable(operation: Operation, said: Said) -> bool:
    if any(value in {"", ".", ".."} for value in said.path.values()):
        return True
    if any(not str(value).isascii() or not str(value).isprintable() for value in said.header.values()):
        return True
    for each in operation.parameters:
        given = getattr(said, each.location)
        if each.name in given and schemas.faults(each.schema, given[each.name]):
            return True
    return operation.body is not None and bool(
        schemas.faults(schemas.closed(schemas.fitting(operation.body), widths=False), said.body)
    )
