from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.table import Record


def get(request: ValidRequest) -> Record:
    return request.store.membership.team()


HANDLERS: dict[str, Handler] = {"getTeam": get}
