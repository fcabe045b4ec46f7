from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from heymarket_sandbox import Sandbox
    from tests.sandbox.conftest import Client

PATH = "/v1/conversations"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Host": "rebound.example:8787"},
        {"Host": "127.0.0.1.rebound.example"},
        {"Host": "localhost.rebound.example"},
        {"Host": "192.0.2.1"},
        {"Host": "[2001:db8::1]:80"},
        {"Host": "[::1"},
        {"Host": ""},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.elsewhere.example", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_requests_for_and_from_others_are_refused(sandbox: Sandbox, client: Client, headers: dict[str, str]) -> None:
    for method, path in (("POST", PATH), ("OPTIONS", PATH), ("GET", "/nowhere")):
        response = client.request(method, path, json={}, headers=headers)
        assert response.status_code == 403
        assert response.json()["error"] == "Denied"
        assert next(iter(headers)) in response.json()["message"] or "Origin" in response.json()["message"]
        assert response.headers["X-Request-Id"]
        assert not [name for name in response.headers if name.lower().startswith("access-control")]
    assert sandbox.requests == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost"},
        {"Host": "LOCALHOST:8787"},
        {"Host": "[::1]:1"},
        {"Host": "127.9.9.9"},
        {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
    ids=str,
)
def test_requests_for_and_from_this_machine_are_handled(client: Client, headers: dict[str, str]) -> None:
    assert client.post(PATH, json={}, headers=headers).status_code == 200
