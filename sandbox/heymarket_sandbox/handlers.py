"""What each operation does. A new operation is an entry in the contract and one function here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heymarket_sandbox.errors import Refusal
from heymarket_sandbox.store import Query
from heymarket_sandbox.timestamps import nanoseconds

if TYPE_CHECKING:
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store


@dataclass(frozen=True)
class Call:
    """A request that is valid under the contract."""

    store: Store
    settings: Settings
    parameters: dict[str, Any]
    body: Any


Handler = Callable[[Call], Any]


def list_conversations(call: Call) -> list[dict[str, Any]]:
    body: dict[str, Any] = call.body
    limit = _at_most(body.get("limit"), call.settings)
    # Numbered pages are the vendor's older text; with a cursor they count from the cursor.
    offset = min((max(body.get("page", 1), 1) - 1) * limit, 2**62)
    return call.store.page(conversation_query(call.store, body), limit, offset)


def conversation_query(store: Store, body: dict[str, Any]) -> Query:
    """Read the body where the published pages speak, and choose where they do not.

    Chosen: `archived` is another name for `filters.closed`; with `ascending`, `date` selects what was updated after
    it; `filter`, `order` and `parent_id` change nothing.
    """
    filters: dict[str, Any] = body.get("filters", {})
    member = acting_member(store, body.get("id", 0))
    closed = filters.get("closed", body.get("archived"))
    ascending = body.get("ascending", False)
    before = after = None
    if "date" in body and ascending:
        after = nanoseconds(body["date"])
    elif "date" in body:
        before = nanoseconds(body["date"], round_up=True)
    return Query(
        inboxes=_visible_inboxes(store, member, filters.get("inboxes", [])),
        closed=closed,
        unread=filters.get("unread"),
        reader=member,
        assigned=body.get("assigned"),
        before=before,
        after=after,
        ascending=ascending,
    )


def acting_member(store: Store, member: int) -> int | None:
    """None stands for the team, for which the credentials act."""
    if member == 0:
        return None
    if not store.is_member(member):
        raise Refusal(403, f"id: the team has no member {member}")
    return member


def _visible_inboxes(store: Store, member: int | None, asked: list[int]) -> tuple[int, ...] | None:
    allowed = store.inbox_ids(member)
    for inbox in asked:
        if inbox not in allowed:
            who = "the team" if member is None else f"member {member}"
            raise Refusal(403, f"filters.inboxes: {who} has no access to inbox {inbox}")
    if asked:
        return tuple(sorted(set(asked)))
    return None if member is None else tuple(sorted(allowed))


def _at_most(limit: int | None, settings: Settings) -> int:
    """Take a `limit` below 1 for none; only the contract could forbid it, and the published pages do not."""
    return settings.page_size if limit is None or limit < 1 else min(limit, settings.max_page_size)


HANDLERS: dict[str, Handler] = {
    "listConversations": list_conversations,
}
