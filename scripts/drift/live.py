"""The real API, asked with calls that only read, and what its answers are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

import heymarket
import heymarket_auth
from scripts.drift.traffic import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scripts.drift.observed import Observer

NEEDED = ("HEYMARKET_API_SECRET_ID", "HEYMARKET_API_SECRET_KEY")
OR = "HEYMARKET_API_KEY"
PAGES = 3


class LiveError(Exception):
    """The API cannot be asked."""


class Witness(httpx.BaseTransport):
    """Shows every exchange to an observer and keeps none."""

    def __init__(self, observer: Observer, inner: httpx.BaseTransport | None = None) -> None:
        self._observer = observer
        self._inner = inner or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        received = response.read()
        url, sent = request.url, request.content
        self._observer.take(Exchange(request.method, url.host, url.path, response.status_code, sent, received))
        return response

    def close(self) -> None:
        self._inner.close()


def ask(observer: Observer, environ: Mapping[str, str]) -> list[str]:
    """Make the calls; return those that failed, with the reason. Raises `LiveError`."""
    if not all(environ.get(name) for name in NEEDED) and not environ.get(OR):
        raise LiveError(f"no credentials: set {' and '.join(NEEDED)}, or {OR}; only calls that read are made")
    failed: list[str] = []

    def attempt(name: str, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except heymarket.HeymarketError as error:
            failed.append(f"{name}: {type(error).__name__}: {error}")
            return None

    try:
        client = heymarket_auth.connect(environ=environ, transport=Witness(observer), on_drift=lambda _: None)
    except (heymarket.HeymarketError, heymarket_auth.CredentialsError) as error:
        raise LiveError(str(error)) from None
    with client:
        attempt("getTeam", client.team.get)
        attempt("listInboxes", client.inboxes.list)
        attempt("countConversations", client.conversations.count)
        page = first_page = attempt("listConversations", client.conversations.list)
        for _ in range(PAGES - 1):
            page = page and attempt("listConversations", page.next_page)
        first = next((item.id for item in (first_page.items if first_page else []) if item.id is not None), None)
        if first is not None:
            attempt("getConversation", lambda: client.conversations.get(first))
    return failed
