from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx
import jwt
import pytest

from heymarket_sandbox import Sandbox, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "/v1/conversations"


def token(sandbox: Sandbox, **claims: Any) -> str:
    key = f"{sandbox.secret_id}||{sandbox.secret_key}"
    return jwt.encode({"iss": sandbox.secret_id, "iat": int(time.time()), **claims}, key, algorithm="HS256")


class Client(httpx.Client):
    """A plain client with the credentials of a sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        # Loading certificates is the slowest thing here, and nothing is encrypted.
        headers = {"Authorization": f"Bearer {token(sandbox)}"}
        super().__init__(base_url=sandbox.url, headers=headers, trust_env=False, verify=False)

    def ask(self, **body: Any) -> httpx.Response:
        return self.post(PATH, json=body)

    def list(self, **body: Any) -> list[dict[str, Any]]:
        response = self.ask(**body)
        assert response.status_code == 200, response.text
        return response.json()

    def ids(self, **body: Any) -> list[int]:
        return [each["id"] for each in self.list(**body)]


@pytest.fixture
def settings() -> Settings:
    """Tests override this for another sandbox; no test is slowed down by the rate limit."""
    return Settings(rate_limit=None)


@pytest.fixture
def sandbox(settings: Settings) -> Iterator[Sandbox]:
    with Sandbox(settings) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    with Client(sandbox) as opened:
        yield opened


@pytest.fixture
def connect() -> type[Client]:
    return Client


@pytest.fixture
def sign() -> Any:
    return token
