from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.socket_faults import RawConnection

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from uvicorn import Config
    from uvicorn.server import ServerState


class Connection(H11Protocol):
    """Gives the application its socket, as `scope["state"]["connection"]`, for faults that HTTP forbids."""

    def __init__(self, config: Config, state: ServerState, refuse: Callable[[float], Awaitable[None]]) -> None:
        super().__init__(config, state, {})
        self._refuse = refuse
        self.access_log = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app_state = {"connection": RawConnection(transport, self._refuse)}
        super().connection_made(transport)

    def send_400_response(self, msg: str) -> None:
        """Respond to what is not HTTP, with a request id as in every response."""
        content = json.dumps(ErrorResponse(400, msg).body).encode()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\nx-request-id: %s\r\n\r\n%s" % (len(content), str(uuid.uuid4()).encode(), content)
        )
        self.transport.close()

    @property
    def idle(self) -> bool:
        return not self.cycle or self.cycle.response_complete  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
