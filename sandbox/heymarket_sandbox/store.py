"""The state of the sandbox in SQLite."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

import attrs

from heymarket_sandbox.errors import SandboxError
from heymarket_sandbox.timestamps import SECOND, nanoseconds, render

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path

    from heymarket_sandbox.clock import Clock
    from heymarket_sandbox.team import Team

VERSION = 2
# A conversation is kept as the JSON object that the API sends, so that only the spec lists its fields.
# The other columns are what queries need; `updated` is there in nanoseconds, in the JSON as text.
SCHEMA = f"""
CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL, list_size INTEGER NOT NULL);
CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL);
CREATE TABLE inbox (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phones TEXT NOT NULL);
CREATE TABLE inbox_member (inbox INTEGER, member INTEGER, PRIMARY KEY (inbox, member)) WITHOUT ROWID;
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY, inbox INTEGER, assigned INTEGER, closed INTEGER NOT NULL, target TEXT, updated INTEGER,
  json TEXT NOT NULL
);
CREATE INDEX conversation_updated ON conversation (updated, id);
CREATE INDEX conversation_inbox_updated ON conversation (inbox, updated, id);
CREATE INDEX conversation_target ON conversation (target, inbox);
CREATE TABLE unread (conversation INTEGER, member INTEGER, PRIMARY KEY (conversation, member)) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""


@attrs.frozen(kw_only=True)
class Query:
    """Which conversations to list; `inboxes` None means every inbox, an empty tuple none."""

    inboxes: tuple[int, ...] | None = None
    closed: bool | None = None
    unread: bool | None = None
    reader: int | None = None
    assigned: int | None = None
    before: int | None = None
    after: int | None = None
    ascending: bool = False


