"""Scheduled messages in the sandbox: its clock sends them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox.timestamps import nanoseconds
from tests.sandbox.test_resources import refused, sent

if TYPE_CHECKING:
    from heymarket_sandbox import Sandbox
    from tests.sandbox.conftest import Client

PHONE, OTHER = "15005550006", "15005550007"
QUARTER = datetime.timedelta(minutes=15)


def in_quarters(count: int) -> datetime.datetime:
    """Return the start of a quarter of an hour; the first one is the next."""
    now = datetime.datetime.now(datetime.UTC)
    start = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    return start + count * QUARTER


def body(when: datetime.datetime | str, **more: Any) -> dict[str, Any]:
    text = when if isinstance(when, str) else when.isoformat()
    target = more if {"targets", "conversation_id", "list_id"} & more.keys() else {"phone_number": PHONE, **more}
    return {"inbox_id": 2222, "execute_at": text, "content": {"text": "Later"}, "user_id": 55, **target}


def texts(client: Client, phone: str = PHONE, inbox: int = 2222) -> list[str]:
    response = client.get("/v1/messages", params={"phoneNumber": phone, "inboxID": inbox})
    assert response.status_code == 200, response.text
    return [each["text"] for each in response.json()]


@pytest.fixture
def later(sandbox: Sandbox, client: Client) -> Any:
    """Move the clock on; the team's key does not age as tokens do."""
    client.headers["Authorization"] = f"Bearer {sandbox.team_api_key}"

    def move(moment: datetime.datetime) -> None:
        sandbox.clock.skew = (moment - datetime.datetime.now(datetime.UTC)).total_seconds() + 1

    return move


def test_a_message_is_sent_when_it_is_due_and_once(client: Client, later: Any) -> None:
    when = in_quarters(2)
    made = sent(client, "POST", "schedule", body(when, local_id="mine"))
    assert (made["rev"], made["uuid"]) == (1, "mine")
    found = sent(client, "GET", f"schedule/{made['id']}")
    assert nanoseconds(found["execute"]) == int(when.timestamp()) * 10**9
    assert found["meta"]["content"] == {"text": "Later", "to": PHONE}
    assert not [name for name in found if name.startswith("_")]
    assert texts(client) == []
    later(when - 2 * datetime.timedelta(seconds=30))
    assert texts(client) == []
    later(when)
    assert texts(client) == texts(client) == ["Later"]
    assert refused(client, "GET", f"schedule/{made['id']}") == (404, f"id: there is no schedule {made['id']}")


def test_a_changed_message_is_sent_as_changed_and_a_cancelled_one_never(client: Client, later: Any) -> None:
    changed = sent(client, "POST", "schedule", body(in_quarters(2)))
    cancelled = sent(client, "POST", "schedule", body(in_quarters(2), phone_number=OTHER))
    after = sent(client, "PUT", f"schedule/{changed['id']}", body(in_quarters(4), content={"template": 101}))
    assert after["rev"] == 2
    assert sent(client, "DELETE", f"schedule/{cancelled['id']}") == "ok"
    assert refused(client, "DELETE", f"schedule/{cancelled['id']}")[0] == 404
    later(in_quarters(3))
    assert texts(client) == texts(client, OTHER) == []
    later(in_quarters(4))
    assert len(texts(client)) == 1
    assert texts(client, OTHER) == []


def test_lists_groups_and_conversations_get_theirs(client: Client, later: Any) -> None:
    number = sent(client, "POST", "list", {"title": "A", "members": {PHONE: {}, OTHER: {}}})["id"]
    when = in_quarters(2)
    sent(client, "POST", "schedule", body(when, list_id=number, content={"text": "To all"}))
    sent(client, "POST", "schedule", body(when, conversation_id=9920, content={"text": "To one"}))
    later(when)
    assert texts(client) == texts(client, OTHER) == ["To all"]
    assert "To one" in texts(client, "14155551234")


def test_what_may_not_be_sent_when_it_is_due_is_forgotten(client: Client, later: Any) -> None:
    sent(client, "POST", "contact", {"phone": PHONE})
    when = in_quarters(2)
    made = sent(client, "POST", "schedule", body(when))
    sent(client, "POST", "contact/set_status", {"phone": PHONE, "status": "blocked"})
    later(when)
    assert texts(client) == []
    assert refused(client, "GET", f"schedule/{made['id']}")[0] == 404


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"list_id": 404}, 404),
        ({"conversation_id": 404}, 404),
        ({"targets": []}, 403),
        ({"user_id": 404}, 403),
        ({"inbox_id": 404}, 404),
        ({"list_id": 42, "conversation_id": 9920}, 400),
        ({"phone_number": "+1 415 555 1234"}, 400),
    ],
)
def test_who_is_not_there_is_refused(client: Client, more: dict[str, Any], status: int) -> None:
    assert refused(client, "POST", "schedule", body(in_quarters(2), **more))[0] == status


def test_the_time_lies_on_a_quarter_and_ahead(client: Client) -> None:
    assert sent(client, "POST", "schedule", body(in_quarters(8).astimezone(datetime.timezone(QUARTER * 23))))
    for when in (in_quarters(8) + datetime.timedelta(seconds=1), in_quarters(8) + QUARTER / 3, in_quarters(0)):
        code, message = refused(client, "POST", "schedule", body(when))
        assert code == 403
        assert message.startswith("execute_at: ")
    assert refused(client, "POST", "schedule", body("tomorrow"))[0] == 400
