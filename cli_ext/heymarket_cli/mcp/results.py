"""What a tool returns: JSON, of a size that an agent can read, and how to go on after it."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import Any

from heymarket import AsyncPage
from heymarket_cli.operations import Method
from heymarket_cli.rows import json_text, narrowed, plain
from heymarket_cli.values import UsageError, kind_of

ENOUGH, MOST = 20, 200
"""Items of a listing: where nothing else is said, and what may be asked for."""
LONGEST = 200_000
"""Characters of a result."""


class TooLongError(UsageError):
    """A result that would fill an agent's memory. Nothing of it is returned: a part of it would look like the whole."""


def bounded(text: str) -> str:
    if len(text) > LONGEST:
        raise TooLongError(
            f"the result has {len(text):,} characters, and at most {LONGEST:,} are returned; ask for fewer `fields`, "
            "or for fewer items where the tool has an argument for it"
        )
    return text


async def of_listing(
    method: Method, page: AsyncPage[Any], given: str | None, enough: int, fields: Sequence[str]
) -> str:
    """Return whole pages until there are items enough, and the argument that goes on after them.

    A page that ends where the listing was resumed brings nothing new: going on from there would repeat it for ever.
    """
    items: list[Any] = []
    pages = page.pages()
    cursor: str | None = None
    async for each in pages:
        items += each._position.items  # noqa: SLF001 (not `items`: see heymarket_cli.run)
        cursor = each.cursor
        if len(items) >= enough and cursor != given:
            break
    else:
        cursor = None
    rows = [narrowed(plain(each), fields) for each in items]
    after = None if cursor is None else {method.cursor: _as_argument(method, cursor)}
    return bounded(json_text({"items": rows, "next": after}))


def _as_argument(method: Method, cursor: str) -> str | int:
    """Return a cursor as the argument that resumes the listing takes it."""
    kind = kind_of(typing.get_type_hints(method.function, include_extras=True)[method.cursor or ""])
    return int(cursor) if getattr(kind, "name", "") == "INTEGER" else cursor


def of_call(answer: Any, fields: Sequence[str]) -> str:
    if isinstance(answer, bytes):
        raise UsageError(f"the result is a file of {len(answer):,} bytes, which tools do not return")
    value = plain(answer)
    rows = [narrowed(each, fields) for each in value] if isinstance(value, list) else narrowed(value, fields)
    return bounded(json_text(rows))
