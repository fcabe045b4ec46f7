"""Messages of customers: what they do to conversations, and the words by which they opt out and in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.test_messages import PHONE, TO, history
from tests.sandbox.test_resources import refused, sent

if TYPE_CHECKING:
    from heymarket_sandbox import Sandbox
    from tests.sandbox.conftest import Client


def received(sandbox: Sandbox, **fields: Any) -> dict[str, Any]:
    message = sandbox.receive_message(**{"from_": PHONE, **fields})
    assert message is not None
    return message


def test_a_reply_opens_the_conversation_and_nobody_has_read_it(sandbox: Sandbox, client: Client) -> None:
    first = sent(client, "POST", "message/send", {**TO, "text": "Ready at 5?"})
    sent(client, "POST", "conversations/close", {"inbox_id": 2222, "user_id": 55, "chat_id": first["convo_id"]})
    message = received(sandbox, text="Yes, thanks", media_url="https://example.com/me.png")
    assert history(client)[0] == message == sandbox.messages[0]
    assert (message["type"], message["text"], message["media"]) == (
        "inbound",
        "Yes, thanks",
        "https://example.com/me.png",
    )
    conversation = sent(client, "GET", f"conversations/{first['convo_id']}")
    assert (conversation["status"], conversation["replied"], conversation["unread"]) == ("open", True, True)
    assert conversation["unread_users"] == [55, 72, 1111]
    assert (conversation["last_msg"], conversation["last_inbound"] > 0) == ("Yes, thanks", True)
    unread = sent(client, "POST", "conversations", {"id": 55, "filters": {"unread": True}})
    assert unread[0]["id"] == first["convo_id"]


def test_a_stranger_gets_a_contact_and_a_conversation(sandbox: Sandbox, client: Client) -> None:
    message = received(sandbox, text="Hello?", inbox=305)
    assert message["conversation"]["inbox"] == 305
    assert sent(client, "POST", "contact/get", {"phone": PHONE})["phone"] == PHONE
    assert received(sandbox, text="Anybody?")["conversation"]["id"] == message["conversation"]["id"]
    other = received(sandbox, from_="joan@example.com", text="By e-mail")
    assert (other["conversation"]["channel"], other["conversation"]["target"]) == ("email", "joan@example.com")


@pytest.mark.parametrize("word", ["STOP", "stopall", "Unsubscribe", " cancel\n", "END", "quit"])
def test_words_opt_out_and_others_in_again(sandbox: Sandbox, client: Client, word: str) -> None:
    sent(client, "POST", "message/send", {**TO, "text": "News"})
    received(sandbox, text=word)
    status = sent(client, "POST", "contact/status", {"phone": PHONE})
    assert (status["unsubscribed"], status["unsubscribed_contact"], status["unsubscribed_admin"]) == (True, True, False)
    assert refused(client, "POST", "message/send", {**TO, "text": "More news"})[0] == 403
    received(sandbox, text="Why?")  # what is received does not change it
    assert refused(client, "POST", "message/send", {**TO, "text": "More news"})[0] == 403
    for back in ("start", "YES ", "Unstop"):
        received(sandbox, text=back)
        assert not sent(client, "POST", "contact/status", {"phone": PHONE})["unsubscribed"]
        received(sandbox, text=word)
    received(sandbox, text="START")
    sent(client, "POST", "message/send", {**TO, "text": "More news"})


@pytest.mark.parametrize("text", ["STOP it", "Please stop", "", "STARTING", "ST OP"])
def test_other_texts_opt_nobody_out_or_in(sandbox: Sandbox, client: Client, text: str) -> None:
    received(sandbox, text=text)
    assert not sent(client, "POST", "contact/status", {"phone": PHONE})["unsubscribed"]


def test_nothing_is_received_of_a_blocked_contact(sandbox: Sandbox, client: Client) -> None:
    sent(client, "POST", "message/send", {**TO, "text": "Hello"})
    sent(client, "POST", "contact/set_status", {"phone": PHONE, "status": "blocked"})
    assert sandbox.receive_message(from_=PHONE, text="Hey") is None
    assert [each["text"] for each in history(client)] == ["Hello"]
    sent(client, "POST", "contact/set_status", {"phone": PHONE, "status": "unblocked"})
    assert received(sandbox, text="Hey")["text"] == "Hey"


@pytest.mark.parametrize("address", ["+15005550006", "1-500", "", "joan"])
def test_an_address_in_another_form_is_refused(sandbox: Sandbox, address: str) -> None:
    with pytest.raises(ValueError, match="14155551234"):
        sandbox.receive_message(from_=address, text="Hi")


def test_an_unknown_inbox_is_refused_and_changes_nothing(sandbox: Sandbox) -> None:
    before = len(sandbox.messages)
    with pytest.raises(ValueError, match="no inbox 1"):
        sandbox.receive_message(from_=PHONE, text="Hi", inbox=1)
    assert len(sandbox.messages) == before
