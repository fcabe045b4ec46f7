"""Arguments are checked before anything is sent, and sent as JSON says them."""

from __future__ import annotations

import datetime
import decimal
import enum
import uuid
from collections import OrderedDict, UserDict
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from heymarket import InvalidRequestError
from heymarket.models.conversation_filters import ConversationFilters
from heymarket.models.conversation_query import ConversationQuery
from heymarket_runtime.arguments import prepare
from heymarket_runtime.operation import Operation, Parameter

from .driving import Script

if TYPE_CHECKING:
    from .driving import Driver

UTC = datetime.UTC
WHEN = datetime.datetime(2026, 4, 12, 15, 30, tzinfo=UTC)


class Word(enum.StrEnum):
    OPEN = "open"


class Count(enum.IntEnum):
    TWO = 2


def odd_zone(seconds: float) -> datetime.timezone:
    return datetime.timezone(datetime.timedelta(seconds=seconds))


SENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nothing": ({}, {}),
    "None": ({"id": None, "filters": None}, {}),
    "zero, false and empty are values": (
        {"id": 0, "archived": False, "filter": "", "filters": {}},
        {"id": 0, "archived": False, "filter": "", "filters": {}},
    ),
    "nested None": ({"filters": {"closed": None, "unread": True}}, {"filters": {"unread": True}}),
    "a model": (
        {"filters": ConversationFilters(inboxes=[1], closed=False)},
        {"filters": {"inboxes": [1], "closed": False}},
    ),
    "a mapping": ({"filters": UserDict(closed=True)}, {"filters": {"closed": True}}),
    "an ordered mapping": ({"filters": OrderedDict(closed=True)}, {"filters": {"closed": True}}),
    "a tuple": ({"filters": {"inboxes": (1, 2)}}, {"filters": {"inboxes": [1, 2]}}),
    "a generator": ({"filters": {"inboxes": (n for n in (1, 2))}}, {"filters": {"inboxes": [1, 2]}}),
    "a range": ({"filters": {"inboxes": range(2)}}, {"filters": {"inboxes": [0, 1]}}),
    "a large integer": ({"id": 2**63 - 1}, {"id": 2**63 - 1}),
    "an enumeration": (
        {"filter": Word.OPEN, "limit": Count.TWO, "filters": {"inboxes": [Count.TWO]}},
        {"filter": "open", "limit": 2, "filters": {"inboxes": [2]}},
    ),
    "text": ({"filter": "héllo \U0001f600 \x00 \"'"}, {"filter": "héllo \U0001f600 \x00 \"'"}),
    "UTC": ({"date": WHEN}, {"date": "2026-04-12T15:30:00Z"}),
    "microseconds": ({"date": WHEN.replace(microsecond=7)}, {"date": "2026-04-12T15:30:00.000007Z"}),
    "an offset": ({"date": WHEN.astimezone(odd_zone(-25200))}, {"date": "2026-04-12T08:30:00-07:00"}),
    "a zone": ({"date": WHEN.astimezone(ZoneInfo("Asia/Kolkata"))}, {"date": "2026-04-12T21:00:00+05:30"}),
    "an offset with seconds": ({"date": WHEN.astimezone(odd_zone(30))}, {"date": "2026-04-12T15:30:00Z"}),
    "RFC 3339 text": (
        {"date": "2026-04-12 15:30:00.1234567890-00:00"},
        {"date": "2026-04-12 15:30:00.1234567890-00:00"},
    ),
}


@pytest.mark.parametrize("kind", SENT)
def test_arguments_are_sent_as_json(drive: Driver, kind: str) -> None:
    arguments, body = SENT[kind]
    if kind == "a generator":  # it can be read once
        arguments = {"filters": {"inboxes": (n for n in (1, 2))}}
    script = Script([[]])
    drive.first(drive.client(script), **arguments)
    assert script.bodies == [body]


