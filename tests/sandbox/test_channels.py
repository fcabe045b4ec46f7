"""Contacts by UUID and channel in the sandbox: the same as those of the older operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.test_resources import refused, sent

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

PHONE, EMAIL = "15005550006", "joan@example.com"


def asked(client: Client, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    response = client.request(method, f"/v2/{path}", json=body)
    assert response.status_code == status, response.text
    return response.json()


def channel(kind: str, address: str) -> dict[str, str]:
    return {"channel_type": kind, "channel_id": address}


def pairs(channels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["channel_type"], each["channel_id"]) for each in channels]


@pytest.fixture
def made(client: Client) -> dict[str, Any]:
    body = {"contact_channels": [channel("phone", f"+{PHONE}"), channel("email", EMAIL)], "first": "Joan"}
    made: dict[str, Any] = asked(client, "POST", "contact", body)
    return made


def found(client: Client, address: str, **kind: str) -> list[int]:
    answer = asked(client, "POST", "contacts/search", {"contact_channels": [{"channel_ids": [address], **kind}]})
    return [each["id"] for each in answer]


def test_a_contact_is_the_same_however_it_is_found(client: Client, made: dict[str, Any]) -> None:
    contact = asked(client, "GET", f"contact/{made['uuid']}")
    channels = contact.pop("contact_channels")
    assert pairs(channels) == [("phone", PHONE), ("email", EMAIL)]
    assert {each["contact_id"] for each in channels} == {made["uuid"]}
    assert (made["rev"], contact["display_name"]) == (1, "Joan")
    assert sent(client, "GET", f"contact/{made['id']}") == contact
    assert sent(client, "POST", "contact/get", {"phone": PHONE}) == contact
    assert asked(client, "POST", "contacts/list", {"limit": 1}) == [{**contact, "contact_channels": channels}]
    for address in (PHONE, f"+{PHONE}", EMAIL):
        assert found(client, address) == [made["id"]]
    assert found(client, EMAIL, channel_type="phone") == []
    asked(client, "GET", f"contact/{made['id']}", status=400)
    asked(client, "GET", f"contact/{made['uuid'][::-1][:8]}{made['uuid'][8:]}", status=404)


def test_a_contact_of_the_older_operations_has_channels(client: Client) -> None:
    old = sent(client, "POST", "contact", {"phone": PHONE})
    assert pairs(asked(client, "GET", f"contact/{old['uuid']}")["contact_channels"]) == [("phone", PHONE)]
    sent(client, "PUT", f"contact/{old['id']}", {"phone": "15005550007", "email": EMAIL})
    channels = asked(client, "GET", f"contact/{old['uuid']}")["contact_channels"]
    assert pairs(channels) == [("phone", "15005550007"), ("email", EMAIL)]
    assert found(client, PHONE) == []
    seeded = asked(client, "POST", "contacts/list", {"limit": 1, "page": 1})[0]
    assert found(client, seeded["phone"]) == [seeded["id"]]


def test_channels_are_added_and_changed(client: Client, made: dict[str, Any]) -> None:
    path = f"contact/{made['uuid']}/channel"
    added = asked(client, "POST", path, channel("facebook", "joan.clarke"))
    assert pairs(added)[-1] == ("facebook", "joan.clarke")
    assert asked(client, "POST", path, channel("facebook", "joan.clarke")) == added
    assert found(client, "joan.clarke") == [made["id"]]
    asked(client, "POST", path, channel("phone", "15005550008"))
    assert sent(client, "POST", "contact/get", {"phone": "15005550008"})["id"] == made["id"]
    assert sent(client, "GET", f"contact/{made['id']}")["phone"] == PHONE
    changed = asked(client, "PUT", path, channel("phone", "15005550009"))
    assert ("phone", "15005550009") in pairs(changed)
    assert ("phone", PHONE) not in pairs(changed)
    assert sent(client, "GET", f"contact/{made['id']}")["phone"] == "15005550009"
    asked(client, "PUT", path, channel("whatsapp", "1"), status=404)
    other = sent(client, "POST", "contact", {"phone": "15005550010"})
    asked(client, "POST", f"contact/{other['uuid']}/channel", channel("email", EMAIL), status=403)
    assert asked(client, "POST", f"contact/{other['uuid']}/channel", channel("email", "a@example.com"))
    assert sent(client, "GET", f"contact/{other['id']}")["email"] == "a@example.com"


def test_many_are_made_changed_and_deleted(client: Client, made: dict[str, Any]) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    taken = {"contact_channels": [channel("phone", PHONE)]}
    body = {
        "contacts": [
            {"contact_channels": [channel("email", "kim@example.com")], "first": "Kim"},
            {"contact_id": made["uuid"], "last": "Clarke", "contact_channels": [channel("phone", "15005550008")]},
            {"contact_id": nobody, "last": "Nobody"},
            taken,
        ]
    }
    result = asked(client, "POST", "contacts", body)
    first, second = result["contacts"]
    assert (first["first"], second["id"], second["last"], second["phone"]) == ("Kim", made["id"], "Clarke", PHONE)
    assert [each["contact"] for each in result["failed_contacts"]] == [body["contacts"][2], taken]
    uuids = [first["contact_channels"][0]["contact_id"], made["uuid"], nobody]
    assert asked(client, "DELETE", "contacts", {"contact_channels": [{"channel_type": "id", "channel_ids": uuids}]})
    for uuid in uuids:
        asked(client, "GET", f"contact/{uuid}", status=404)
    assert found(client, "15005550008") == []
    wrong = {"contact_channels": [{"channel_type": "phone", "channel_ids": [PHONE]}]}
    asked(client, "DELETE", "contacts", wrong, status=403)


def test_an_update_keeps_what_is_left_out(client: Client, made: dict[str, Any]) -> None:
    asked(client, "PUT", f"contact/{made['uuid']}", {"last": "Clarke", "custom": {"123": "Basic"}})
    after = asked(client, "GET", f"contact/{made['uuid']}")
    assert (after["first"], after["last"], after["custom"], after["rev"]) == ("Joan", "Clarke", {"123": "Basic"}, 2)
    assert pairs(after["contact_channels"]) == [("phone", PHONE), ("email", EMAIL)]
    assert asked(client, "DELETE", f"contact/{made['uuid']}") == "ok"
    assert refused(client, "GET", f"contact/{made['id']}")[0] == 404


def test_pages_count_from_zero(client: Client) -> None:
    whole = asked(client, "POST", "contacts/list", {"limit": 20})
    assert asked(client, "POST", "contacts/list", {"limit": 7, "page": 1}) == whole[7:14]
    assert asked(client, "POST", "contacts/list", {"limit": 7, "page": 0}) == whole[:7]
    assert asked(client, "POST", "contacts/list", {"page": 99}) == []
