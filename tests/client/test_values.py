"""What a received object offers: values, None for what is absent, JSON again, and the original."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heymarket.api.conversations import _LIST
from heymarket.models.conversation import Conversation
from heymarket.models.conversation_filters import ConversationFilters
from heymarket.models.conversation_member import ConversationMember
from heymarket_runtime.decode import decode

from .driving import Script

if TYPE_CHECKING:
    from heymarket import Drift

    from .driving import Driver

UTC = datetime.UTC
FULL: dict[str, Any] = {
    "id": 9920,
    "assigned": 55,
    "blocked": False,
    "channel": "sms",
    "created": "2026-04-12T15:30:00Z",
    "inbox": 2222,
    "members": [{"id": 55, "name": "Grace Hopper"}],
    "name": "Ada Lovelace",
    "unread_users": [1, 2],
    "updated": "2026-04-15T09:12:44.000001Z",
    "targets": [],
}


def received(drive: Driver, *objects: dict[str, Any]) -> list[Any]:
    return drive.first(drive.client(Script([list(objects)]), strict=True)).items


def test_fields_are_attributes(drive: Driver) -> None:
    (item,) = received(drive, FULL)
    assert isinstance(item, Conversation)
    assert (item.id, item.blocked, item.name, item.unread_users) == (9920, False, "Ada Lovelace", [1, 2])
    assert item.members == [ConversationMember(id=55, name="Grace Hopper")]
    assert item.targets == []


@pytest.mark.parametrize("given", [{}, dict.fromkeys(Conversation.__struct_fields__)], ids=["absent", "null"])
def test_absent_and_null_are_none(drive: Driver, given: dict[str, Any]) -> None:
    (item,) = received(drive, {**given, "id": 1})
    assert all(getattr(item, name) is None for name in Conversation.__struct_fields__ if name != "id")
    assert item == Conversation(id=1)
    assert item.to_dict() == {"id": 1}
    assert repr(item) == "Conversation(id=1)"


@pytest.mark.parametrize("given", [{}, {"id": None}], ids=["absent", "null"])
def test_what_is_required_and_missing_is_drift_and_none(drive: Driver, given: dict[str, Any]) -> None:
    page = [{**given, "name": "Ada", "members": [{**given, "name": "Grace"}]}]
    told: list[Drift] = []
    (item,) = drive.first(drive.client(Script([page]), on_drift=told.append)).items
    assert (item.id, item.members[0].id) == (None, None)
    assert {drift.path for drift in told} == {"$[*].id", "$[*].members[*].id"}
    assert item.to_dict() == {"name": "Ada", "members": [{"name": "Grace"}]}
    assert item.raw == page[0]


def test_to_dict_is_the_json_form_without_absent_fields(drive: Driver) -> None:
    (item,) = received(drive, {**FULL, "status": None, "new": {"x": 1}})
    assert item.to_dict() == FULL
    assert json.loads(json.dumps(item.to_dict())) == FULL
    item.members[0].name = None
    assert item.to_dict()["members"] == [{"id": 55}]


def test_raw_is_the_object_as_received(drive: Driver) -> None:
    first, second = {**FULL, "status": None, "new": {"x": 1.50}}, {"id": 2, "Name": "other"}
    items = received(drive, first, second)
    assert [item.raw for item in items] == [first, second]
    items[0].name = "changed"
    assert items[0].raw["name"] == "Ada Lovelace"


def test_only_received_objects_have_a_raw_form(drive: Driver) -> None:
    (item,) = received(drive, FULL)
    for other in (Conversation(id=1), item.members[0], attrs.evolve(item, id=1)):
        with pytest.raises(LookupError, match="has no raw form"):
            _ = other.raw


def test_items_of_a_later_page_have_their_own_raw_form(drive: Driver) -> None:
    one, two = ({"id": n, "updated": f"2026-01-0{3 - n}T00:00:00Z"} for n in (1, 2))
    items = drive.all(drive.client(Script([[one], [one, two], []])))
    assert [item.raw for item in items] == [one, two]


@pytest.mark.parametrize(
    ("number", "integer"),
    [
        (b"1.0", 1),
        (b"1e3", 1000),
        (b"-0.0", 0),
        (b"12345678901234567.0", 12345678901234567),
        (b"9007199254740993.0", 2**53 + 1),
        (b"-9.007199254740993E+15", -(2**53) - 1),
        (b"1e30", 10**30),
    ],
)
def test_a_whole_number_is_an_integer_however_it_is_written(drive: Driver, number: bytes, integer: int) -> None:
    body = b'[{"id": %b, "unread_users": [%b], "members": [{"id": %b}]}]' % (number, number, number)
    (item,) = drive.first(drive.client(Script([body]), strict=True)).items
    for value in (item.id, item.unread_users[0], item.members[0].id):
        assert type(value) is int
        assert value == integer


@pytest.mark.parametrize("number", [b"9007199254740993.5", b"1e400", b"-1e400", b"1.5"])
def test_a_number_that_no_integer_equals_is_drift(drive: Driver, number: bytes) -> None:
    told: list[Drift] = []
    body = b'[{"id": %b}, {"id": 2}]' % number
    items = drive.first(drive.client(Script([body]), on_drift=told.append)).items
    assert [drift.location for drift in told] == ["$[0].id"]
    assert type(items[0].id) is float
    assert items[1].id == 2


@given(st.integers(-(10**40), 10**40).filter(bool), st.sampled_from(["{}.0", "{}.000", "{}e0", "{}0e-1", "{}E+2"]))
@example(0, "{}.000")
def test_no_integer_is_changed_by_how_it_is_written(number: int, form: str) -> None:
    body = f'[{{"id": {form.format(number)}}}]'.encode()
    (item,) = decode(_LIST, body, request_id=None, strict=True, on_drift=print)
    assert item.id == number * (100 if form.endswith("2") else 1)


@pytest.mark.parametrize("integer", [2**53 + 1, -(2**63), 2**63, 2**64 + 1, 10**30])
def test_integers_are_exact(drive: Driver, integer: int) -> None:
    (item,) = received(drive, {"id": integer})
    assert item.id == integer
    assert item.to_dict() == {"id": integer}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-12T15:30:00Z", datetime.datetime(2026, 4, 12, 15, 30, tzinfo=UTC)),
        ("2026-04-12t15:30:00z", datetime.datetime(2026, 4, 12, 15, 30, tzinfo=UTC)),
        ("2026-04-12 15:30:00Z", datetime.datetime(2026, 4, 12, 15, 30, tzinfo=UTC)),
        ("2026-04-12T15:30:00-07:00", datetime.datetime(2026, 4, 12, 22, 30, tzinfo=UTC)),
        ("2026-04-12T15:30:00.1+05:30", datetime.datetime(2026, 4, 12, 10, 0, 0, 100000, UTC)),
        ("2026-04-12T15:30:00.123456Z", datetime.datetime(2026, 4, 12, 15, 30, 0, 123456, UTC)),
        ("2026-04-12T15:30:00.123456789Z", datetime.datetime(2026, 4, 12, 15, 30, 0, 123457, UTC)),
        ("2026-04-12T15:30:00.99999999999Z", datetime.datetime(2026, 4, 12, 15, 30, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime.datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_timestamps_are_aware(drive: Driver, text: str, moment: datetime.datetime) -> None:
    (item,) = received(drive, {"id": 1, "updated": text})
    assert item.updated == moment
    assert item.updated.tzinfo is not None
    assert item.raw == {"id": 1, "updated": text}


def test_equal_values_are_equal_wherever_they_come_from(drive: Driver) -> None:
    one, other = received(drive, FULL, {**FULL, "new": 1})
    assert one == other
    assert one != Conversation(id=9920)
    assert one.members[0] != ConversationFilters()


def test_copies_and_pickles_are_equal(drive: Driver) -> None:
    (item,) = received(drive, FULL)
    for again in (
        copy.copy(item),
        copy.deepcopy(item),
        pickle.loads(pickle.dumps(item)),
    ):
        assert again == item
        assert again is not item
        assert again.to_dict() == item.raw == again.raw == FULL
    copy.deepcopy(item).members[0].name = "changed"
    assert item.members[0].name == "Grace Hopper"


def test_a_pickle_holds_one_object_not_its_page(drive: Driver) -> None:
    first, _ = received(drive, FULL, {"id": 1, "name": "x" * 10_000})
    assert len(pickle.dumps(first)) < 5_000


def test_repr_shows_what_is_there(drive: Driver) -> None:
    (item,) = received(drive, {"id": 1, "name": "Ada"})
    assert repr(item) == "Conversation(id=1, name='Ada')"


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(TypeError, match="inbox"):
        ConversationFilters(inbox=1)  # type: ignore[call-arg]
