"""The state of the sandbox, by resource."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from heymarket_sandbox.conversations import CONVERSATIONS, UNREAD, Conversations
from heymarket_sandbox.database import Database
from heymarket_sandbox.membership import INBOXES, MEMBERS, TEAM, Membership
from heymarket_sandbox.records import Records
from heymarket_sandbox.resources import TABLES
from heymarket_sandbox.timestamps import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from heymarket_sandbox.clock import Clock
    from heymarket_sandbox.table import Record, Table


class Store:
    """Every method is safe to call from any thread."""

    def __init__(
        self, clock: Clock, database: Path | None = None, *, tick: int = SECOND, image: bytes | None = None
    ) -> None:
        tables = (TEAM, MEMBERS, INBOXES, CONVERSATIONS, *TABLES)
        schema = [statement for table in tables for statement in table.statements]
        self._database = Database(database, [*schema, UNREAD], image)
        self._records = {table.name: Records(self._database, table, clock, tick) for table in tables}
        self.membership = Membership(*(self.records(each) for each in (TEAM, MEMBERS, INBOXES)))
        self.conversations = Conversations(self.records(CONVERSATIONS), self._database)
        self.transaction = self._database.transaction
        self.after_commit = self._database.after_commit
        self.image = self._database.image
        self.close = self._database.close

    def observe(self, tell: Callable[[str, Record | None, Record], None]) -> None:
        """Tell of every record that is added or changed: its table, and what it was and is."""
        for name, records in self._records.items():
            records.on_change = partial(tell, name)

    def records(self, table: Table) -> Records:
        return self._records[table.name]
