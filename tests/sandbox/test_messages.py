"""Messages in the sandbox: what is sent is read again, once, in a conversation that it makes or opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox import Settings
from heymarket_sandbox.timestamps import SECOND, nanoseconds
from tests.sandbox.test_resources import refused, sent

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

PHONE = "15005550006"
FROM = {"inbox_id": 2222, "creator_id": 55}
TO = {**FROM, "phone_number": PHONE}


def history(client: Client, phone: str = PHONE, **more: Any) -> list[dict[str, Any]]:
    response = client.get("/v1/messages", params={"phoneNumber": phone, "inboxID": 2222, **more})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def test_a_message_makes_a_conversation_and_a_contact(client: Client) -> None:
    made = sent(client, "POST", "message/send", {**TO, "text": "Hello", "local_id": "one"})
    (message,) = history(client)
    assert (message["id"], message["date"], message["local_id"]) == (made["id"], made["date"], "one")
    assert (message["text"], message["type"], message["user"]) == ("Hello", "outbound", 55)
    conversation = sent(client, "GET", f"conversations/{made['convo_id']}")
    assert message["conversation"] == conversation
    assert (conversation["target"], conversation["inbox"], conversation["status"]) == (PHONE, 2222, "open")
    assert conversation["last_msg"] == "Hello"
    assert sent(client, "POST", "contact/get", {"phone": PHONE})["phone"] == PHONE
    assert sent(client, "POST", "messages/all", {"limit": 1}) == [message]


def test_another_message_goes_into_the_same_conversation_and_opens_it(client: Client) -> None:
    first = sent(client, "POST", "message/send", {**TO, "text": "One"})
    sent(client, "POST", "conversations/close", {"inbox_id": 2222, "user_id": 55, "chat_id": first["convo_id"]})
    comment = {**FROM, "chat_id": first["convo_id"], "text": "She called", "private": True}
    assert sent(client, "POST", "message/send", comment)["convo_id"] == first["convo_id"]
    assert sent(client, "GET", f"conversations/{first['convo_id']}")["status"] == "closed"  # it went to nobody
    second = sent(client, "POST", "message/send", {**FROM, "chat_id": first["convo_id"], "text": "Two"})
    assert second["convo_id"] == first["convo_id"]
    assert sent(client, "GET", f"conversations/{first['convo_id']}")["status"] == "open"
    assert [each["text"] for each in history(client)] == ["Two", "She called", "One"]


def test_a_repeated_local_id_sends_nothing_and_gives_the_first_answer(client: Client) -> None:
    first = sent(client, "POST", "message/send", {**TO, "text": "Once", "local_id": "same"})
    before = sent(client, "POST", "messages/all/count", {})
    assert sent(client, "POST", "message/send", {**TO, "text": "Once", "local_id": "same"}) == first
    assert sent(client, "POST", "message/send", {**TO, "text": "Another text", "local_id": "same"}) == first
    assert sent(client, "POST", "messages/all/count", {}) == before
    assert sent(client, "POST", "message/send", {**TO, "text": "Once", "local_id": "other"})["id"] != first["id"]
    assert sent(client, "POST", "message/send", {**TO, "text": "Once"})["id"] != first["id"]


def test_a_refused_message_may_be_sent_with_its_local_id_later(client: Client) -> None:
    body = {**TO, "text": "Hello", "local_id": "later"}
    sent(client, "POST", "contact", {"phone": PHONE, "is_opted_out": True})
    assert refused(client, "POST", "message/send", body)[0] == 403
    sent(client, "POST", "contact/set_status", {"phone": PHONE, "status": "subscribed"})
    made = sent(client, "POST", "message/send", body)
    assert [each["id"] for each in history(client)] == [made["id"]]


def test_a_template_is_filled_in_with_the_contact(client: Client) -> None:
    sent(client, "POST", "contact", {"phone": PHONE, "first": "Joan", "last": "Clarke", "custom": {"456": "May"}})
    text = "Dear {{first_name}} {{ last_name }}: {{renewal_date}}.{{unheard_of}}"
    picture = {"url": "https://example.com/card.png"}
    template = sent(client, "POST", "template", {"title": "Card", "content": {"text": text, "gallery": [picture]}})
    sent(client, "POST", "message/send", {**TO, "template_id": template["id"]})
    (message,) = history(client)
    assert (message["text"], message["media"]) == ("Dear Joan Clarke: May.", picture["url"])


def test_a_survey_and_a_picture_are_sent(client: Client) -> None:
    made = sent(client, "POST", "message/send", {**TO, "media_url": "https://example.com/menu.png"})
    assert made["gallery_url"] == "https://example.com/menu.png"
    sent(client, "POST", "message/send", {**TO, "survey_id": 10})
    survey, picture = history(client)
    assert survey["text"] == sent(client, "GET", "survey/10")["question"]
    assert picture["media"] == "https://example.com/menu.png"


def test_a_group_has_a_conversation_of_its_own_whatever_its_order(client: Client) -> None:
    group = [PHONE, "15005550007"]
    first = sent(client, "POST", "message/send", {**FROM, "targets": group, "text": "All"})
    again = sent(client, "POST", "message/send", {**FROM, "targets": group[::-1], "text": "Again"})
    assert again["convo_id"] == first["convo_id"]
    assert sent(client, "GET", f"conversations/{first['convo_id']}")["targets"] == group
    assert history(client) == []
    assert (
        sent(client, "POST", "message/send", {**FROM, "targets": [PHONE], "text": "You"})["convo_id"]
        != first["convo_id"]
    )
    assert [each["text"] for each in history(client)] == ["You"]


def test_a_list_gets_a_message_each_once(client: Client) -> None:
    phones = [PHONE, "15005550007", "15005550008"]
    body = {"title": "Guests", "local_id": "guests", "phones": phones}
    number = client.post("/v2/lists", json=body).json()["id"]
    sent(client, "POST", "contact/set_status", {"phone": phones[1], "status": "unsubscribed"})
    before = int(sent(client, "POST", "messages/all/count", {}))
    body = {**FROM, "list_id": number, "text": "Dear all", "local_id": "all"}
    first = sent(client, "POST", "message/send", body)
    assert sent(client, "POST", "message/send", body) == first
    found = [history(client, phone) for phone in phones]
    assert [len(each) for each in found] == [1, 0, 1]
    assert int(sent(client, "POST", "messages/all/count", {})) == before + 2
    assert {each["broadcast_id"] for (each,) in (found[0], found[2])} == {found[0][0]["broadcast_id"]}
    sent(client, "POST", "contact/set_status", {"phone": PHONE, "status": "blocked"})
    sent(client, "POST", "contact/set_status", {"phone": phones[2], "status": "blocked"})
    assert refused(client, "POST", "message/send", {**body, "local_id": "none"})[0] == 403


@pytest.mark.parametrize("status", ["blocked", "unsubscribed"])
def test_blocked_and_opted_out_contacts_are_sent_nothing(client: Client, status: str) -> None:
    first = sent(client, "POST", "message/send", {**TO, "text": "Hello"})
    sent(client, "POST", "contact/set_status", {"phone": PHONE, "status": status})
    chat = {**FROM, "chat_id": first["convo_id"]}
    for body, name in ((TO, "phone_number"), (chat, "chat_id"), ({**FROM, "targets": [PHONE, "1500"]}, "targets")):
        code, message = refused(client, "POST", "message/send", {**body, "text": "Hello"})
        assert (code, message.partition(":")[0]) == (403, name)
    sent(client, "POST", "message/send", {**chat, "text": "Call instead", "private": True})
    assert [each["text"] for each in history(client)] == ["Call instead", "Hello"]


def test_who_and_what_a_message_names_must_exist(client: Client) -> None:
    for code, name, body in (
        (404, "inbox_id", {**TO, "inbox_id": 1}),
        (403, "creator_id", {**TO, "creator_id": 3}),
        (404, "chat_id", {**FROM, "chat_id": 1}),
        (404, "list_id", {**FROM, "list_id": 1, "local_id": "x"}),
        (404, "template_id", {**TO, "template_id": 1}),
        (404, "survey_id", {**TO, "survey_id": 1}),
        (403, "targets", {**FROM, "targets": []}),
    ):
        found, message = refused(client, "POST", "message/send", {**body, "text": "Hello"})
        assert (found, message.partition(":")[0]) == (code, name)
    assert refused(client, "GET", "messages?phoneNumber=1500&inboxID=1")[0] == 404
    assert history(client) == []


def test_a_message_has_one_target_and_some_content(client: Client) -> None:
    for body in (
        {**FROM, "text": "To nobody"},
        {**TO, "chat_id": 9920, "text": "To two"},
        {**FROM, "list_id": 1, "text": "Without an id"},
        TO,
        *({**FROM, "phone_number": phone, "text": "x"} for phone in ("+15005550006", "1 500 555 0006", "0500", "")),
    ):
        assert refused(client, "POST", "message/send", body)[0] == 400


def test_the_history_is_of_one_conversation_newest_first_and_in_whole_seconds(client: Client) -> None:
    first = history(client, "14155551234")
    assert len(first) == 50
    assert {each["conversation"]["id"] for each in first} == {9920}
    moments = [nanoseconds(each["date"]) for each in first]
    assert moments == sorted(moments, reverse=True)
    second = history(client, "14155551234", timestamp=moments[-1] // SECOND)
    assert second
    assert all(nanoseconds(each["date"]) < moments[-1] for each in second)
    for timestamp in (-(2**63), 0):
        assert history(client, "14155551234", timestamp=timestamp) == []
    assert history(client, "14155551234", timestamp=2**63 - 1) == first


def test_the_count_goes_with_the_list(client: Client) -> None:
    newest = sent(client, "POST", "messages/all", {"limit": 1})[0]["date"]
    before = int(sent(client, "POST", "messages/all/count", {"date": newest}))
    assert 0 < before < int(sent(client, "POST", "messages/all/count", {}))
    assert int(sent(client, "POST", "messages/all/count", {"date": newest, "ascending": True})) == before


@pytest.mark.parametrize("settings", [Settings(conversations=0, rate_limit=None)])
def test_a_sandbox_without_conversations_has_no_messages_at_first(client: Client) -> None:
    assert sent(client, "POST", "messages/all", {}) == []
    sent(client, "POST", "message/send", {**TO, "text": "Hello"})
    assert sent(client, "POST", "messages/all/count", {}) == "1"
