"""The conversations: who has not read them, and whom they are with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from heymarket_sandbox.records import Condition, Records, Window, equal
from heymarket_sandbox.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heymarket_sandbox.database import Database
    from heymarket_sandbox.table import Record

_MOST_VALUES = 500  # of one statement; SQLite takes at least twice as many
UNREAD = "CREATE TABLE unread (conversation INTEGER, member INTEGER, PRIMARY KEY (conversation, member)) WITHOUT ROWID"
_UNREAD = """EXISTS (SELECT 1 FROM unread WHERE unread.conversation = conversation.id
  AND (? IS NULL OR unread.member = ?))"""


def _customers(targets: Sequence[str | None]) -> str:
    """Name a customer, or a group whatever its order."""
    return " ".join(sorted({target for target in targets if target}))


CONVERSATIONS = Table(
    name="conversation",
    columns={
        "inbox": lambda record: record.get("inbox"),
        "assigned": lambda record: record.get("assigned"),
        "closed": lambda record: record.get("status") == "closed",
        "target": lambda record: _customers(record.get("targets") or [record.get("target")]),
    },
    is_revised=False,
)


@attrs.frozen(kw_only=True)
class Query:
    """Which conversations to list; `inboxes` None means every inbox, an empty tuple none."""

    inboxes: tuple[int, ...] | None = None
    closed: bool | None = None
    unread: bool | None = None
    reader: int | None = None
    assigned: int | None = None
    target: str | None = None
    before: int | None = None
    after: int | None = None
    ascending: bool = False

    @property
    def window(self) -> Window:
        conditions: list[Condition] = []
        if self.inboxes is not None and len(self.inboxes) == 1:
            conditions += equal(inbox=self.inboxes[0])
        elif self.inboxes is not None:
            # The plus keeps SQLite on the index that has the order of the response.
            conditions.append(Condition(f"+inbox IN ({', '.join('?' * len(self.inboxes))})", self.inboxes))
        for column, value in (("closed", self.closed), ("assigned", self.assigned), ("target", self.target)):
            if value is not None:
                conditions.append(Condition(f"{column} = ?", (value,)))
        if self.unread is not None:
            sql = _UNREAD if self.unread else f"NOT {_UNREAD}"
            conditions.append(Condition(sql, (self.reader, self.reader)))
        return Window(conditions=tuple(conditions), before=self.before, after=self.after, ascending=self.ascending)


class Conversations:
    """Every method is safe to call from any thread."""

    def __init__(self, records: Records, database: Database) -> None:
        self._records = records
        self._database = database
        self.change = records.change

    # Reading

    def page(self, query: Query, limit: int, offset: int = 0) -> list[Record]:
        found = self._records.page(query.window, limit, offset)
        waiting = self._waiting([each["id"] for each in found])
        return [_seen(each, waiting[each["id"]], query.reader) for each in found]

    def all(self) -> list[Record]:
        return self.page(Query(), -1)

    def plan(self, query: Query) -> list[str]:
        return self._records.plan(query.window)

    def count(self, query: Query | None = None) -> int:
        return self._records.count((query or Query()).window)

    def get(self, number: int, reader: int | None = None) -> Record | None:
        """One conversation as a member sees it, with everyone who has not read it."""
        record = self._records.get(number)
        if record is None:
            return None
        waiting = self._waiting([number])[number]
        seen = _seen(record, waiting, reader)
        return {**seen, "unread_users": waiting} if waiting else seen

    def find(self, inbox: int, targets: Sequence[str]) -> int | None:
        """Find the conversation of an inbox with a customer, or with a group of them."""
        record = self._records.find(target=_customers(targets), inbox=inbox)
        return None if record is None else int(record["id"])

    def _waiting(self, numbers: Sequence[int]) -> dict[int, list[int]]:
        """Return, by conversation, the members who have not read it."""
        waiting: dict[int, list[int]] = {number: [] for number in numbers}
        for start in range(0, len(numbers), _MOST_VALUES):
            part = numbers[start : start + _MOST_VALUES]
            holes = ", ".join("?" * len(part))
            sql = f"SELECT conversation, member FROM unread WHERE conversation IN ({holes}) ORDER BY member"  # noqa: S608
            for number, member in self._database.rows(sql, part):
                waiting[number].append(member)
        return waiting

    # Changing

    def put(self, conversations: Iterable[Record], unread: Sequence[tuple[int, int]] = ()) -> None:
        """Store conversations as they are, replacing those with the same id."""
        with self._database.transaction():
            self._records.put(conversations)
            self._database.change_each("INSERT OR IGNORE INTO unread VALUES (?, ?)", unread)

    def add(self, fields: Record) -> Record:
        """Store a new conversation; `id`, `inbox`, `status` and `updated` are chosen where they are not given."""
        inbox = self._database.rows("SELECT min(id) FROM inbox")[0][0]
        return self._records.add({"inbox": inbox, "channel": "sms", "status": "open", **fields})

    def remove(self, number: int) -> None:
        with self._database.transaction():
            self._records.remove(number)
            self._database.change("DELETE FROM unread WHERE conversation = ?", (number,))

    def mark(self, number: int, members: Iterable[int], *, unread: bool) -> Record:
        pairs = [(number, member) for member in members]
        with self._database.transaction():
            if unread:
                self._database.change_each("INSERT OR IGNORE INTO unread VALUES (?, ?)", pairs)
            else:
                self._database.change_each("DELETE FROM unread WHERE conversation = ? AND member = ?", pairs)
            return self.change(number)


def _seen(record: Record, waiting: Sequence[int], reader: int | None) -> Record:
    """Return the conversation with `unread` and `read` as a member sees them, unless a test stored its own values."""
    unread = bool(waiting) if reader is None else reader in waiting
    return {"unread": unread, "read": int(not unread), **record}
