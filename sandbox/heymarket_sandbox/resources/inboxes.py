from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.table import Record


def list_all(request: ValidRequest) -> list[Record]:
    return request.store.membership.inboxes()


HANDLERS: dict[str, Handler] = {"listInboxes": list_all}
