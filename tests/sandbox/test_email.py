"""E-mails in the sandbox: they are messages of their own conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.test_resources import refused, sent

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

FROM = {"creator_id": 55, "inbox": 2222, "text": "<p>Hello</p>"}
TO = {**FROM, "targets": ["cc:mary@example.com", "to:joan@example.com,alan@example.com"]}


def test_an_email_begins_a_conversation_and_a_reply_stays_in_it(client: Client) -> None:
    first = sent(client, "POST", "email/send", {**TO, "conv_title": "Order", "raw_text": "Hello", "local_id": "one"})
    conversation = sent(client, "GET", f"conversations/{first['convo_id']}")
    assert conversation["targets"] == ["joan@example.com", "alan@example.com", "mary@example.com"]
    assert (conversation["channel"], conversation["name"], conversation["target"]) == (
        "email",
        "Order",
        "joan@example.com",
    )
    assert (conversation["status"], conversation["last_msg"]) == ("open", "Hello")
    assert sent(client, "POST", "email/send", {**FROM, "convo_id": first["convo_id"]})["convo_id"] == first["convo_id"]
    assert sent(client, "POST", "email/send", {**TO, "conv_title": "Other"})["convo_id"] == first["convo_id"]
    assert sent(client, "GET", f"conversations/{first['convo_id']}")["name"] == "Order"
    messages = sent(client, "POST", "messages/all", {"limit": 3})
    assert [each["text"] for each in messages] == ["<p>Hello</p>", "<p>Hello</p>", "Hello"]
    assert (messages[2]["id"], messages[2]["local_id"]) == (first["id"], "one")


def test_a_repeated_local_id_sends_nothing_again(client: Client) -> None:
    first = sent(client, "POST", "email/send", {**TO, "local_id": "same"})
    before = sent(client, "POST", "messages/all/count", {})
    assert sent(client, "POST", "email/send", {**TO, "local_id": "same"}) == first
    assert sent(client, "POST", "messages/all/count", {}) == before
    message = {"inbox_id": 2222, "creator_id": 55, "phone_number": "15005550006", "text": "x", "local_id": "same"}
    assert sent(client, "POST", "message/send", message)["id"] != first["id"]  # another kind of write


def test_who_an_email_names_must_exist_and_may_be_written_to(client: Client) -> None:
    for code, name, body in (
        (404, "inbox", {**TO, "inbox": 1}),
        (403, "creator_id", {**TO, "creator_id": 3}),
        (404, "convo_id", {**FROM, "convo_id": 1}),
        (403, "convo_id", {**FROM, "convo_id": 9920}),
        (403, "targets", {**FROM, "targets": []}),
    ):
        found, message = refused(client, "POST", "email/send", body)
        assert (found, message.partition(":")[0]) == (code, name)
    contact = sent(client, "POST", "contact", {"phone": "15005550006", "email": "joan@example.com"})
    first = sent(client, "POST", "email/send", TO)
    sent(client, "POST", "contact/set_status", {"id": contact["id"], "status": "blocked"})
    assert refused(client, "POST", "email/send", TO)[1].startswith("targets: contact")
    assert refused(client, "POST", "email/send", {**FROM, "convo_id": first["convo_id"]})[1].startswith("convo_id: con")
    chat = {"inbox_id": 2222, "creator_id": 55, "chat_id": first["convo_id"], "text": "x"}
    assert refused(client, "POST", "message/send", chat) == (
        403,
        f"chat_id: conversation {first['convo_id']} goes by e-mail",
    )


@pytest.mark.parametrize("targets", ["joan@example.com", "to:joan", "bcc:joan@example.com", "to:a@b.co, c@d.co"])
def test_recipients_have_a_prefix_and_commas_between_them(client: Client, targets: str) -> None:
    assert refused(client, "POST", "email/send", {**FROM, "targets": [targets]})[0] == 400
