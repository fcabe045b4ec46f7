"""The merge tokens of templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heymarket_sandbox.contacts import FIELDS

if TYPE_CHECKING:
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

_TOKEN = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def filled(store: Store, text: str, contact: Record) -> str:
    """Fill in what a contact has; what it lacks becomes nothing (our choice)."""
    values = {"first_name": contact.get("first", ""), "last_name": contact.get("last", "")}
    for field in store.records(FIELDS).page():
        values[_name(field["title"])] = contact.get("custom", {}).get(str(field["id"]), "")
    return _TOKEN.sub(lambda found: str(values.get(_name(found[1]), "")), text)


def _name(title: str) -> str:
    """Return a field's title as a token writes it: `Renewal date` is `{{renewal_date}}` (our choice)."""
    return re.sub(r"\W+", "_", title.strip().lower())
