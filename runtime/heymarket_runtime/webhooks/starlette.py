"""For Starlette and FastAPI: `app.add_route("/heymarket", starlette_endpoint(receiver), methods=["POST"])`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from .receiver import Answer, Receiver, gathered


def starlette_endpoint(receiver: Receiver[Any]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        found = receiver.check(request.method, await gathered(request.stream(), receiver.max_size))
        answer = found if isinstance(found, Answer) else await run_in_threadpool(receiver.take, found)
        work = BackgroundTask(answer.work) if answer.work else None
        return Response(status_code=answer.status, headers=answer.headers, background=work)

    return endpoint
