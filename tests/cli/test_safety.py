"""Nothing much changes without a question, and a dry run shows what would be sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from heymarket_cli.operations import groups
from heymarket_cli.safety import concerns

if TYPE_CHECKING:
    from heymarket_sandbox import Sandbox

    from .command import Here

METHODS = {f"{method.resource}.{method.name}": method for group in groups() for method in group.methods()}
CLOSE = ("conversations", "close", "--inbox-id", "2222", "--user-id", "55")
TWO = ("--targets", "14155551234", "--targets", "13055555956")


def test_several_objects_need_a_yes(heymarket: Here, sandbox: Sandbox) -> None:
    before = len(sandbox.requests)
    code, why = heymarket.refused(*CLOSE, *TWO)
    assert (code, why) == (2, "conversations close concerns 2 objects; give --yes to go ahead without being asked")
    assert len(sandbox.requests) == before
    heymarket("-y", *CLOSE, *TWO)
    code, _, err = heymarket(*CLOSE, *TWO, "--yes")
    assert "--yes" not in err
    assert len(sandbox.requests) > before


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("conversations.close", {"targets": ["1", "2", "3"]}, "3 objects"),
        ("conversations.close", {"targets": ["1"]}, None),
        ("conversations.close", {"chat_id": 1}, None),
        ("conversations.list", {"filters": {"inboxes": [1, 2]}}, None),
        ("contacts.create", {"phone": "15", "tags": [{"tag_id": 1}, {"tag_id": 2}]}, None),
        ("contacts.create_many", {"body": [{}, {}]}, "2 objects"),
        ("users.update", {"users": [{"id": 1}, {"id": 2}]}, "2 objects"),
        ("contacts.create_many", {"body": [{"phone": "1", "tags": [{"tag_id": 1}, {"tag_id": 2}]}]}, None),
        ("contacts_v2.delete_many", {"contact_channels": [{"channel_ids": ["a", "b"]}]}, "2 objects"),
        ("contacts_v2.delete_many", {"contact_channels": [{"channel_ids": ["a"]}]}, None),
        ("schedules.create", {"list_id": 7}, "everyone on list_id 7"),
        ("users.find", {"phone": ["1", "2"]}, None),
    ],
)
def test_what_a_call_concerns(name: str, arguments: dict[str, Any], told: str | None) -> None:
    assert concerns(METHODS[name], arguments) == told


def test_the_question_names_the_command_as_it_is_typed(offline: Here) -> None:
    ids = '[{"channel_type": "id", "channel_ids": ["a", "b"]}]'
    _, why = offline.refused("contacts_v2", "delete_many", "--contact-channels", ids)
    assert why.startswith("contacts-v2 delete-many concerns 2 objects; ")


def test_a_send_to_a_list_needs_a_yes(heymarket: Here, sandbox: Sandbox) -> None:
    words = ("messages", "send", "--inbox-id", "2222", "--creator-id", "55", "--text", "Hello", "--local-id", "a")
    before = len(sandbox.requests)
    code, why = heymarket.refused(*words, "--list-id", "7")
    assert code == 2
    assert why.startswith("messages send concerns everyone on list_id 7; give --yes")
    assert len(sandbox.requests) == before
    assert concerns(METHODS["messages.send"], {"phone_number": "14155551234"}) is None


def test_every_listing_can_be_gone_on_with() -> None:
    for method in METHODS.values():
        assert not method.is_listing or method.cursor in method.arguments


def test_a_dry_run_sends_nothing_and_needs_no_credentials(offline: Here) -> None:
    out = offline.output(*CLOSE, *TWO, "--dry-run")
    head, _, body = out.partition("\n\n")
    assert head == "POST https://api.heymarket.com/v1/conversations/close\nContent-Type: application/json"
    assert json.loads(body) == {"inbox_id": 2222, "user_id": 55, "targets": ["14155551234", "13055555956"]}
    assert offline.output("contacts", "get", "7", "--dry-run") == "GET https://api.heymarket.com/v1/contact/7\n"


def test_a_dry_run_shows_no_credentials(heymarket: Here, sandbox: Sandbox) -> None:
    before = len(sandbox.requests)
    out = heymarket.output("conversations", "list", "--limit", "3", "--dry-run")
    assert out.startswith(f"POST {sandbox.url}/v1/conversations\n")
    assert "authorization" not in out.lower()
    assert len(sandbox.requests) == before


def test_a_dry_run_checks_arguments(offline: Here) -> None:
    assert offline.refused("conversations", "list", "--date", "now", "--dry-run")[0] == 2
