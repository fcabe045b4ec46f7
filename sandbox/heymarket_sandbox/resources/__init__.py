"""What each operation does, one module a resource: its tables, and its handlers by `operationId`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.resources import conversations, inboxes, team

if TYPE_CHECKING:
    from heymarket_sandbox.requests import Handler
    from heymarket_sandbox.table import Table

_MODULES = (conversations, inboxes, team)

TABLES: tuple[Table, ...] = tuple(table for module in _MODULES for table in getattr(module, "TABLES", ()))
HANDLERS: dict[str, Handler] = {name: handler for module in _MODULES for name, handler in module.HANDLERS.items()}
