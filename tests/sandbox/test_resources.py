"""The small resources of the sandbox: what was written is read, listed, counted and forgotten again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox import Sandbox, Settings
from heymarket_sandbox.timestamps import nanoseconds

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

TEMPLATE = {"title": "Hello", "content": {"text": "Hi {{first_name}}"}}


def sent(client: Client, method: str, path: str, body: Any = None) -> Any:
    response = client.request(method, f"/v1/{path}", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def refused(client: Client, method: str, path: str, body: Any = None) -> tuple[int, str]:
    response = client.request(method, f"/v1/{path}", json=body)
    return response.status_code, response.json()["message"]


@pytest.mark.parametrize(
    ("path", "listing", "body"), [("tag", "tags", {"tag": "A"}), ("template", "templates", TEMPLATE)]
)
def test_a_record_is_created_read_listed_and_deleted(client: Client, path: str, listing: str, body: Any) -> None:
    made = sent(client, "POST", path, body)
    assert made["rev"] == 1
    found = sent(client, "GET", f"{path}/{made['id']}")
    assert (found["id"], found["rev"], found["team_id"]) == (made["id"], 1, 7)
    assert sent(client, "POST", listing, {})[0] == found
    assert sent(client, "DELETE", f"{path}/{made['id']}") == "ok"
    assert refused(client, "GET", f"{path}/{made['id']}") == (404, f"id: there is no {path} {made['id']}")
    assert refused(client, "DELETE", f"{path}/{made['id']}")[0] == 404
    again = sent(client, "POST", path, body)
    assert again["id"] > made["id"]  # no id is given twice
    assert again["uuid"] != made["uuid"]


@pytest.mark.parametrize("listing", ["tags", "templates"])
def test_a_listing_is_newest_first_with_an_exclusive_cursor_and_ties(client: Client, listing: str) -> None:
    first = sent(client, "POST", listing, {})
    updated = [each["updated"] for each in first]
    assert len(first) == 30
    assert updated == sorted(updated, key=nanoseconds, reverse=True)
    second = sent(client, "POST", listing, {"date": updated[-1]})
    assert second
    assert all(nanoseconds(each["updated"]) < nanoseconds(updated[-1]) for each in second)
    everything = client.post(f"/v1/{listing}", json={"date": "2999-01-01T00:00:00Z"}).json()
    assert everything == first
    tick_later = re.sub(r"(\d\d)Z$", lambda found: f"{int(found[1]) + 1:02d}Z", updated[-1])
    overlapping = sent(client, "POST", listing, {"date": tick_later})
    assert {each["id"] for each in overlapping} - {each["id"] for each in [*first, *second]}  # lost at the border


def test_a_template_is_changed(client: Client) -> None:
    before = sent(client, "GET", "template/102")
    changed = sent(client, "PUT", "template/102", TEMPLATE | {"archived": True})
    assert changed["rev"] == before["rev"] + 1
    after = sent(client, "GET", "template/102")
    assert (after["name"], after["content"]["text"], after["archived"]) == ("Hello", "Hi {{first_name}}", True)
    assert nanoseconds(after["updated"]) > nanoseconds(before["updated"])
    assert after["created"] == before["created"]


def test_the_uuid_of_a_template_is_the_id_that_the_client_gave(client: Client) -> None:
    assert sent(client, "POST", "template", TEMPLATE | {"local_id": "mine"})["uuid"] == "mine"
    plain = sent(client, "POST", "template", TEMPLATE)
    assert re.fullmatch(r"[0-9a-f-]{36}", plain["uuid"])


def test_surveys_come_in_pages_that_are_numbered_from_one(client: Client) -> None:
    whole = sent(client, "POST", "surveys", {"limit": 100})
    assert len(whole) > 30
    assert sent(client, "POST", "surveys", {}) == whole[:30]
    assert sent(client, "POST", "surveys", {"limit": 7, "page": 2}) == whole[7:14]
    assert sent(client, "POST", "surveys", {"limit": 7, "page": 0}) == whole[:7]
    assert sent(client, "POST", "surveys", {"page": 99}) == []
    assert sent(client, "GET", f"survey/{whole[3]['id']}") == whole[3]


def test_users_are_found_by_phone_or_email_and_changed(client: Client) -> None:
    def names(**filters: Any) -> list[str]:
        return [each["name"] for each in sent(client, "GET", "users/get", filters)["memberships"]]

    assert names(phone=["14155550155"], email=["ada@example.com"]) == ["Grace Hopper", "Ada Lovelace"]
    assert names(phone=["1"]) == names() == []
    changed = sent(
        client, "POST", "users/update", {"users": [{"id": 55, "last_name": "Murray"}, {"id": 72, "role_id": 1}]}
    )
    assert [(each["name"], each["role_id"]) for each in changed["memberships"]] == [
        ("Grace Murray", 4),
        ("Katherine Johnson", 1),
    ]
    team = {each["id"]: each for each in sent(client, "GET", "team")["members"]}
    assert (team[55]["name"], team[72]["role"]) == ("Grace Murray", "admin")
    assert refused(client, "POST", "users/update", {"users": [{"id": 72, "role_id": 4}, {"id": 404}]})[0] == 403
    assert names(phone=["14155550172"]) == ["Katherine Johnson"]
    assert {each["id"]: each for each in sent(client, "GET", "team")["members"]} == team  # all or nothing


def test_contact_fields_are_made_once(client: Client) -> None:
    before = sent(client, "POST", "contact-fields")
    made = sent(client, "POST", "contacts/fields", [{"title": "Plan"}, {"title": "Shoe size"}, {"title": "Shoe size"}])
    assert [each["duplicate"] for each in made] == [True, False, True]
    assert made[1]["id"] == made[2]["id"]
    assert sent(client, "POST", "contact-fields") == [*before, {"id": made[1]["id"], "title": "Shoe size"}]


def test_the_same_seed_invents_the_same(connect: type[Client]) -> None:
    def invented(seed: int) -> list[Any]:
        with Sandbox(Settings(seed=seed)) as sandbox, connect(sandbox) as client:
            return [sent(client, "POST", listing, {}) for listing in ("tags", "templates", "surveys")]

    assert invented(1) == invented(1) != invented(2)
