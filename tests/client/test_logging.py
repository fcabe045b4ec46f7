"""One line for each attempt, and nothing in any line that is secret or personal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import httpcore
import httpx

from .driving import Script
from .raw_server import OK, RawServer

if TYPE_CHECKING:
    import pytest

    from .driving import Driver

SECRETS = ("token-", "4155551234", "Bearer", "hunter2")


def test_one_line_for_each_attempt(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "heymarket")
    refused = httpx.Response(503, json={"said": "hunter2"}, headers={"X-Request-Id": "req-9"})
    drive.first(drive.client(Script([refused, httpx.ReadError("hunter2"), []])), filter="4155551234")
    assert [record.getMessage() for record in caplog.records if record.name == "heymarket"] == [
        "POST /v1/conversations -> 503 in 0 ms (attempt 1, request id req-9)",
        "POST /v1/conversations -> ReadError (attempt 2)",
        "POST /v1/conversations -> 200 in 0 ms (attempt 3, request id req-1)",
    ]
    assert {record.levelname for record in caplog.records if record.name == "heymarket"} == {"INFO"}


def test_query_values_are_not_logged(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "heymarket")
    drive.request(drive.client(Script([{}])), "GET", "/v1/things", query={"phone": "4155551234"})
    assert "GET /v1/things -> 200" in caplog.text
    assert "4155551234" not in "".join(record.getMessage() for record in caplog.records if record.name == "heymarket")


def test_nothing_is_made_up_for_a_log_that_is_off(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "heymarket")
    drive.first(drive.client(Script([503, []])))
    assert [record for record in caplog.records if record.name == "heymarket"] == []


def test_no_secret_at_any_level_of_any_logger(
    drive: Driver, raw_server: RawServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("heymarket", httpx.__name__, httpcore.__name__):
        caplog.set_level(logging.DEBUG, name)
    raw_server.responses = [b"HTTP/1.1 503 hunter\r\nContent-Length: 7\r\n\r\nhunter2", OK]
    client = drive.client(base_url=raw_server.url)
    drive.first(client, filter="4155551234")
    drive.run(client.close())
    shown = "\n".join(f"{record.name} {record.getMessage()} {record.args}" for record in caplog.records)
    assert f"{httpcore.__name__}.http11 send_request_headers" in shown
    assert "heymarket POST /v1/conversations -> 200" in shown
    assert not [secret for secret in SECRETS if secret in shown]
