"""The team, its members and its inboxes, and who may use what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heymarket_sandbox.table import Table

if TYPE_CHECKING:
    from heymarket_sandbox.records import Records
    from heymarket_sandbox.table import Record
    from heymarket_sandbox.team import Member, Team

TEAM = Table(name="team", is_revised=False)
MEMBERS = Table(name="member", is_revised=False)
INBOXES = Table(name="inbox", is_revised=False)
_TOLD = ("id", "name", "role")
_JOINED = "2023-01-15T09:00:00Z"


class Membership:
    """Every method is safe to call from any thread."""

    def __init__(self, team: Records, members: Records, inboxes: Records) -> None:
        self._team = team
        self._members = members
        self._inboxes = inboxes

    def put(self, team: Team) -> None:
        self._team.put([{"id": team.id, "name": team.name, "list_size": team.list_size}])
        self._members.put(_member(each) for each in team.members)
        self._inboxes.put(
            {
                "id": each.id,
                "name": each.name,
                "team": team.id,
                "members": sorted(set(each.members)),
                "phones": list(each.phones),
                **({"phone": each.phones[0]} if each.phones else {}),
            }
            for each in team.inboxes
        )

    def is_empty(self) -> bool:
        return not self._team.page(limit=1)

    def team(self) -> Record:
        return {
            **self._team.page(limit=1)[0],
            "members": [{name: each[name] for name in _TOLD} for each in self.members()],
        }

    def members(self) -> list[Record]:
        return sorted(self._members.page(), key=_id)

    def inboxes(self) -> list[Record]:
        return sorted(self._inboxes.page(), key=_id)

    def member(self, member: int) -> Record:
        """Return a member. Raises `KeyError`."""
        found = self._members.get(member)
        if found is None:
            raise KeyError(f"the team has no member {member}")
        return found

    def change_member(self, member: int, fields: Record) -> Record:
        return self._members.change(member, fields)

    def is_member(self, member: int) -> bool:
        return self._members.get(member) is not None

    def inbox_ids(self, member: int | None = None) -> set[int]:
        """List the inboxes of the team, or those that a member belongs to."""
        return {each["id"] for each in self.inboxes() if member is None or member in each["members"]}

    def member_ids(self, inbox: int) -> set[int]:
        found = self._inboxes.get(inbox)
        return set(found["members"]) if found else set()


def _member(member: Member) -> Record:
    known = {name: value for name, value in (("phone", member.phone), ("email", member.email)) if value}
    fields = {"id": member.id, "name": member.name, "role": member.role, **known}
    return {**fields, "created": _JOINED, "updated": _JOINED}


def _id(record: Record) -> Any:
    return record["id"]
