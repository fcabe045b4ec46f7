"""The team that the sandbox plays: its members and inboxes have the ids that the spec's examples use."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Member:
    id: int
    name: str
    role: str = "member"
    phone: str = ""
    email: str = ""


@attrs.frozen(kw_only=True)
class Inbox:
    id: int
    name: str
    members: tuple[int, ...]
    phones: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Team:
    id: int
    name: str
    members: tuple[Member, ...]
    inboxes: tuple[Inbox, ...]
    list_size: int = 10_000

    def __attrs_post_init__(self) -> None:
        members = [member.id for member in self.members]
        inboxes = [inbox.id for inbox in self.inboxes]
        for what, ids in (("member", members), ("inbox", inboxes)):
            if not ids:
                raise ValueError(f"a team needs at least one {what}")
            if len(set(ids)) < len(ids):
                raise ValueError(f"two {what}s of the team have the same id: {sorted(ids)}")
        for inbox in self.inboxes:
            if not inbox.members or not set(inbox.members) <= set(members):
                raise ValueError(f"inbox {inbox.id} needs members, all of them of the team: {inbox.members}")


EXAMPLE_TEAM = Team(
    id=7,
    name="Analytical Engines",
    members=(
        Member(id=1111, name="Ada Lovelace", role="admin", phone="14155550111", email="ada@example.com"),
        Member(id=55, name="Grace Hopper", phone="14155550155", email="grace@example.com"),
        Member(id=72, name="Katherine Johnson", phone="14155550172", email="katherine@example.com"),
        Member(id=3, name="Edsger Dijkstra", phone="14155550103", email="edsger@example.com"),
        Member(id=18, name="Radia Perlman", phone="14155550118", email="radia@example.com"),
        Member(id=24, name="Zoë Çelik", phone="14155550124", email="zoe@example.com"),
    ),
    inboxes=(
        Inbox(id=2222, name="Support", members=(1111, 55, 72), phones=("14155550100",)),
        Inbox(id=3333, name="Sales", members=(1111, 3, 18), phones=("14155550101", "12125550101")),
        Inbox(id=42, name="Billing", members=(1111, 24), phones=("13125550142",)),
        Inbox(id=101, name="Clinic", members=(55, 72, 24), phones=("12065550101",)),
        Inbox(id=305, name="Night desk", members=(3, 55), phones=("16175550105",)),
    ),
)
