from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox import Sandbox, Settings
from heymarket_sandbox.conversations import Query
from heymarket_sandbox.timestamps import SECOND, nanoseconds, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sandbox.conftest import Client


def rank(conversation: dict[str, Any]) -> tuple[int, int]:
    return nanoseconds(conversation["updated"]), conversation["id"]


def test_the_newest_page_comes_first(client: Client, sandbox: Sandbox) -> None:
    page = client.list()

    assert len(page) == sandbox.settings.page_size
    assert page == sandbox.conversations[:30]
    assert [rank(each) for each in page] == sorted(map(rank, page), reverse=True)


def test_the_cursor_is_exclusive_so_that_ties_across_a_border_are_lost_without_care(client: Client) -> None:
    first = client.list()
    second = client.list(date=first[-1]["updated"])

    assert all(nanoseconds(each["updated"]) < nanoseconds(first[-1]["updated"]) for each in second)
    tied = [each for each in client.list(limit=100) if each["updated"] == first[-1]["updated"]]
    assert len(tied) == 4
    assert {each["id"] for each in tied} & {each["id"] for each in first}
    assert {each["id"] for each in tied} - {each["id"] for each in first} - {each["id"] for each in second}


@pytest.mark.parametrize(
    "settings",
    [
        Settings(rate_limit=None),
        Settings(rate_limit=None, precision=9, mixed_offsets=True),
        Settings(rate_limit=None, precision=3, page_size=7, conversations=100),
    ],
    ids=["whole seconds", "nanoseconds and offsets", "milliseconds"],
)
def test_paging_by_hand_with_overlap_finds_every_conversation_once(client: Client, sandbox: Sandbox) -> None:
    tick = 10 ** (9 - sandbox.settings.precision)
    found: dict[int, dict[str, Any]] = {}
    date: dict[str, str] = {}
    while page := [each for each in client.list(**date) if each["id"] not in found]:
        found |= {each["id"]: each for each in page}
        date = {"date": render(nanoseconds(page[-1]["updated"]) + tick)}

    assert list(found.values()) == sandbox.conversations
    assert len(found) == sandbox.settings.conversations


def test_after_the_last_comes_an_empty_array(client: Client, sandbox: Sandbox) -> None:
    assert client.list(date=sandbox.conversations[-1]["updated"]) == []


def test_ascending_turns_order_and_cursor_round(client: Client, sandbox: Sandbox) -> None:
    oldest_first = sandbox.conversations[::-1]
    first = client.list(ascending=True)

    assert first == oldest_first[:30]
    after = [each for each in oldest_first if rank(each)[0] > rank(first[-1])[0]]
    assert client.list(ascending=True, date=first[-1]["updated"]) == after[:30]


@pytest.mark.parametrize(
    ("date", "seen"),
    [
        ("2024-01-01T00:00:00.000000001Z", [1]),
        ("2024-01-01T00:00:00.0000000000001Z", [1]),
        ("2024-01-01T00:00:00Z", []),
        ("2023-12-31T17:00:00-07:00", []),
        ("2024-01-01T05:30:00.000000002+05:30", [1]),
        ("2024-01-01t00:00:01z", [1]),
        ("2023-12-31T23:59:60Z", []),
        ("9999-12-31T23:59:59-23:59", [1]),
        ("0000-01-01T00:00:00Z", []),
    ],
)
def test_cursors_are_compared_as_exact_instants(connect: type[Client], date: str, seen: list[int]) -> None:
    with Sandbox(Settings(conversations=0)) as sandbox, connect(sandbox) as client:
        sandbox.add_conversation(id=1, updated="2024-01-01T00:00:00Z")
        assert client.ids(date=date) == seen
        assert client.ids(date=date, ascending=True) == ([] if seen or date[:4] != "0000" else [1])


def test_limit_is_capped_and_below_one_counts_as_none(client: Client) -> None:
    assert len(client.list(limit=7)) == 7
    assert len(client.list(limit=5_000)) == 100
    assert len(client.list(limit=0)) == len(client.list(limit=-3)) == 30


