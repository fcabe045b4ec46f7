"""Opening, closing, reading, handing over: the state that the operations keep, and whom they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from heymarket_sandbox import Sandbox

SUPPORT, SALES, CLINIC = 2222, 3333, 101
ADA, GRACE, KATHERINE, RADIA = 1111, 55, 72, 18


@pytest.fixture
def conversation(heymarket_sandbox: Sandbox) -> dict[str, Any]:
    return heymarket_sandbox.add_conversation(inbox=SUPPORT, target="14155550999", assigned=GRACE, channel="sms")


@pytest.fixture
def group(heymarket_sandbox: Sandbox) -> dict[str, Any]:
    return heymarket_sandbox.add_conversation(inbox=SUPPORT, targets=["14155550998", "14155550997"], channel="mms")


class Api:
    def __init__(self, sandbox: Sandbox) -> None:
        self._url = f"{sandbox.url}/v1"
        self._headers = {"Authorization": f"Bearer {sandbox.team_api_key}"}

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self._url}{path}", headers=self._headers)

    def post(self, path: str, **body: Any) -> httpx.Response:
        return httpx.post(f"{self._url}{path}", json=body, headers=self._headers)

    def conversation(self, number: int) -> Any:
        return self.get(f"/conversations/{number}").json()

    def listed(self, **filters: Any) -> list[int]:
        found = self.post("/conversations", filters={"inboxes": [SUPPORT], **filters}, limit=100).json()
        return [each["id"] for each in found]


@pytest.fixture
def api(heymarket_sandbox: Sandbox) -> Api:
    return Api(heymarket_sandbox)


def test_closed_and_opened_by_id_target_and_targets(
    api: Api, conversation: dict[str, Any], group: dict[str, Any]
) -> None:
    for number, name in (
        (conversation["id"], {"chat_id": conversation["id"]}),
        (conversation["id"], {"target": conversation["target"]}),
        (group["id"], {"targets": group["targets"][::-1]}),
    ):
        for path, status, closed in (("close", "closed", True), ("open", "open", False)):
            before = api.conversation(number)
            response = api.post(f"/conversations/{path}", inbox_id=SUPPORT, user_id=GRACE, **name)
            assert (response.status_code, response.json()) == (200, "ok")
            after = api.conversation(number)
            assert after["status"] == status
            assert after["updated"] > before["updated"]
            assert number in api.listed(closed=closed)
            assert number not in api.listed(closed=not closed)


def test_read_and_unread_are_of_one_member(api: Api, conversation: dict[str, Any]) -> None:
    place = {"inbox_id": SUPPORT, "target": conversation["target"]}
    for member in (GRACE, ADA):
        assert api.post("/conversations/unread", user_id=member, **place).json() == "ok"
    assert api.conversation(conversation["id"])["unread_users"] == [GRACE, ADA]
    assert api.post("/conversations/read", user_id=ADA, **place).json() == "ok"
    assert api.conversation(conversation["id"])["unread_users"] == [GRACE]

    def unread(member: int) -> list[int]:
        found = api.post("/conversations", id=member, filters={"unread": True}, limit=100).json()
        return [each["id"] for each in found]

    assert conversation["id"] in unread(GRACE)
    assert conversation["id"] not in unread(ADA)


def test_reassign(api: Api, conversation: dict[str, Any]) -> None:
    body = {"inbox_id": SUPPORT, "target": conversation["target"], "user_id": GRACE}
    assert api.post("/conversations/reassign", **body, reassign_id=RADIA).status_code == 403
    assert api.post("/conversations/reassign", **body, reassign_id=KATHERINE).json() == "ok"
    assert api.conversation(conversation["id"])["assigned"] == KATHERINE
    again = api.post("/conversations/reassign", **body, reassign_id=ADA)
    assert (again.status_code, again.json()["message"]) == (
        403,
        f"user_id: member {GRACE} does not own the conversation",
    )


def test_transfer_moves_an_sms_conversation_once(api: Api, conversation: dict[str, Any]) -> None:
    body = {"conversation_id": conversation["id"], "transfer_inbox_id": SALES}
    assert api.post("/conversations/transfer", **body).json() == "ok"
    moved = api.conversation(conversation["id"])
    assert moved["inbox"] == SALES
    assert "assigned" not in moved, "its owner has no access to the new inbox"
    assert conversation["id"] not in api.listed()
    assert api.post("/conversations/transfer", **body).status_code == 403


def test_transfer_keeps_an_owner_who_has_access(api: Api, conversation: dict[str, Any]) -> None:
    api.post("/conversations/transfer", conversation_id=conversation["id"], transfer_inbox_id=CLINIC)
    assert api.conversation(conversation["id"])["assigned"] == GRACE


def test_transfer_refuses_other_channels_and_a_second_conversation(
    heymarket_sandbox: Sandbox, api: Api, conversation: dict[str, Any], group: dict[str, Any]
) -> None:
    heymarket_sandbox.add_conversation(inbox=SALES, target=conversation["target"])
    for number, named in ((conversation["id"], "transfer_inbox_id"), (group["id"], "conversation_id")):
        response = api.post("/conversations/transfer", conversation_id=number, transfer_inbox_id=SALES)
        assert response.status_code == 403
        assert response.json()["message"].startswith(named)


def test_count(heymarket_sandbox: Sandbox, api: Api) -> None:
    everything = heymarket_sandbox.conversations
    assert api.post("/conversations/count").json() == str(len(everything))
    moment = everything[100]["updated"]
    older = [each for each in everything if each["updated"] < moment]
    assert api.post("/conversations/count", date=moment).json() == str(len(older))


def test_inboxes_and_team(heymarket_sandbox: Sandbox, api: Api) -> None:
    team = heymarket_sandbox.settings.team
    inboxes = {each["id"]: each for each in api.get("/inboxes").json()}
    assert {number: sorted(each["members"]) for number, each in inboxes.items()} == {
        inbox.id: sorted(inbox.members) for inbox in team.inboxes
    }
    assert inboxes[SALES]["phones"] == ["14155550101", "12125550101"]
    response = api.get("/team").json()
    assert (response["id"], response["name"], response["list_size"]) == (team.id, team.name, team.list_size)
    assert {each["id"]: each["role"] for each in response["members"]} == {each.id: each.role for each in team.members}


@pytest.mark.parametrize("path", ["close", "open", "read", "unread", "reassign"])
@pytest.mark.parametrize(
    ("change", "status", "named"),
    [
        ({"inbox_id": 404}, 404, "inbox_id"),
        ({"user_id": 404}, 403, "user_id"),
        ({"user_id": RADIA}, 403, "user_id"),
        ({"target": "15005550404"}, 404, "target"),
        ({"inbox_id": "2222"}, 400, "inbox_id"),
        ({"target": 14155550999}, 400, "target"),
        ({"target": None}, 400, "target"),
    ],
)
def test_refused(
    path: str, change: dict[str, Any], status: int, named: str, api: Api, conversation: dict[str, Any]
) -> None:
    body = {"inbox_id": SUPPORT, "user_id": GRACE, "target": conversation["target"], "reassign_id": KATHERINE}
    before = api.conversation(conversation["id"])
    response = api.post(f"/conversations/{path}", **body | change)
    assert response.status_code == status
    assert named in response.json()["message"]
    assert api.conversation(conversation["id"]) == before


@pytest.mark.parametrize("path", ["close", "open", "read", "unread", "reassign"])
def test_one_name_of_the_conversation_is_required(path: str, api: Api) -> None:
    response = api.post(f"/conversations/{path}", inbox_id=SUPPORT, user_id=GRACE, reassign_id=ADA)
    assert response.status_code == 400
    assert "target" in response.json()["message"]
    assert "is required" in response.json()["message"]


def test_unknown_ids(api: Api, conversation: dict[str, Any]) -> None:
    missing = api.get("/conversations/404")
    assert (missing.status_code, missing.json()["message"]) == (404, "id: there is no conversation 404")
    assert api.get("/conversations/one").status_code == 400
    transfer = "/conversations/transfer"
    assert api.post(transfer, conversation_id=404, transfer_inbox_id=SALES).status_code == 404
    assert api.post(transfer, conversation_id=conversation["id"], transfer_inbox_id=404).status_code == 404
    contradiction = {"chat_id": conversation["id"], "target": "1"}
    assert api.post("/conversations/close", inbox_id=SUPPORT, user_id=ADA, **contradiction).status_code == 404
    assert api.post("/conversations/close", inbox_id=SALES, user_id=ADA, chat_id=conversation["id"]).status_code == 404
