"""A clock to turn by hand, and a server that checks tokens as Heymarket does, without PyJWT."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET_ID = "1f0c7a52-3b7e-4f0a-9c55-0f6c1f2d8e41"
SECRET_KEY = "Zk3nQ8vT1xLr5Wm9Yb2Hc7Jd4Fg6Ps0a"


@dataclass
class Clock:
    """Stands in for the module `time`. `pass_` moves both clocks, `jump` only the wall clock."""

    wall: float = 1_764_000_000.25
    uptime: float = 5_000.0

    def time(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.uptime

    def pass_(self, seconds: float) -> None:
        self.wall += seconds
        self.uptime += seconds

    def jump(self, seconds: float) -> None:
        self.wall += seconds


@dataclass
class Server:
    """Accepts a token from its `iat` (no tolerance for the future) until 300 seconds after it."""

    clock: Clock
    ahead: float = 0.0
    date_ahead: float = 0.0
    sends_date: bool = True
    refuse_next: int = 0
    secret_id: str = SECRET_ID
    secret_key: str = SECRET_KEY
    tokens: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        self.tokens.append(token)
        refuse, self.refuse_next = self.refuse_next > 0, max(0, self.refuse_next - 1)
        status = 401 if refuse or not self._accepts(token) else 200
        self.statuses.append(status)
        now = self.clock.time() + self.ahead + self.date_ahead
        return httpx.Response(status, headers={"Date": formatdate(now, usegmt=True)} if self.sends_date else {})

    def _accepts(self, token: str) -> bool:
        signing_input, _, signature = token.rpartition(".")
        mac = hmac.digest(f"{self.secret_id}||{self.secret_key}".encode(), signing_input.encode(), hashlib.sha256)
        if signature != base64.urlsafe_b64encode(mac).rstrip(b"=").decode():
            return False
        return 0 <= int(self.clock.time() + self.ahead) - issued(token) < 300


def claims(token: str) -> str:
    payload = token.split(".")[1]
    return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()


def issued(token: str) -> int:
    return json.loads(claims(token))["iat"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("heymarket_auth._auth.time", clock)
    return clock


@pytest.fixture
def server(clock: Clock) -> Server:
    return Server(clock)


@pytest.fixture
def issued_at() -> Callable[[str], int]:
    return issued
