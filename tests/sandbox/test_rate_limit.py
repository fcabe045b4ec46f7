from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from heymarket_sandbox import Sandbox, Settings
from heymarket_sandbox.limits import RateLimit

if TYPE_CHECKING:
    from typing import Any

    from tests.sandbox.conftest import Client

PATH = "/v1/conversations"


@pytest.fixture
def settings() -> Settings:
    return Settings(rate_limit=3, rate_window=3600)


def test_the_request_over_the_limit_is_told_to_wait(client: Client, sandbox: Sandbox) -> None:
    assert [client.ask().status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    response = client.ask()
    assert response.json() == {"error": "Rate limit exceeded", "message": "more than 3 requests in 3600 seconds"}
    assert "Retry-After" not in response.headers
    assert response.headers["X-Request-Id"]


def test_the_limit_is_one_for_all_callers_and_counts_who_is_let_in(client: Client, sandbox: Sandbox) -> None:
    headers = {"Authorization": f"Bearer {sandbox.team_api_key}"}
    with httpx.Client(base_url=sandbox.url, headers=headers, trust_env=False, verify=False) as other:
        client.post(PATH, json={}, headers={"Authorization": "Bearer wrong"})
        client.get("/nowhere")
        assert [each.post(PATH, json={}).status_code for each in (client, other, client, other)] == [200, 200, 200, 429]


@pytest.mark.parametrize(("form", "check"), [("seconds", str.isdigit), ("date", parsedate_to_datetime)])
def test_retry_after_on_request(connect: type[Client], form: str, check: Any) -> None:
    with Sandbox(Settings(rate_limit=1, retry_after=form)) as sandbox, connect(sandbox) as client:
        client.ask()
        assert check(client.ask().headers["Retry-After"])


def test_the_published_limit_is_the_default(connect: type[Client]) -> None:
    with Sandbox() as sandbox, connect(sandbox) as client:
        statuses = [client.ask(limit=1).status_code for _ in range(501)]
        assert statuses == [200] * 500 + [429]
        assert client.ask().json()["message"] == "more than 500 requests in the current minute"


def test_a_fixed_window_begins_with_its_first_request() -> None:
    limit = RateLimit(Settings(rate_limit=2, rate_window=10))
    waits = [limit.wait(at) for at in (0.0, 9.0, 9.5, 10.0, 11.0, 12.0)]
    assert waits == [0, 0, 0.5, 0, 0, 8.0]


def test_a_sliding_window_looks_back() -> None:
    limit = RateLimit(Settings(rate_limit=2, rate_window=10, rate_kind="sliding"))
    waits = [limit.wait(at) for at in (0.0, 9.0, 9.5, 10.0, 11.0, 19.0)]
    assert waits == [0, 0, 0.5, 0, 8.0, 0]