@pytest.mark.parametrize(
    ("arguments", "named", "problem"),
    [
        ({"limit": "ten"}, "limit", "expected int, got str"),
        ({"limit": 1.5}, "limit", "expected int, got float"),
        ({"limit": True}, "limit", "expected int, got bool"),
        ({"limit": decimal.Decimal(1)}, "limit", "expected int, got str"),
        ({"archived": 1}, "archived", "expected bool, got int"),
        ({"archived": "true"}, "archived", "expected bool, got str"),
        ({"filter": 5}, "filter", "expected str, got int"),
        ({"filter": b"x"}, "filter", "expected text, got bytes"),
        ({"filter": "\ud800"}, "filter", "holds a lone surrogate"),
        ({"filter": print}, "filter", "builtin_function_or_method cannot be sent as JSON"),
        ({"filter": ["a"]}, "filter", "expected str, got array"),
        ({"filters": [1]}, "filters", "expected object, got array"),
        ({"filters": "closed"}, "filters", "expected object, got str"),
        ({"filters": {"inboxes": 1}}, "filters.inboxes", "expected array, got int"),
        ({"filters": {"inboxes": [1, "2"]}}, "filters.inboxes[1]", "expected int, got str"),
        ({"filters": {"inboxes": [None]}}, "filters.inboxes[0]", "expected int, got null"),
        ({"filters": {"inboxes": {1, 2}}}, "filters.inboxes", "expected an ordered sequence such as a list, got a set"),
        ({"filters": {"inbox": 1}}, "filters.inbox", "no such field; there are inboxes, closed, unread"),
        ({"filters": {1: True}}, "filters", "expected text for the name of a field, got int"),
        ({"filters": ConversationFilters(closed="no")}, "filters.closed", "expected bool, got str"),  # type: ignore[arg-type]
        ({"filters": {"closed": float("nan")}}, "filters.closed", "expected bool, got float"),
        ({"date": WHEN.replace(tzinfo=None)}, "date", "a timestamp needs a time zone; for UTC use value.replace"),
        ({"date": WHEN.date()}, "date", None),
        ({"date": 1712908800}, "date", "expected datetime, got int"),
        ({"date": "2026-04-12"}, "date", None),
        ({"date": "2026-04-12T15:30:00"}, "date", "a timestamp needs an offset from UTC"),
        ({"date": "2026-04-12T15:30:00+0000"}, "date", "not an RFC 3339 timestamp"),
        ({"date": "2026-02-30T15:30:00Z"}, "date", None),
        ({"date": ""}, "date", None),
    ],
    ids=str,
)
def test_a_wrong_argument_is_named_and_nothing_is_sent(
    drive: Driver, arguments: dict[str, Any], named: str, problem: str | None
) -> None:
    script = Script([[]])
    with pytest.raises(InvalidRequestError) as caught:
        drive.first(drive.client(script), **arguments)
    assert caught.value.argument == named
    assert str(caught.value).startswith(f"{named}: {problem or ''}")
    assert script.requests == []


def test_an_argument_that_does_not_exist_is_a_type_error(drive: Driver) -> None:
    with pytest.raises(TypeError, match="limitt"):
        drive.client(Script([[]])).conversations.list(limitt=1)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"a": [float("inf")]}, r"^a\[0\]: JSON has no number for infinity or NaN"),
        ({"a": [float("nan")]}, r"^a\[0\]: JSON has no number for infinity or NaN"),
        ({"a": {"b": "\ud800"}}, r"^a\.b: holds a lone surrogate"),
        ({"a": {"\ud800": "b"}}, r"^a: holds a lone surrogate"),
        ({"a": {2: "b"}}, r"^a: expected text for the name of a field, got int"),
        ({"a": WHEN.replace(tzinfo=None)}, r"^a: a timestamp needs a time zone"),
        ({"a"}, r"^body: expected an ordered sequence such as a list, got a set"),
        (print, r"^body: builtin_function_or_method cannot be sent as JSON"),
    ],
)
def test_what_json_lacks_is_refused_in_free_forms_too(drive: Driver, value: object, problem: str) -> None:
    script = Script([[]])
    with pytest.raises(InvalidRequestError, match=problem):
        drive.request(drive.client(script), "POST", "/v1/things", json=value)
    assert script.requests == []


