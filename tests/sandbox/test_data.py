from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

import attrs
import pytest

from heymarket_sandbox import Inbox, Member, Sandbox, SandboxError, Settings, Team

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.sandbox.conftest import Client

# Made on Python 3.11; every other version and machine must come to the same.
DIGESTS = {
    "default": (Settings(), "c1cae07934cc5c7c22c619ad0e2f4b5a5a0f3e5be6ab7fef0fdc7460bf5c6d6a"),
    "seed": (Settings(seed=2), "bd0354ea16560d830099d4c2f79679a82d337bb16a1f0c440904c23357bfc6e6"),
    "nanoseconds": (
        Settings(conversations=1_000, precision=9, mixed_offsets=True, nulls=True),
        "48dcb0e12de1f5fce88dc6cb4add13157b5b93613d4dbc7096a3c26553bcffe5",
    ),
}


def data(settings: Settings) -> list[dict[str, object]]:
    sandbox = Sandbox(settings)
    try:
        return sandbox.conversations
    finally:
        sandbox.close()


@pytest.mark.parametrize("name", DIGESTS)
def test_a_seed_gives_the_same_bytes_everywhere(name: str) -> None:
    settings, digest = DIGESTS[name]
    text = json.dumps(data(settings), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == digest


def test_numbers_belong_to_nobody() -> None:
    targets = [each["target"] for each in data(Settings(conversations=5_000)) if each["channel"] != "email"]
    assert all(re.fullmatch(r"1\d{3}555\d{4}", each) for each in targets)
    assert len(set(targets)) == len(targets)


def test_fields_are_left_out_where_there_is_nothing_to_say() -> None:
    conversations = data(Settings())
    always = set.intersection(*(set(each) for each in conversations))
    sometimes = set.union(*(set(each) for each in conversations)) - always
    assert {"id", "inbox", "updated", "created", "status", "target"} <= always
    assert {"assigned", "creator", "name", "members", "last_inbound", "snooze_till", "type", "support"} == sometimes - {
        "last_msg",
        "targets",
    }
    assert not any(value is None for each in conversations for value in each.values())


def test_nulls_take_the_place_of_missing_fields_on_request(connect: type[Client]) -> None:
    conversations = data(Settings(nulls=True))
    assert {each["assigned"] is None for each in conversations} == {True, False}
    assert len({frozenset(each) for each in conversations}) == 1
    with Sandbox(Settings(nulls=True)) as sandbox, connect(sandbox) as client:
        assert len(client.list(limit=100)) == 100


@pytest.mark.parametrize("ties", [0, 2, 4, 75])
def test_ties_cross_the_first_border(ties: int) -> None:
    updated = [each["updated"] for each in data(Settings(ties=ties, page_size=30))]
    assert max(Counter(updated).values()) >= max(ties, 1)
    assert (updated[29] == updated[30]) == (ties > 0)
    assert ties > 0 or len(set(updated)) == len(updated)


def test_precision_and_offsets() -> None:
    updated = [each["updated"] for each in data(Settings(precision=6, mixed_offsets=True))]
    assert max(len(re.findall(r"\.(\d+)", each)[0]) for each in updated if "." in each) == 6
    assert {re.sub(r".*T[\d:.]+", "", each) for each in updated} == {"Z", "+00:00", "-07:00", "+05:30", "-05:00"}
    assert not any("." in str(each["updated"]) for each in data(Settings()))


def test_a_team_of_ones_own(connect: type[Client]) -> None:
    team = Team(
        id=1,
        name="Us",
        members=(Member(id=1, name="Me"),),
        inboxes=(Inbox(id=2, name="In", members=(1,), phones=("15555550100",)),),
    )
    with Sandbox(Settings(team=team)) as sandbox, connect(sandbox) as client:
        assert {each["inbox"] for each in client.list(id=1)} == {2}
        assert client.ask(id=1111).status_code == 403
        assert sandbox.store.membership.team()["members"] == [{"id": 1, "name": "Me", "role": "member"}]
        assert sandbox.store.membership.inboxes() == [
            {"id": 2, "name": "In", "team": 1, "members": [1], "phones": ["15555550100"], "phone": "15555550100"}
        ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"conversations": -1}, "conversations must be at least 0"),
        ({"page_size": 0}, "page_size must be at least 1"),
        ({"page_size": 200}, "page_size 200 is more than max_page_size 100"),
        ({"rate_limit": 0}, "rate_limit must be at least 1"),
        ({"rate_window": 0.0}, "rate_window must be more than 0"),
        ({"precision": 2}, "precision must be one of"),
        ({"retry_after": "never"}, "retry_after must be one of"),
    ],
)
def test_settings_that_make_no_sense(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        attrs.evolve(Settings(), **changes)


def test_teams_that_make_no_sense() -> None:
    member, inbox = Member(id=1, name="Me"), Inbox(id=2, name="In", members=(1,))
    with pytest.raises(ValueError, match="same id"):
        Team(id=1, name="Us", members=(member, member), inboxes=(inbox,))
    with pytest.raises(ValueError, match="inbox 2 needs members"):
        Team(id=1, name="Us", members=(Member(id=5, name="You"),), inboxes=(inbox,))
    with pytest.raises(ValueError, match="at least one inbox"):
        Team(id=1, name="Us", members=(member,), inboxes=())


def test_a_conversation_can_be_added_changed_and_removed(client: Client, sandbox: Sandbox) -> None:
    added = sandbox.add_conversation(name="New", inbox=42)
    assert client.list(limit=1) == [{**added, "unread": False, "read": 1}]

    before = sandbox.conversations[200]
    changed = sandbox.update_conversation(before["id"], status="closed", new_field=[1])
    newest = {each["id"]: each for each in client.list(limit=2)}
    assert newest == {before["id"]: {**before, **changed}, added["id"]: {**added, "unread": False, "read": 1}}

    sandbox.remove_conversation(changed["id"])
    assert client.ids(limit=1) == [added["id"]]


def test_every_change_moves_updated_by_a_tick_at_least(sandbox: Sandbox) -> None:
    number = sandbox.conversations[0]["id"]
    seen = [sandbox.update_conversation(number)["updated"] for _ in range(4)]
    assert len(set(seen)) == 4
    assert seen == sorted(seen)


def test_changes_that_make_no_sense(sandbox: Sandbox) -> None:
    number = sandbox.conversations[0]["id"]
    with pytest.raises(ValueError, match=f"there is a conversation {number} already"):
        sandbox.add_conversation(id=number)
    with pytest.raises(ValueError, match="the id of a conversation cannot change"):
        sandbox.store.conversations.change(number, {"id": 1})
    with pytest.raises(KeyError, match="there is no conversation 1"):
        sandbox.update_conversation(1)
    with pytest.raises(KeyError, match="there is no conversation 1"):
        sandbox.remove_conversation(1)
    with pytest.raises(ValueError, match="not an RFC 3339 timestamp"):
        sandbox.add_conversation(updated="yesterday")


def test_the_store_knows_what_other_operations_need(sandbox: Sandbox) -> None:
    store = sandbox.store.conversations
    conversation = sandbox.conversations[0]
    assert store.get(conversation["id"])["target"] == conversation["target"]
    assert store.get(1) is None
    assert store.find(conversation["inbox"], [conversation["target"]]) == conversation["id"]
    assert store.find(conversation["inbox"], ["1"]) is None
    assert store.count() == 350

    members = sandbox.store.membership.inboxes()[0]["members"]
    store.mark(conversation["id"], members, unread=True)
    assert store.get(conversation["id"])["unread_users"] == members
    assert store.get(conversation["id"], reader=members[0])["unread"]
    store.mark(conversation["id"], members[:1], unread=False)
    assert not store.get(conversation["id"], reader=members[0])["unread"]
    assert store.get(conversation["id"])["unread"] == (len(members) > 1)


def test_a_file_keeps_the_state(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "state.db", conversations=20)
    first = Sandbox(settings)
    first.add_conversation(id=7, name="Kept")
    first.close()

    again = Sandbox(attrs.evolve(settings, conversations=999))
    assert len(again.conversations) == 21
    assert again.conversations[0]["name"] == "Kept"
    again.close()


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("not a database, " * 100)
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()

    for path in (text, other, tmp_path / "no" / "such" / "folder.db"):
        with pytest.raises(SandboxError, match=re.escape(str(path))):
            Sandbox(Settings(database=path))
    assert text.read_text().startswith("not a database")
