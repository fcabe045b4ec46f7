"""A response that does not match the spec: the rest arrives, and each JSON path is told once."""

from __future__ import annotations

import datetime
import json
import math
import warnings
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heymarket import DecodeError, Drift, DriftRecorder, SpecDriftWarning
from heymarket.models.conversation import Conversation
from heymarket_runtime.decode import decode
from heymarket_runtime.model import Model
from heymarket_runtime.operation import Operation

from .driving import Script
from .test_values import FULL

if TYPE_CHECKING:
    from pathlib import Path

    from .driving import Driver

WRONG: dict[str, Any] = {
    "null": None,
    "boolean": True,
    "integer": 7,
    "number": 7.5,
    "string": "seven",
    "array": [[7]],
    "object": {"id": 7},
}
RIGHT = {
    int: ("integer", {"integer"}),
    bool: ("boolean", {"boolean"}),
    str: ("string", {"string"}),
}
FIELDS = {field.name: field for field in msgspec.structs.fields(Conversation)}


def expected_of(name: str) -> tuple[str, set[str]]:
    """Return what a field should be, and which of `WRONG` it may be."""
    declared = FIELDS[name].type
    (kind,) = (arg for arg in getattr(declared, "__args__", [declared]) if arg is not type(None))
    if "datetime" in str(kind):
        return "datetime", set()
    return RIGHT.get(kind, ("array", set()))


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", FIELDS)
def test_any_field_may_be_anything(drive: Driver, name: str, wrong: str) -> None:
    value = WRONG[wrong]
    expected, allowed = expected_of(name)
    page = [{**FULL, "id": 1}, {**FULL, name: value}, {"id": 3}, {**FULL, name: value}]
    told: list[Drift] = []
    items = drive.first(drive.client(Script([page]), on_drift=told.append)).items
    assert [item.raw for item in items] == page
    assert items[0].to_dict() == page[0]
    assert items[2] == Conversation(id=3)
    if (value is None and not FIELDS[name].required) or wrong in allowed:
        assert told == []
        assert getattr(items[1], name) == value
        return
    if wrong == "array" and expected == "array":
        inner = {"members": "object", "unread_users": "integer", "targets": "string"}[name]
        assert [(drift.path, drift.expected) for drift in told] == [(f"$[*].{name}[*]", inner)] * 2
    else:
        found = "number" if wrong == "integer" else wrong
        assert told == [
            Drift(
                operation="conversations.list",
                path=f"$[*].{name}",
                location=f"$[{index}].{name}",
                expected=expected,
                found=found,
                request_id="req-1",
            )
            for index in (1, 3)
        ]
    assert getattr(items[1], name) == value
    assert items[1].created == datetime.datetime(2026, 4, 12, 15, 30, tzinfo=datetime.UTC) or name == "created"


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ("text", "$[1]"),
        (None, "$[1]"),
        ([], "$[1]"),
        ({"id": 1, "members": [{"id": 1}, {"id": "2"}]}, "$[1].members[1].id"),
        ({"id": 1, "members": [3]}, "$[1].members[0]"),
        ({"id": 1, "unread_users": [1, 2, "3"]}, "$[1].unread_users[2]"),
        ({"id": 1, "updated": "2026-04-12T15:30:00"}, "$[1].updated"),
        ({"id": 1, "updated": "2026-04-12"}, "$[1].updated"),
        ({"id": 1.5}, "$[1].id"),
        ({"id": None}, "$[1].id"),
        ({"name": "Ada"}, "$[1].id"),
    ],
    ids=str,
)
def test_strict_refuses_with_the_exact_place(drive: Driver, item: Any, path: str) -> None:
    script = Script([[FULL, item, FULL]])
    with pytest.raises(DecodeError) as caught:
        drive.first(drive.client(script, strict=True))
    assert caught.value.path == path
    assert caught.value.request_id == "req-1"
    assert json.loads(caught.value.body)[1] == item

    told: list[Drift] = []
    items = drive.first(drive.client(script, on_drift=told.append)).items
    assert [drift.location for drift in told] == [path]
    assert items[0].to_dict() == items[2].to_dict() == items[2].raw == FULL


def test_new_fields_are_no_drift_and_are_kept(drive: Driver) -> None:
    (item,) = drive.first(drive.client(Script([[{"id": 1, "new": {"deep": [1]}}]]), strict=True)).items
    assert item.raw["new"] == {"deep": [1]}


