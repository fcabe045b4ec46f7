"""What each operation does, one module a resource: its tables, and its handlers by `operationId`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.resources import (
    contact_fields,
    contacts,
    contacts_v2,
    conversations,
    email,
    inboxes,
    lists,
    lists_v1,
    messages,
    schedules,
    surveys,
    tags,
    team,
    templates,
    users,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from heymarket_sandbox.requests import Handler
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Table

_MODULES = (
    contact_fields,
    contacts,
    contacts_v2,
    conversations,
    email,
    inboxes,
    lists,
    lists_v1,
    messages,
    schedules,
    surveys,
    tags,
    team,
    templates,
    users,
)

TABLES: tuple[Table, ...] = tuple(table for module in _MODULES for table in getattr(module, "TABLES", ()))
HANDLERS: dict[str, Handler] = {name: handler for module in _MODULES for name, handler in module.HANDLERS.items()}
FILLS: tuple[Callable[[Store, Settings], None], ...] = tuple(
    module.fill for module in _MODULES if hasattr(module, "fill")
)
"""What invents the data of a new sandbox, beside its conversations."""
DUE: tuple[Callable[[Store, Settings], None], ...] = tuple(
    each for module in _MODULES for each in getattr(module, "DUE", ())
)
"""What time itself does; done before each request, by the sandbox's clock."""
