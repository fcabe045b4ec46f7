"""Lists in the sandbox: the same by the operations of both versions, with the contacts that are on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox import Sandbox, Settings
from heymarket_sandbox.team import Inbox, Member, Team
from heymarket_sandbox.timestamps import nanoseconds
from tests.sandbox.test_resources import refused, sent

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

PHONE, OTHER = "15005550006", "15005550007"


@pytest.fixture
def contact(client: Client) -> int:
    return int(sent(client, "POST", "contact", {"phone": PHONE, "first": "Joan", "last": "Clarke"})["id"])


def saved(client: Client, method: str, path: str, body: Any = None) -> Any:
    response = client.request(method, f"/v2/{path}", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def targets(client: Client, number: int) -> Any:
    return sent(client, "GET", f"list/{number}")["targets"]


def test_a_list_of_contacts_is_made_read_and_deleted(client: Client, contact: int) -> None:
    body = {"title": "A", "local_id": "a", "type": "contacts", "contacts": [contact], "phones": [OTHER]}
    made = saved(client, "POST", "lists", {**body, "emails": ["alan@example.com"]})
    assert (made["rev"], made["uuid"]) == (1, "a")
    found = sent(client, "GET", f"list/{made['id']}")
    assert (found["name"], found["local_id"], found["team_id"]) == ("A", "a", 7)
    assert found["targets"] == {PHONE: {"f": "Joan", "l": "Clarke"}, OTHER: {}}
    assert sent(client, "POST", "contact/get", {"phone": OTHER})["phone"] == OTHER
    assert sent(client, "POST", "contacts", {"limit": 1})[0]["email"] == "alan@example.com"
    assert sent(client, "POST", "lists", {})[0] == found
    assert not [name for name in found if name.startswith("_")]
    assert saved(client, "DELETE", f"lists/{made['id']}") == {"deleted": True, "id": made["id"]}
    assert refused(client, "GET", f"list/{made['id']}") == (404, f"id: there is no list {made['id']}")
    assert sent(client, "GET", f"contact/{contact}")["phone"] == PHONE


def test_a_repeated_local_id_gives_the_first_list(client: Client, contact: int) -> None:
    first = saved(client, "POST", "lists", {"title": "A", "local_id": "a", "contacts": [contact]})
    again = saved(client, "POST", "lists", {"title": "B", "local_id": "a", "phones": [OTHER]})
    assert again == first
    assert (sent(client, "GET", f"list/{first['id']}")["name"], [*targets(client, first["id"])]) == ("A", [PHONE])
    assert refused(client, "POST", "contact/get", {"phone": OTHER})[0] == 404
    assert saved(client, "POST", "lists", {"title": "B", "local_id": "b"})["id"] > first["id"]


def test_members_are_replaced_added_and_removed(client: Client, contact: int) -> None:
    number = saved(client, "POST", "lists", {"title": "A", "local_id": "a", "phones": [OTHER]})["id"]

    def after(**changes: Any) -> set[str]:
        saved(client, "PUT", f"lists/{number}", changes)
        return {*targets(client, number)}

    assert after(add_contacts=[contact]) == {PHONE, OTHER}
    assert after(add_contacts=[contact]) == {PHONE, OTHER}
    assert after(remove_phones=[OTHER, "15005559999"]) == {PHONE}
    assert after(add_phones=[OTHER], remove_contacts=[contact]) == {OTHER}
    assert after(contacts=[contact]) == {PHONE}
    assert after(title="B", phones=[OTHER]) == {PHONE, OTHER}
    sent(client, "PUT", f"contact/{contact}", {"phone": PHONE, "email": "joan@example.com"})
    assert after(remove_emails=["joan@example.com"]) == {OTHER}
    assert after(emails=["joan@example.com"]) == {PHONE, OTHER}
    found = sent(client, "GET", f"list/{number}")
    assert (found["name"], found["rev"]) == ("B", 9)
    response = client.request("PUT", f"/v2/lists/{number}", json={"title": "C", "add_contacts": [contact, 1]})
    assert (response.status_code, response.json()["message"]) == (404, "add_contacts[1]: there is no contact 1")
    assert sent(client, "GET", f"list/{number}") == found


def test_the_older_operations_keep_numbers_without_contacts(client: Client, contact: int) -> None:
    robin = {"f": "Robin", "l": "Lee"}
    number = sent(client, "POST", "list", {"title": "A", "members": {OTHER: robin}})["id"]
    assert targets(client, number) == {OTHER: robin}
    assert refused(client, "POST", "contact/get", {"phone": OTHER})[0] == 404
    sent(client, "PUT", f"list/{number}", {"title": "B", "add_phone": PHONE})
    saved(client, "PUT", f"lists/{number}", {"add_contacts": [contact]})
    assert targets(client, number) == {OTHER: robin, PHONE: {"f": "Joan", "l": "Clarke"}}
    sent(client, "PUT", f"list/{number}", {"title": "B", "remove_phone": PHONE})
    assert targets(client, number) == {OTHER: robin}
    sent(client, "PUT", f"list/{number}", {"title": "B", "members": {PHONE: {}}})
    assert targets(client, number) == {PHONE: {}}
    saved(client, "PUT", f"lists/{number}", {"contacts": []})
    assert targets(client, number) == {}
    assert sent(client, "DELETE", f"list/{number}") == "ok"


def test_a_deleted_contact_is_on_no_list(client: Client, contact: int) -> None:
    number = saved(client, "POST", "lists", {"title": "A", "local_id": "a", "contacts": [contact]})["id"]
    sent(client, "DELETE", f"contact/{contact}")
    assert targets(client, number) == {}


def test_lists_come_newest_first_with_ties_at_the_border(client: Client) -> None:
    first = sent(client, "POST", "lists", {})
    moments = [nanoseconds(each["updated"]) for each in first]
    assert len(first) == 30
    assert moments == sorted(moments, reverse=True)
    second = sent(client, "POST", "lists", {"date": first[-1]["updated"]})
    assert second
    assert max(nanoseconds(each["updated"]) for each in second) < moments[-1]
    assert any(each["targets"] for each in first)


def test_a_list_holds_as_many_as_the_team_may_have(connect: type[Client]) -> None:
    inbox = Inbox(id=1, name="I", members=(1,))
    team = Team(id=1, name="T", members=(Member(id=1, name="M"),), inboxes=(inbox,), list_size=1)
    with Sandbox(Settings(team=team)) as sandbox, connect(sandbox) as client:
        number = saved(client, "POST", "lists", {"title": "A", "local_id": "a", "phones": [PHONE]})["id"]
        assert client.put(f"/v2/lists/{number}", json={"add_phones": [OTHER]}).status_code == 403
        assert [*targets(client, number)] == [PHONE]