def test_a_request_is_what_the_spec_says(drive: Driver) -> None:
    script = Script([[]])
    drive.first(drive.client(script, base_url="https://example.com/team/"), id=1)
    (request,) = script.requests
    assert (request.method, str(request.url)) == ("POST", "https://example.com/team/v1/conversations")
    assert request.content == b'{"id":1}'
    assert request.headers["host"] == "example.com"
    assert request.headers["content-type"] == request.headers["accept"] == "application/json"
    assert request.headers["content-length"] == "8"
    assert "gzip" in request.headers["accept-encoding"]
    assert request.headers["authorization"] == "Bearer token-1"
    name, spec, *_ = request.headers["user-agent"].split(" (")
    assert name.startswith("heymarket-python/")
    assert spec.startswith("spec ")
    assert request.headers["user-agent"].endswith(f"{httpx.__name__}/{httpx.__version__}")


def test_arguments_are_not_changed(drive: Driver) -> None:
    filters = {"inboxes": [1], "closed": None}
    drive.first(drive.client(Script([[]])), filters=filters)
    assert filters == {"inboxes": [1], "closed": None}


# Kinds of parameters that no operation of this API has yet.

THING = Operation(
    name="things.get",
    method="GET",
    path="/v1/teams/{team}/things/{id}",
    result=None,
    parameters=(
        Parameter("team", "path", int, required=True),
        Parameter("id", "path", str, required=True),
        Parameter("tags", "query", list[str] | None),
        Parameter("since", "query", datetime.datetime | None),
        Parameter("deep", "query", bool | None),
        Parameter("X-Trace", "header", str | None),
    ),
)


def test_parameters_are_put_where_they_belong() -> None:
    call = prepare(
        THING,
        path={"team": 7, "id": "a/b c?d#e%é"},
        query={"tags": ["a&b", "c d"], "since": WHEN, "deep": True},
        headers={"X-Trace": "t-1"},
    )
    assert call.path == "/v1/teams/7/things/a%2Fb%20c%3Fd%23e%25%C3%A9"
    assert call.target == f"{call.path}?tags=a%26b&tags=c%20d&since=2026-04-12T15%3A30%3A00Z&deep=true"
    assert call.headers == {"X-Trace": "t-1"}
    assert call.content is None


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_parameter_leads_nowhere_else(value: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"^id: .* cannot be part of a path"):
        prepare(THING, path={"team": 7, "id": value})


def test_a_path_parameter_is_required() -> None:
    with pytest.raises(InvalidRequestError, match=r"^id: is required"):
        prepare(THING, path={"team": 7})


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "é", "\x7f"])
def test_a_header_is_one_line_of_ascii(value: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"^X-Trace: a header takes one line of visible ASCII text"):
        prepare(THING, path={"team": 7, "id": "x"}, headers={"X-Trace": value})


def test_one_of_several_fields_is_required() -> None:
    operation = Operation(
        name="x", method="POST", path="/x", result=None, body=ConversationQuery, any_of=(("id",), ("filters", "date"))
    )
    assert prepare(operation, body={"filters": {}, "date": WHEN}).body == {
        "filters": {},
        "date": "2026-04-12T15:30:00Z",
    }
    for body in ({}, {"date": WHEN}, {"id": None}):
        with pytest.raises(InvalidRequestError, match=r"^id: give `id` or `filters` and `date`"):
            prepare(operation, body=body)


def test_other_values_have_their_json_form() -> None:
    number = uuid.UUID(int=7)
    assert prepare(
        Operation(name="x", method="POST", path="/x", result=None, body=Any), body={"a": number}
    ).content == (b'{"a":"00000000-0000-0000-0000-000000000007"}')


def test_a_value_inside_itself_is_refused(drive: Driver) -> None:
    inboxes: list[Any] = []
    inboxes.append(inboxes)
    with pytest.raises(InvalidRequestError, match="is nested too deeply"):
        drive.first(drive.client(Script([[]])), filters={"inboxes": inboxes})


@pytest.mark.parametrize("number", ["+14155551234", "1 415 555 1234", "1-415-555-1234", "04155551234", ""])
def test_a_phone_number_in_another_form_is_refused_with_the_right_one(drive: Driver, number: str) -> None:
    server = Script([{"id": 1}])
    client = drive.client(server)
    for name, given in (("phone_number", number), ("targets[1]", ["14155551234", number])):
        body = {"inbox_id": 1, "creator_id": 1, "text": "Hello", name.partition("[")[0]: given}
        with pytest.raises(InvalidRequestError, match=r"such as 1\d{10}$") as caught:
            drive.run(client.messages.send(**body))
        assert caught.value.argument == name
    assert not server.requests