def test_pages_are_numbered_from_one(client: Client) -> None:
    assert client.list(page=1) == client.list(page=0) == client.list()
    assert client.list(page=3, limit=10) == client.list(limit=30)[20:]
    assert client.list(page=2**63 - 1, limit=100) == []


def test_an_integer_may_be_written_with_a_fraction_of_zero(client: Client) -> None:
    response = client.post(
        "/v1/conversations",
        content=b'{"limit": 3.0, "id": 1.111e3, "filters": {"inboxes": [2222.0]}}',
        headers={"Content-Type": "application/json"},
    )
    assert [each["inbox"] for each in response.json()] == [2222] * 3


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(
    "spelling", [lambda closed: {"filters": {"closed": closed}}, lambda closed: {"archived": closed}]
)
def test_closed_and_archived_mean_the_status(
    client: Client, closed: bool, spelling: Callable[[bool], dict[str, Any]]
) -> None:
    assert {each["status"] for each in client.list(limit=100, **spelling(closed))} == {"closed" if closed else "open"}


def test_assigned_filters(client: Client) -> None:
    assert {each["assigned"] for each in client.list(limit=100, assigned=55)} == {55}
    assert client.list(assigned=999) == []


def test_a_member_sees_the_inboxes_it_belongs_to(client: Client) -> None:
    assert {each["inbox"] for each in client.list(id=1111, limit=100)} == {2222, 3333, 42}
    assert {each["inbox"] for each in client.list(id=24, limit=100)} == {42, 101}
    assert {each["inbox"] for each in client.list(limit=100)} == {2222, 3333, 42, 101, 305}
    assert client.list(id=0) == client.list()
    assert client.list(id=0, filters={"inboxes": []}) == client.list()


@pytest.mark.parametrize("inboxes", [[2222], [3333, 42]])
def test_inboxes_filter(client: Client, inboxes: list[int]) -> None:
    assert {each["inbox"] for each in client.list(id=1111, limit=100, filters={"inboxes": inboxes})} == set(inboxes)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"id": 999}, "id: the team has no member 999"),
        ({"id": 1111, "filters": {"inboxes": [2222, 101]}}, "filters.inboxes: member 1111 has no access to inbox 101"),
        ({"filters": {"inboxes": [-1]}}, "filters.inboxes: the team has no access to inbox -1"),
    ],
)
def test_what_is_not_the_members_is_denied(client: Client, body: Any, message: str) -> None:
    response = client.ask(**body)
    assert response.status_code == 403
    assert response.json() == {"error": "Denied", "message": message}


def test_unread_is_the_members_own(client: Client, sandbox: Sandbox) -> None:
    unread = client.ids(id=55, limit=100, filters={"unread": True})
    read = client.ids(id=55, limit=100, filters={"unread": False})
    assert unread
    assert not set(unread) & set(read)
    assert all(each["unread"] and each["read"] == 0 for each in client.list(id=55, filters={"unread": True}))

    sandbox.store.conversations.mark(unread[0], [55], unread=False)
    assert unread[0] not in client.ids(id=55, limit=100, filters={"unread": True})
    assert unread[0] in client.ids(id=55, limit=100, filters={"unread": False})


def test_fields_without_a_published_meaning_change_nothing(client: Client) -> None:
    assert client.list(filter="MY", order="updated", parent_id=5, unheard_of=[1]) == client.list()


def test_a_conversation_without_updated_is_listed_last(client: Client, sandbox: Sandbox) -> None:
    sandbox.add_conversation(id=5, updated=None)
    assert client.list(ascending=True)[0]["id"] == sandbox.conversations[-1]["id"] == 5


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(before=SECOND),
        Query(inboxes=(2222,)),
        Query(inboxes=(2222, 3333), before=SECOND),
        Query(closed=False, unread=True, reader=1111, before=SECOND),
    ],
)
def test_no_page_sorts_or_scans_the_whole_table(sandbox: Sandbox, query: Query) -> None:
    plan = sandbox.store.conversations.plan(query)
    assert all("INDEX" in step or "PRIMARY KEY" in step or "SUBQUERY" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
