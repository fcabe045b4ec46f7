"""Is an event what was received, and is what is no event refused with the place?"""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import heymarket
from heymarket import webhooks
from heymarket_runtime.webhooks import MAX_DEPTH, MAX_SIZE

from .events import EXAMPLES, TOKEN, VARIABLE, body, event

if TYPE_CHECKING:
    from collections.abc import Callable

    from heymarket import Drift

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
FORMS: dict[str, Callable[[bytes], Any]] = {
    "bytes": bytes,
    "bytearray": bytearray,
    "memoryview": memoryview,
    "str": bytes.decode,
    "dict": json.loads,
    "mapping": lambda raw: MappingProxyType(json.loads(raw)),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_event_is_the_same_in_every_form(name: str, form: Callable[[bytes], Any]) -> None:
    parsed = webhooks.parse(form(body(name)), token=TOKEN)
    assert parsed == webhooks.parse(body(name), token=TOKEN)
    assert parsed.type == name
    assert parsed.raw == {key: value for key, value in EXAMPLES[name].items() if key != "token"}


def test_a_parsed_object_is_left_as_it_is() -> None:
    given_event = event("message_sent", type="message_sent")
    before = copy.deepcopy(given_event)
    webhooks.parse(given_event, token=TOKEN)
    assert given_event == before


def test_fields_have_their_types() -> None:
    parsed = webhooks.parse(body(), token=TOKEN)
    assert isinstance(parsed, webhooks.MessageReceivedEvent)
    assert (parsed.id, parsed.event_data.text) == (123, "What are your hours?")
    assert parsed.event_data.date is not None
    assert parsed.event_data.date.isoformat() == "2026-04-15T09:12:44+00:00"
    assert parsed.event_data.conversation is not None
    assert parsed.event_data.conversation.id == 9920


def test_the_other_spelling_is_the_same_event() -> None:
    vendors, other = (webhooks.parse(body(type=name), token=TOKEN) for name in ("message_recieved", "message_received"))
    assert vendors == other
    assert (vendors.type, other.type) == ("message_recieved", "message_recieved")
    assert other.raw["type"] == "message_received"
    assert webhooks.identity(vendors) == webhooks.identity(other) == "message_recieved:[9980041]"


@given(extra=st.dictionaries(st.text().filter(lambda key: key not in {"type", "token"}), JSON, max_size=4))
def test_an_unknown_type_is_kept(extra: dict[str, Any]) -> None:
    parsed = webhooks.parse(json.dumps({**extra, "type": "chat_snoozed", "token": TOKEN}), token=TOKEN)
    assert isinstance(parsed, webhooks.UnknownEvent)
    assert (parsed.type, parsed.received_type) == ("unknown", "chat_snoozed")
    assert parsed.raw == {**extra, "type": "chat_snoozed"}


def test_an_unknown_type_is_identified_by_all_of_it() -> None:
    first, other = ({"type": "chat_snoozed", "event_data": {"id": number}} for number in (1, 2))
    known = [webhooks.identity(webhooks.parse_unverified(each)) for each in (first, other, dict(first))]
    assert known[0] == known[2] != known[1]


def test_what_lacks_its_identity_is_identified_by_its_data() -> None:
    def identity(**data: Any) -> str:
        told: list[Drift] = []
        return webhooks.identity(webhooks.parse_unverified(event("chat_closed", event_data=data), on_drift=told.append))

    assert identity(id=1, status="closed") == identity(status="closed", id=1) != identity(id=1, status="open")
    long = identity(id=1, name="x" * 1000)
    assert long.startswith("chat_closed:")
    assert len(long) < 100
    assert long != identity(id=1, name="y" * 1000)


def test_an_event_made_by_hand_has_an_identity() -> None:
    made = webhooks.MessageSentEvent(type="message_sent", id=1, event_data=heymarket.models.Message(id=7))
    assert webhooks.identity(made) == "message_sent:[7]"


def test_an_event_survives_pickling() -> None:
    parsed = webhooks.parse(body(), token=TOKEN)
    again = pickle.loads(pickle.dumps(parsed))
    assert (again, again.raw) == (parsed, parsed.raw)


def test_drift_is_told_once_and_kept_as_received() -> None:
    wrong = body(id="123", event_data={"id": 9, "text": 7})
    told: list[Drift] = []
    parsed = webhooks.parse(wrong, token=TOKEN, on_drift=told.append)
    assert isinstance(parsed, webhooks.MessageReceivedEvent)
    assert (parsed.id, parsed.event_data.text) == ("123", 7)
    assert [(each.operation, each.path, each.expected, each.found) for each in told] == [
        ("webhooks.message_recieved", "$.id", "integer", "string"),
        ("webhooks.message_recieved", "$.event_data.text", "string", "number"),
    ]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            webhooks.parse(body("chat_pending", id=None), token=TOKEN)
    assert [type(each.message) for each in caught] == [heymarket.SpecDriftWarning]
    assert "webhooks.chat_pending: expected integer at $.id, found null" in str(caught[0].message)


def test_drift_in_what_others_parsed_is_told_too() -> None:
    told: list[Drift] = []
    wrong = MappingProxyType(event(id="x", at=Decimal("1.5"), event_data={"id": Decimal(1)}))
    parsed: Any = webhooks.parse(wrong, token=TOKEN, on_drift=told.append)
    assert [each.path for each in told] == ["$.id", "$.event_data.id"]
    assert (parsed.id, parsed.event_data.id) == ("x", Decimal(1))


@pytest.mark.parametrize("is_parsed", [False, True])
def test_a_long_number_keeps_its_digits(is_parsed: bool) -> None:
    data = json.dumps(event(id=2**53)).replace(f'"id": {2**53}', f'"id": {2**53 + 1}.0')
    told: list[Drift] = []
    parsed: Any = webhooks.parse(json.loads(data) if is_parsed else data, token=TOKEN, on_drift=told.append)
    assert not told
    assert parsed.id == (2**53 if is_parsed else 2**53 + 1)


NO_EVENTS: dict[str, tuple[Any, str]] = {
    "nothing": (b"", "the body is empty"),
    "blanks": (b" \n", "the body is empty"),
    "text": (b"hello", "the body is not JSON"),
    "half": (body()[:-1], "the body is not JSON"),
    "two": (body() * 2, "the body is not JSON"),
    "not a number": (b'{"type": NaN}', "the body is not JSON"),
    "a number beyond bounds": (body(more=0).replace(b'"more": 0', b'"more": 1e400'), "the body is not JSON"),
    "Latin-1": (body(text="é").replace(b"\\u00e9", b"\xe9"), "not UTF-8 at byte"),
    "UTF-16": (body().decode().encode("utf-16-le"), "the body is not JSON"),
    "a form": (b"type=message_recieved&token=x", "the body is not JSON"),
    "null": (b"null", "expected an object, found null"),
    "a list": (b"[" + body() + b"]", "expected an object, found array"),
    "a string": (json.dumps(body().decode()), "expected an object, found string"),
    "a number": (b"7", "expected an object, found number"),
    "a parsed list": ([event()], "expected an object, found array"),
    "no text at all": (object(), "expected an object, found something else"),
    "None": (None, "expected an object, found null"),
    "no type": ({"token": TOKEN}, "expected string, found null at $.type"),
    "a number as type": (event(type=7), "expected string, found number at $.type"),
    "a boolean as type": (event(type=True), "expected string, found boolean at $.type"),
    "an object as type": (event(type={}), "expected string, found object at $.type"),
}


@pytest.mark.parametrize(("received", "problem"), NO_EVENTS.values(), ids=NO_EVENTS)
def test_what_is_no_event_is_refused(received: Any, problem: str) -> None:
    for parse in (lambda: webhooks.parse(received, token=TOKEN), lambda: webhooks.parse_unverified(received)):
        with pytest.raises(webhooks.WebhookBodyError) as caught:
            parse()
        assert problem in str(caught.value)
        assert caught.value.path == ("$.type" if problem.endswith("$.type") else "$")
        assert not caught.value.is_too_large


def test_half_a_surrogate_pair_is_text() -> None:
    parsed = webhooks.parse(body(event_data={"id": 1, "text": "\ud800"}), token=TOKEN)
    assert parsed.raw["event_data"]["text"] == "\ud800"


@pytest.mark.parametrize("form", [bytes, bytes.decode, bytearray])
def test_a_body_has_a_size_at_most(form: Callable[[bytes], Any]) -> None:
    padded = body() + b" " * (MAX_SIZE - len(body()))
    assert webhooks.parse(form(padded), token=TOKEN) == webhooks.parse(body(), token=TOKEN)
    with pytest.raises(webhooks.WebhookBodyError, match=f"more than {MAX_SIZE} bytes") as caught:
        webhooks.parse(form(padded + b" "), token=TOKEN)
    assert caught.value.is_too_large
    with pytest.raises(webhooks.WebhookBodyError, match="more than 10 bytes"):
        webhooks.parse_unverified(form(body()), max_size=10)
    with pytest.raises(webhooks.WebhookBodyError, match="more than 10 bytes"):
        webhooks.parse(form(body()), token=TOKEN, max_size=10)


def nested(depth: int, kind: str) -> Any:
    """Return an event that has this many objects and arrays inside of one another."""
    value: Any = {}
    for _ in range(depth - 2):
        value = [value] if kind == "arrays" else {"a": value}
    return event("incoming_call", event_data={}, more=value)


@pytest.mark.parametrize("kind", ["arrays", "objects"])
@pytest.mark.parametrize("form", [lambda value: json.dumps(value).encode(), json.dumps, dict])
def test_a_body_has_a_depth_at_most(form: Callable[[Any], Any], kind: str) -> None:
    assert webhooks.parse(form(nested(MAX_DEPTH, kind)), token=TOKEN).type == "incoming_call"
    with pytest.raises(webhooks.WebhookBodyError, match=f"more than {MAX_DEPTH} objects and arrays"):
        webhooks.parse(form(nested(MAX_DEPTH + 1, kind)), token=TOKEN)


def test_a_body_may_be_wide() -> None:
    wide = event("incoming_call", event_data={"all": [{} for _ in range(10 * MAX_DEPTH)]})
    assert webhooks.parse(json.dumps(wide), token=TOKEN).raw["event_data"] == wide["event_data"]


def test_a_very_deep_body_ends_nothing() -> None:
    for depth in (1_000, 100_000):
        deep = f'{{"type": "incoming_call", "token": "{TOKEN}", "event_data": {"[" * depth}{"]" * depth}}}'
        with pytest.raises(webhooks.WebhookBodyError):
            webhooks.parse(deep, token=TOKEN)


def test_errors_are_one_tree() -> None:
    assert issubclass(webhooks.WebhookTokenError, webhooks.WebhookError)
    assert issubclass(webhooks.WebhookBodyError, webhooks.WebhookError)
    assert issubclass(webhooks.WebhookError, heymarket.HeymarketError)
    for error in (webhooks.WebhookBodyError("no", path="$.type"), webhooks.WebhookTokenError("no")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_the_environment_is_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    assert webhooks.parse(body()).type == "message_recieved"
    monkeypatch.setenv(VARIABLE, "another")
    with pytest.raises(webhooks.WebhookTokenError):
        webhooks.parse(body())
