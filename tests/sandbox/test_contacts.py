"""Contacts in the sandbox: however they are reached, they are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.test_resources import refused, sent

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

PHONE = "15005550006"


@pytest.fixture
def made(client: Client) -> dict[str, Any]:
    body = {"phone": PHONE, "first": "Joan", "last": "Clarke", "email": "joan@example.com", "custom": {"123": "Basic"}}
    return sent(client, "POST", "contact", body)


def test_a_contact_is_found_by_id_and_phone(client: Client, made: dict[str, Any]) -> None:
    contact = sent(client, "GET", f"contact/{made['id']}")
    assert (contact["display_name"], contact["custom"], contact["rev"]) == ("Joan Clarke", {"123": "Basic"}, 1)
    assert sent(client, "POST", "contact/get", {"phone": PHONE}) == contact
    assert sent(client, "POST", "contact/get", {"id": str(made["id"])}) == contact
    assert sent(client, "POST", "contact/get", {"id": "98765", "phone": PHONE}) == contact
    assert sent(client, "POST", "contacts", {"limit": 1}) == [contact]
    for body in ({"phone": "15"}, {"id": "one"}, {"id": "9" * 30}):
        assert refused(client, "POST", "contact/get", body)[0] == 404
    assert not [name for name in contact if name.startswith("_")]


def test_custom_fields_are_merged_or_replaced_and_titles_are_dropped(client: Client, made: dict[str, Any]) -> None:
    path = f"contact/{made['id']}"
    sent(client, "PUT", path, {"phone": PHONE, "custom": {"456": "2026-01-01", "Plan": "Premium"}})
    assert sent(client, "GET", path)["custom"] == {"123": "Basic", "456": "2026-01-01"}
    changed = sent(client, "PUT", f"{path}?overwrite=true", {"phone": PHONE, "custom": {"47": "A"}})
    assert (changed["id"], changed["rev"], changed["uuid"]) == (made["id"], 3, made["uuid"])
    assert sent(client, "GET", path)["custom"] == {"47": "A"}


def test_tags_and_owners_must_exist_and_can_go(client: Client, made: dict[str, Any]) -> None:
    path = f"contact/{made['id']}"
    sent(client, "PUT", path, {"phone": PHONE, "tags": [{"tag_id": 56}, {"tag_id": 57}], "assignee_id": 55})
    contact = sent(client, "GET", path)
    assert (contact["tags"], contact["assigned_user_id"]) == ([{"tag_id": 56}, {"tag_id": 57}], 55)
    assert contact in sent(client, "POST", "contacts", {"assigned": 55})
    sent(client, "DELETE", "tag/56")
    sent(client, "PUT", path, {"phone": PHONE, "assignee_id": -1})
    contact = sent(client, "GET", path)
    assert contact["tags"] == [{"tag_id": 57}]
    assert "assigned_user_id" not in contact
    assert refused(client, "PUT", path, {"phone": PHONE, "tags": [{"tag_id": 57}, {"tag_id": 1}]}) == (
        404,
        "tags[1].tag_id: there is no tag 1",
    )
    assert refused(client, "PUT", path, {"phone": PHONE, "tags": [{"tag_id": 57}] * 6})[0] == 400
    assert refused(client, "PUT", path, {"phone": PHONE, "assignee_id": 404})[0] == 403
    assert sent(client, "GET", path) == contact


def test_a_number_has_one_contact(client: Client, made: dict[str, Any]) -> None:
    again = sent(client, "POST", "contact", {"phone": PHONE, "last": "Murray"})
    assert (again["id"], again["rev"]) == (made["id"], 2)
    first, second = sent(client, "POST", "batch/contacts", [{"phone": PHONE, "first": "J"}, {"phone": "15005550007"}])
    assert (first["id"], first["first"], first["last"]) == (made["id"], "J", "Murray")
    assert second["id"] > first["id"]
    assert refused(client, "PUT", f"contact/{second['id']}", {"phone": PHONE})[0] == 403


def test_the_count_goes_with_the_list(client: Client, made: dict[str, Any]) -> None:
    before = int(sent(client, "POST", "contacts/count", {}))
    assert sent(client, "DELETE", f"contact/{made['id']}") == "ok"
    assert int(sent(client, "POST", "contacts/count", {})) == before - 1
    assert refused(client, "GET", f"contact/{made['id']}")[0] == 404


def test_a_deleted_contact_takes_its_conversations_along(client: Client) -> None:
    conversation = sent(client, "GET", "conversations/9920")
    contact = sent(client, "POST", "contact/get", {"phone": conversation["target"]})
    sent(client, "DELETE", f"contact/{contact['id']}")
    assert refused(client, "GET", "conversations/9920")[0] == 404


def test_a_status_is_set_and_shown_in_conversations(client: Client) -> None:
    phone = sent(client, "GET", "conversations/9920")["target"]

    def after(status: str) -> tuple[bool, bool, bool]:
        assert sent(client, "POST", "contact/set_status", {"phone": phone, "status": status}) == "success"
        said = sent(client, "POST", "contact/status", {"phone": phone})
        return said["blocked"], said["unsubscribed"], sent(client, "GET", "conversations/9920")["blocked"]

    assert after("blocked") == (True, False, True)
    assert after("unsubscribed") == (True, True, True)
    assert after("unblocked") == (False, True, False)
    assert after("subscribed") == (False, False, False)
    assert after("blocked") == (True, False, True)
    assert after("active") == (False, False, False)
    assert refused(client, "POST", "contact/set_status", {"phone": phone, "status": "gone"})[0] == 403
    assert refused(client, "POST", "contact/status", {"id": 1})[0] == 404
