from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heymarket_sandbox.errors import ErrorResponse

if TYPE_CHECKING:
    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.table import Record

_ROLE_IDS = {"admin": 1, "member": 4}
_ROLES = {number: role for role, number in _ROLE_IDS.items()}


def find(request: ValidRequest) -> Record:
    """Find members by either filter; without filters there is nobody to find (our choice)."""
    phones, emails = set(request.body.get("phone", [])), set(request.body.get("email", []))
    members = request.store.membership.members()
    found = [each for each in members if each.get("phone") in phones or each.get("email") in emails]
    return _memberships(request, found)


def update(request: ValidRequest) -> Record:
    membership = request.store.membership
    changed: list[Record] = []
    for asked in request.body["users"]:
        if not membership.is_member(asked["id"]):
            raise ErrorResponse(403, f"users: the team has no member {asked['id']}")
        changed.append(membership.change_member(asked["id"], _changes(asked, membership.member(asked["id"]))))
    return _memberships(request, changed)


def _changes(asked: dict[str, Any], member: Record) -> Record:
    first, _, last = member["name"].partition(" ")
    changes: Record = {}
    if "first_name" in asked or "last_name" in asked:
        changes["name"] = f"{asked.get('first_name', first)} {asked.get('last_name', last)}".strip()
    if "role_id" in asked:
        changes["role"] = _ROLES.get(asked["role_id"], str(asked["role_id"]))
    return changes


def _memberships(request: ValidRequest, members: list[Record]) -> Record:
    team = request.settings.team.id
    return {"memberships": [_membership(each, team) for each in members]}


def _membership(member: Record, team: int) -> Record:
    known: Record = {name: member[name] for name in ("phone", "email") if name in member}
    return {
        "id": member["id"],
        "name": member["name"],
        **known,
        "role_id": _role_id(member["role"]),
        "team_id": team,
        "created_at": member["created"],
        "updated_at": member["updated"],
        "user_created_at": member["created"],
        "user_updated_at": member["updated"],
    }


def _role_id(role: str) -> int:
    return _ROLE_IDS.get(role) or (int(role) if role.lstrip("-").isdecimal() else _ROLE_IDS["member"])


HANDLERS: dict[str, Handler] = {"findUsers": find, "updateUsers": update}