def test_each_place_warns_once_for_a_client_and_its_copies(drive: Driver) -> None:
    page = [{"id": "1", "assigned": {"id": 1}}, {"id": "2", "members": [{"id": "x"}, {"id": "y"}]}]
    client = drive.client(Script([page]))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for each in (client, client, client.with_options(timeout=1)):
            drive.first(each)
    assert sorted(str(each.message) for each in caught) == [
        "conversations.list: expected integer at $[*].assigned, found object",
        "conversations.list: expected integer at $[*].id, found string",
        "conversations.list: expected integer at $[*].members[*].id, found string",
    ]
    assert {each.message.drift.location for each in caught} == {  # type: ignore[union-attr]
        "$[0].assigned",
        "$[0].id",
        "$[1].members[0].id",
    }
    with pytest.warns(SpecDriftWarning):
        drive.first(drive.client(Script([page])))


def test_a_warning_that_is_an_error_stays_one(drive: Driver) -> None:
    client = drive.client(Script([[{"id": "1"}]]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2):
            with pytest.raises(SpecDriftWarning, match=r"expected integer at \$\[\*\]\.id, found string"):
                drive.first(client)


def test_values_are_in_no_warning(drive: Driver) -> None:
    with pytest.warns(SpecDriftWarning) as caught:
        drive.first(drive.client(Script([[{"id": "4155551234"}]])))
    assert "4155551234" not in str(caught[0].message) + repr(caught[0].message.drift)  # type: ignore[union-attr]


def test_what_a_callback_raises_is_raised(drive: Driver) -> None:
    def refuse(drift: Drift) -> None:
        raise KeyError(drift.path)

    with pytest.raises(KeyError, match=r"\$\[\*\]\.id"):
        drive.first(drive.client(Script([[{"id": "1"}]]), on_drift=refuse))


def test_a_long_run_tells_a_bounded_number_of_places(drive: Driver) -> None:
    """Whatever the server puts in, JSON paths are named by the spec, not by its indexes."""
    page = [{"id": str(index), "members": [{"id": str(index)}] * 3} for index in range(200)]
    told: list[Drift] = []
    drive.first(drive.client(Script([page]), on_drift=told.append))
    assert len(told) == 800
    assert {drift.path for drift in told} == {"$[*].id", "$[*].members[*].id"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
PAGES = st.lists(JSON | st.dictionaries(st.sampled_from([*FIELDS, "new"]), JSON, max_size=6), max_size=6)


@given(page=PAGES)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_page_arrives(drive: Driver, page: list[Any]) -> None:
    told: list[Drift] = []
    items = drive.first(drive.client(Script([json.dumps(page).encode()]), on_drift=told.append)).items
    assert len(items) == len(page)
    for index, (item, sent) in enumerate(zip(items, page, strict=True)):
        if not isinstance(sent, dict):
            assert item == sent
            assert f"$[{index}]" in {drift.location for drift in told}
            continue
        assert item.raw == sent
        for name in FIELDS.keys() & sent.keys():
            here = f"$[{index}].{name}"
            if not any(drift.location.startswith(here) for drift in told):
                assert fits(sent[name], expected_of(name)[0])
                assert not (sent[name] is None and FIELDS[name].required)
            elif any(drift.location == here for drift in told):
                assert getattr(item, name) == sent[name]


def fits(value: Any, expected: str) -> bool:
    match expected:
        case "integer":
            return value is None or (type(value) in {int, float} and math.floor(value) == value)
        case "boolean":
            return value is None or isinstance(value, bool)
        case "array":
            return value is None or isinstance(value, list)
        case _:
            return value is None or isinstance(value, str)


# Shapes that this API does not have yet.


def test_a_required_field_that_is_missing_is_told(drive: Driver) -> None:
    class Thing(Model):
        id: int
        tags: dict[str, int] | None = None
        either: int | str | None = None

    operation = Operation(name="things.get", method="GET", path="/v1/things", result=Thing)
    told: list[Drift] = []
    body = b'{"tags": {"a": 1, "b": "x"}, "either": []}'
    thing = decode(operation, body, request_id=None, strict=False, on_drift=told.append)
    assert (thing.id, thing.tags, thing.either) == (None, {"a": 1, "b": "x"}, [])
    assert thing.raw == {"tags": {"a": 1, "b": "x"}, "either": []}
    assert [(drift.path, drift.location, drift.found) for drift in told] == [
        ("$.id", "$.id", "nothing"),
        ("$.tags[*]", "$.tags.b", "string"),
        ("$.either", "$.either", "array"),
    ]


def test_a_recorder_that_cannot_write_warns_once_and_ends_nothing(tmp_path: Path) -> None:
    recorder = DriftRecorder(tmp_path / "gone" / "drift.jsonl")
    drift = Drift("list", "$[*].id", "$[0].id", "integer", "string", None)
    with pytest.warns(RuntimeWarning, match="cannot be written") as warned:  # noqa: PT031
        recorder(drift)
        recorder(drift)
    assert len(warned) == 1
