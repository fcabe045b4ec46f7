"""A view of Flask: `app.add_url_rule("/heymarket", view_func=flask_view(receiver), methods=["POST"])`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request

from .receiver import Receiver


def flask_view(receiver: Receiver[Any]) -> Callable[[], Response]:
    receiver = receiver.for_sync()

    def heymarket_webhook() -> Response:
        request.max_content_length = receiver.max_size
        answer = receiver.receive(request.method, request.get_data(cache=False))
        response = Response(status=answer.status, headers=answer.headers)
        if answer.work:
            response.call_on_close(answer.work)
        return response

    return heymarket_webhook
