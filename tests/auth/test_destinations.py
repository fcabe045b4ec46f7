"""Where may a credential go? To https, to loopback, and nowhere else by way of a redirect."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import httpx
import pytest

from heymarket_auth import ApiSecret, CredentialsError, TeamApiKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.auth.conftest import Server

PAIR = ("1f0c7a52-3b7e-4f0a-9c55-0f6c1f2d8e41", "Zk3nQ8vT1xLr5Wm9Yb2Hc7Jd4Fg6Ps0a")
ALLOWED = [
    "https://api.heymarket.com/v1/team",
    "https://192.0.2.1/",
    "http://localhost/",
    "http://LOCALHOST:8000/",
    "http://127.0.0.1:8000/",
    "http://127.254.1.1/",
    "http://[::1]:8000/",
]
REFUSED = [
    "http://api.heymarket.com/v1/team",
    "http://192.168.0.1/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://localhost.example.com/",
    "http://127.0.0.1.example.com/",
    "http://2130706433/",
    "http://user:pw@example.com/",
    "ws://localhost/",
    "/v1/team",
]


@pytest.mark.parametrize("url", ALLOWED)
def test_signs_for_https_and_loopback(url: str) -> None:
    request = httpx.Request("GET", url)
    next(ApiSecret(*PAIR).auth_flow(request))
    assert request.headers["Authorization"].startswith("Bearer ey")


@pytest.mark.parametrize("url", REFUSED)
@pytest.mark.parametrize("auth_class", [ApiSecret, TeamApiKey])
def test_signs_for_nothing_else(url: str, auth_class: type[ApiSecret | TeamApiKey]) -> None:
    calls: list[int] = []
    auth = auth_class.from_provider(lambda: calls.append(1) or (PAIR if auth_class is ApiSecret else "key"))
    request = httpx.Request("GET", url)
    with pytest.raises(CredentialsError, match="https") as caught:
        next(auth.auth_flow(request))
    assert "Authorization" not in request.headers
    assert not calls
    assert request.url.host in str(caught.value)
    assert "pw" not in str(caught.value)


@contextmanager
def serving(status: int, location: str = "") -> Iterator[tuple[str, list[str | None]]]:
    """Yield the URL of a real server and the Authorization headers that it was sent."""
    seen: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers["Authorization"])
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", seen
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_token_follows_a_redirect_to_another_host(status: int) -> None:
    with serving(200) as (elsewhere, theirs), serving(status, elsewhere) as (url, ours):
        with httpx.Client(auth=ApiSecret(*PAIR), follow_redirects=True, trust_env=False) as client:
            response = client.get(url)
        assert response.status_code == 200
    assert len(ours) == 1
    assert ours[0].startswith("Bearer ey")
    assert theirs == [None]


def test_a_401_of_another_host_is_neither_retried_nor_believed() -> None:
    auth = ApiSecret(*PAIR)
    with serving(401) as (elsewhere, theirs), serving(302, elsewhere) as (url, ours):
        with httpx.Client(auth=auth, follow_redirects=True, trust_env=False) as client:
            response = client.get(url)
        assert response.extensions["auth_hint"].startswith("redirected to 127.0.0.1:")
    assert len(ours) == 1
    assert theirs == [None]
    assert auth._minted.offset == 0


def test_a_redirect_on_the_same_host_keeps_the_token(server: Server) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/team":
            return httpx.Response(307, headers={"Location": "/v1/team/"})
        return server(request)

    server.ahead = 900
    transport = httpx.MockTransport(handler)
    with httpx.Client(auth=ApiSecret(*PAIR), follow_redirects=True, transport=transport) as client:
        assert client.get("https://api.heymarket.com/v1/team").status_code == 200
    assert server.statuses == [401, 200]
