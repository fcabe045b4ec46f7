"""A view of Django: `urlpatterns = [path("heymarket", django_view(receiver))]`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from .receiver import Receiver


class _Response(HttpResponse):
    work: Callable[[], Any] | None = None

    def close(self) -> None:
        super().close()
        if self.work:
            self.work()


def django_view(receiver: Receiver[Any]) -> Callable[[HttpRequest], HttpResponse]:
    receiver = receiver.for_sync()

    def heymarket_webhook(request: HttpRequest) -> HttpResponse:
        answer = receiver.receive(str(request.method), request.read(receiver.max_size + 1))
        response = _Response(status=answer.status, headers=answer.headers)
        response.work = answer.work
        return response

    return cast("Callable[[HttpRequest], HttpResponse]", csrf_exempt(heymarket_webhook))