class Store:
    """Every method is safe to call from any thread."""

    def __init__(self, clock: Clock, database: Path | None = None, *, tick: int = SECOND) -> None:
        self._clock = clock
        self._tick = tick
        self._lock = threading.RLock()
        try:
            self._db = sqlite3.connect(database or ":memory:", isolation_level=None, check_same_thread=False)
            self._open()
        except (sqlite3.Error, SandboxError) as error:
            if hasattr(self, "_db"):
                self._db.close()
            raise SandboxError(f"cannot use the database {database}: {error}; name another file") from error

    def _open(self) -> None:
        with self.transaction():
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                for statement in SCHEMA.split(";"):
                    self._db.execute(statement)
        if (version := self._db.execute("PRAGMA user_version").fetchone()[0]) != VERSION:
            raise SandboxError(f"it is not a sandbox database of version {VERSION} (it says {version})")

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """Do all of a block or nothing, also if the process is killed in it; an inner block is part of it."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            with self._db:
                yield

    # The team

    def put_team(self, team: Team) -> None:
        with self.transaction():
            self._db.execute("INSERT OR REPLACE INTO team VALUES (?, ?, ?)", (team.id, team.name, team.list_size))
            for member in team.members:
                self._db.execute(
                    "INSERT OR REPLACE INTO member VALUES (?, ?, ?)", (member.id, member.name, member.role)
                )
            for inbox in team.inboxes:
                phones = json.dumps(inbox.phones)
                self._db.execute("INSERT OR REPLACE INTO inbox VALUES (?, ?, ?)", (inbox.id, inbox.name, phones))
                pairs = [(inbox.id, member) for member in inbox.members]
                self._db.executemany("INSERT OR IGNORE INTO inbox_member VALUES (?, ?)", pairs)

    def has_team(self) -> bool:
        with self._lock:
            return self._db.execute("SELECT 1 FROM team").fetchone() is not None

    def team(self) -> dict[str, Any]:
        with self._lock:
            number, name, list_size = self._db.execute("SELECT * FROM team").fetchone()
            rows = self._db.execute("SELECT id, name, role FROM member ORDER BY id").fetchall()
        members = [dict(zip(("id", "name", "role"), row, strict=True)) for row in rows]
        return {"id": number, "name": name, "list_size": list_size, "members": members}

    def inboxes(self) -> list[dict[str, Any]]:
        with self._lock:
            team = self._db.execute("SELECT id FROM team").fetchone()[0]
            rows = self._db.execute("SELECT id, name, phones FROM inbox ORDER BY id").fetchall()
            members = self._db.execute("SELECT inbox, member FROM inbox_member ORDER BY inbox, member").fetchall()
        return [
            {
                "id": number,
                "name": name,
                "team": team,
                "members": [member for inbox, member in members if inbox == number],
                "phones": json.loads(phones),
                **({"phone": json.loads(phones)[0]} if json.loads(phones) else {}),
            }
            for number, name, phones in rows
        ]

    def is_member(self, member: int) -> bool:
        with self._lock:
            return self._db.execute("SELECT 1 FROM member WHERE id = ?", (member,)).fetchone() is not None

    def inbox_ids(self, member: int | None = None) -> set[int]:
        """List the inboxes of the team, or those that a member belongs to."""
        with self._lock:
            if member is None:
                rows = self._db.execute("SELECT id FROM inbox").fetchall()
            else:
                rows = self._db.execute("SELECT inbox FROM inbox_member WHERE member = ?", (member,)).fetchall()
        return {row[0] for row in rows}

    def member_ids(self, inbox: int) -> set[int]:
        with self._lock:
            rows = self._db.execute("SELECT member FROM inbox_member WHERE inbox = ?", (inbox,)).fetchall()
        return {row[0] for row in rows}

    # Reading conversations

    def page(self, query: Query, limit: int, offset: int = 0) -> list[dict[str, Any]]:
        where, values = _where(query)
        direction = "ASC" if query.ascending else "DESC"
        # `id` breaks ties in the same direction, so that a page and the next one meet without overlap.
        sql = (
            f"SELECT json, {_UNREAD} FROM conversation WHERE {where}"  # noqa: S608 - no text from outside
            f" ORDER BY updated {direction}, id {direction} LIMIT ? OFFSET ?"
        )
        with self._lock:
            rows = self._db.execute(sql, (query.reader, query.reader, *values, limit, offset)).fetchall()
        return [_seen(text, unread=bool(unread)) for text, unread in rows]

    def all(self) -> list[dict[str, Any]]:
        return self.page(Query(), -1)

    def plan(self, query: Query) -> list[str]:
        """How SQLite would find a page: nothing here may scan or sort all conversations."""
        where, values = _where(query)
        sql = f"EXPLAIN QUERY PLAN SELECT json FROM conversation WHERE {where} ORDER BY updated DESC, id DESC"  # noqa: S608
        with self._lock:
            return [row[3] for row in self._db.execute(sql, values)]

    def count(self, query: Query | None = None) -> int:
        where, values = _where(query or Query())
        with self._lock:
            return int(self._db.execute(f"SELECT count(*) FROM conversation WHERE {where}", values).fetchone()[0])  # noqa: S608

    def get(self, number: int, reader: int | None = None) -> dict[str, Any] | None:
        """One conversation as a member sees it, with everyone who has not read it."""
        with self._lock:
            row = self._db.execute("SELECT json FROM conversation WHERE id = ?", (number,)).fetchone()
            if row is None:
                return None
            sql = "SELECT member FROM unread WHERE conversation = ? ORDER BY member"
            waiting = [each[0] for each in self._db.execute(sql, (number,))]
        seen = _seen(row[0], unread=bool(waiting) if reader is None else reader in waiting)
        return {**seen, "unread_users": waiting} if waiting else seen

    def find(self, inbox: int, targets: Sequence[str]) -> int | None:
        """Find the conversation of an inbox with a customer, or with a group of them."""
        sql = "SELECT id FROM conversation WHERE target = ? AND inbox = ? ORDER BY updated DESC, id DESC"
        with self._lock:
            row = self._db.execute(sql, (_customers(targets), inbox)).fetchone()
        return None if row is None else int(row[0])

    # Changing conversations

    def put(self, conversations: Iterable[dict[str, Any]], unread: Sequence[tuple[int, int]] = ()) -> None:
        """Store conversations as they are, replacing those with the same id."""
        rows = [_row(conversation) for conversation in conversations]
        with self.transaction():
            self._db.executemany("INSERT OR REPLACE INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self._db.executemany("INSERT OR IGNORE INTO unread VALUES (?, ?)", unread)

    def add(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Store a new conversation; `id`, `inbox`, `status` and `updated` are chosen where they are not given."""
        with self.transaction():
            highest = self._db.execute("SELECT coalesce(max(id), 0) FROM conversation").fetchone()[0]
            inbox = self._db.execute("SELECT min(id) FROM inbox").fetchone()[0]
            now = self._now()
            conversation: dict[str, Any] = {"id": highest + 1, "inbox": inbox, "channel": "sms", "status": "open"}
            conversation |= {"created": now, "updated": now, **fields}
            if self._stored(conversation["id"]) is not None:
                raise ValueError(f"there is a conversation {conversation['id']} already")
            self.put([conversation])
            return conversation

    def change(
        self, number: int, fields: dict[str, Any] | None = None, *, without: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Change fields; `updated` moves to now, and at least one tick, unless it is among them."""
        with self.transaction():
            conversation = self._stored(number)
            if conversation is None:
                raise KeyError(f"there is no conversation {number}")
            changed = {**conversation, "updated": self._now(conversation.get("updated")), **(fields or {})}
            if changed["id"] != number:
                raise ValueError("the id of a conversation cannot change")
            for name in without:
                changed.pop(name, None)
            self.put([changed])
            return changed

    def remove(self, number: int) -> None:
        with self.transaction():
            found = self._db.execute("DELETE FROM conversation WHERE id = ?", (number,)).rowcount
            self._db.execute("DELETE FROM unread WHERE conversation = ?", (number,))
        if not found:
            raise KeyError(f"there is no conversation {number}")

    def mark(self, number: int, members: Iterable[int], *, unread: bool) -> dict[str, Any]:
        pairs = [(number, member) for member in members]
        with self.transaction():
            if unread:
                self._db.executemany("INSERT OR IGNORE INTO unread VALUES (?, ?)", pairs)
            else:
                self._db.executemany("DELETE FROM unread WHERE conversation = ? AND member = ?", pairs)
            return self.change(number)

    def _stored(self, number: int) -> dict[str, Any] | None:
        row = self._db.execute("SELECT json FROM conversation WHERE id = ?", (number,)).fetchone()
        return None if row is None else json.loads(row[0])

    def _now(self, previous: str | None = None) -> str:
        now = self._clock.nanoseconds() // self._tick * self._tick
        if previous is not None:
            now = max(now, nanoseconds(previous) // self._tick * self._tick + self._tick)
        return render(now)


_UNREAD = """EXISTS (SELECT 1 FROM unread WHERE unread.conversation = conversation.id
  AND (? IS NULL OR unread.member = ?))"""


def _where(query: Query) -> tuple[str, list[Any]]:
    parts: list[str] = ["TRUE"]
    values: list[Any] = []
    if query.inboxes is not None and len(query.inboxes) == 1:
        parts.append("inbox = ?")
        values += query.inboxes
    elif query.inboxes is not None:
        # The plus keeps SQLite on the index that has the order of the response.
        parts.append(f"+inbox IN ({', '.join('?' * len(query.inboxes))})")
        values += query.inboxes
    for column, value in (("closed", query.closed), ("assigned", query.assigned)):
        if value is not None:
            parts.append(f"{column} = ?")
            values.append(value)
    if query.unread is not None:
        parts.append(_UNREAD if query.unread else f"NOT {_UNREAD}")
        values += [query.reader, query.reader]
    for operator, value in (("<", query.before), (">", query.after)):
        if value is not None:
            parts.append(f"updated {operator} ?")
            values.append(value)
    return " AND ".join(parts), values


def _row(conversation: dict[str, Any]) -> tuple[Any, ...]:
    updated = conversation.get("updated")
    return (
        conversation["id"],
        conversation.get("inbox"),
        conversation.get("assigned"),
        conversation.get("status") == "closed",
        _customers(conversation.get("targets") or [conversation.get("target")]),
        None if updated is None else nanoseconds(updated),
        json.dumps(conversation, ensure_ascii=False, separators=(",", ":")),
    )


def _customers(targets: Sequence[str | None]) -> str:
    """Name a customer, or a group whatever its order."""
    return " ".join(sorted({target for target in targets if target}))


def _seen(text: str, *, unread: bool) -> dict[str, Any]:
    """Return the conversation with `unread` and `read` as a member sees them, unless a test stored its own values."""
    return {"unread": unread, "read": int(not unread), **json.loads(text)}
