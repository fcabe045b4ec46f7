"""Layer 3, for webhooks: every event that the spec lets a server post is understood, and what breaks it is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from heymarket import models, webhooks
from heymarket_runtime.webhooks import Parser

from .support import cases, compare, schemas, spec, values

if TYPE_CHECKING:
    from collections.abc import Callable

    import schemathesis

    from heymarket_runtime.drift import Drift

(WEBHOOK,) = [item["post"] for item in spec.SPEC["webhooks"].values()]
UNION = spec.resolve(WEBHOOK["requestBody"]["content"][spec.JSON]["schema"])
MAPPING = {value: to.rpartition("/")[2] for value, to in UNION["discriminator"]["mapping"].items()}
SCHEMAS = {name: spec.inline(spec.SPEC["components"]["schemas"][name]) for name in dict.fromkeys(MAPPING.values())}
OWN = {name: next(value for value, to in MAPPING.items() if to == name) for name in SCHEMAS}
BY, TOKEN = UNION["discriminator"]["propertyName"], WEBHOOK["x-webhook-token"].removeprefix("/")
# One for each kind of payload is enough where only some operations are tried, too.
_BY_PAYLOAD = {spec.SPEC["components"]["schemas"][name]["properties"]["event_data"]["$ref"]: name for name in SCHEMAS}
TRIED = [name for name in SCHEMAS if spec.OPERATIONS == spec.ALL_OPERATIONS or name in _BY_PAYLOAD.values()]
EXAMPLES = {name: each["value"] for name, each in WEBHOOK["requestBody"]["content"][spec.JSON]["examples"].items()}


def mirror(view: Callable[[Any], Any], mode: str, **options: Any) -> schemathesis.BaseSchema:
    paths = {
        f"/{name}": {
            "post": {
                "requestBody": {"required": True, "content": {spec.JSON: {"schema": view(schema)}}},
                "responses": {"200": {"description": "received"}},
            }
        }
        for name, schema in SCHEMAS.items()
        if name in TRIED
    }
    spec_of_events = {"openapi": "3.1.0", "info": {"title": "events", "version": "1"}, "paths": paths}
    return cases.requests(spec_of_events, mode, **options)


closed = mirror(schemas.closed, "positive")
tolerant = mirror(schemas.tolerant_union, "positive", covering=False)
negative = mirror(schemas.closed, "negative", covering=False)


def received(body: Any) -> Any:
    """Return the event of a body, which is right in every way."""
    drifts: list[Drift] = []
    token = body[TOKEN] if body[TOKEN].strip() else None
    if token:
        event: Any = webhooks.parse(json.dumps(body), token=token, on_drift=drifts.append)
    else:
        event = webhooks.parse_unverified(json.dumps(body), on_drift=drifts.append)
    assert not drifts
    return event


def expected(body: Any, name: str) -> Any:
    return {key: value for key, value in {**body, BY: OWN[name]}.items() if key != TOKEN}


@closed.parametrize()
def test_every_declared_field_of_an_event_is_known(case: schemathesis.Case) -> None:
    name = case.path.removeprefix("/")
    event = received(case.body)
    assert type(event).__name__ == name
    assert not compare.differences(expected(case.body, name), event.to_dict(), SCHEMAS[name])
    cases.saw("event", name)


@tolerant.parametrize()
def test_unknown_fields_of_an_event_do_no_harm_and_stay_in_raw(case: schemathesis.Case) -> None:
    name = case.path.removeprefix("/")
    event = received(case.body)
    known = values.known(expected(case.body, name), SCHEMAS[name])
    assert not compare.differences(known, event.to_dict(), SCHEMAS[name])
    assert event.raw == {key: value for key, value in case.body.items() if key != TOKEN}
    cases.saw("open event", name)


@negative.parametrize()
def test_what_breaks_an_event_is_told_with_its_path(case: schemathesis.Case) -> None:
    name = case.path.removeprefix("/")
    body = cases.received(case)
    drifts: list[Drift] = []
    try:
        event: Any = webhooks.parse_unverified(body, on_drift=drifts.append)
    except webhooks.WebhookBodyError as error:
        assert not is_event(body)
        cases.saw("refused", name, error.path)
        return
    assert is_event(body)
    value = json.loads(body)
    assert event.raw == {key: each for key, each in value.items() if key != TOKEN}
    if value[BY] not in MAPPING:
        assert type(event) is webhooks.UnknownEvent
        assert (event.type, event.received_type) == ("unknown", value[BY])
        return
    faults = {path for path in schemas.fault_paths(schemas.tolerant(SCHEMAS[name]), value) if path[:1] != (TOKEN,)}
    assert {each.location for each in drifts} == {f"$.{schemas.written(path).removeprefix('.')}" for path in faults}
    cases.saw("drift" if faults else "no drift", name)


def is_event(body: bytes) -> bool:
    try:
        value = json.loads(body)
    except ValueError:
        return False
    return isinstance(value, dict) and isinstance(value.get(BY), str)


@pytest.mark.parametrize("name", TRIED)
def test_the_cases_were_of_every_kind(request: pytest.FixtureRequest, name: str) -> None:
    least = cases.EXAMPLES // 2
    cases.check_seen(request, "test_every_declared_field_of_an_event_is_known", {("event", name): least})
    cases.check_seen(
        request, "test_unknown_fields_of_an_event_do_no_harm_and_stay_in_raw", {("open event", name): least}
    )
    # What is wrong with what is the coverage phase's to choose.
    wanted = {} if cases.QUICK else {("refused", name, "$"): 2, ("refused", name, f"$.{BY}"): 2, ("drift", name): 5}
    cases.check_seen(request, "test_what_breaks_an_event_is_told_with_its_path", wanted)


@pytest.mark.parametrize("value", MAPPING)
def test_every_value_that_the_spec_names_is_an_event(value: str) -> None:
    name = MAPPING[value]
    body = {**EXAMPLES[OWN[name]], BY: value}
    event = received(body)
    assert (type(event).__name__, event.type) == (name, OWN[name])
    assert event.raw[BY] == value


def test_nothing_else_names_an_event() -> None:
    choice: Any = models.WebhookEvent
    named = {value: choice.members[place].__name__ for value, place in choice._values.items()}
    # OpenAPI has an object's own name for one whose field names no values.
    open_ones = [name for name, each in SCHEMAS.items() if not {"enum", "const"} & {*each["properties"][BY]}]
    assert named == MAPPING | dict(zip(open_ones, open_ones, strict=True))


def test_every_event_has_an_example() -> None:
    assert list(EXAMPLES) == list(OWN.values())
    for value, example in EXAMPLES.items():
        assert not schemas.faults(schemas.bounded(SCHEMAS[MAPPING[value]]), example)


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_event_is_identified_by_what_the_spec_names(name: str) -> None:
    pointers = [pointer.split("/")[1:] for pointer in spec.SPEC["components"]["schemas"][name]["x-event-identity"]]
    event = EXAMPLES[OWN[name]]
    seen = {identity(event)}
    for pointer in pointers:
        changed = values.replaced(event, tuple(pointer), {"another": True} if len(pointer) == 1 else "another")
        assert identity(changed) not in seen
        seen.add(identity(changed))
    assert identity({**event, "id": 4}) == identity(event), "two webhooks may tell of one event"
    assert identity({**event, "extra": 4}) == identity(event)
    for other in set(SCHEMAS) - {name}:
        assert identity({**event, BY: OWN[other]}) not in seen


def identity(body: Any) -> str:
    return webhooks.identity(webhooks.parse_unverified(body, on_drift=lambda _: None))


def test_the_parser_is_made_of_the_spec() -> None:
    parser = webhooks.parse.__self__
    assert isinstance(parser, Parser)
    assert {value: kind.model.__name__ for value, kind in parser._kinds.items()} == MAPPING
