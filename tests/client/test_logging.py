"""One line for each attempt and each pause, and nothing in any line that is secret or personal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import httpcore
import httpx
import pytest

from heymarket import RateLimit

from .driving import Script
from .raw_server import OK, RawServer

if TYPE_CHECKING:
    from .driving import Clock, Driver

SECRETS = ("token-", "4155551234", "Bearer", "hunter2")


def test_one_line_for_each_attempt(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "heymarket")
    refused = httpx.Response(503, json={"said": "hunter2"}, headers={"X-Request-Id": "req-9"})
    drive.first(drive.client(Script([refused, httpx.ReadError("hunter2"), []])), filter="4155551234")
    assert [record.getMessage() for record in caplog.records if record.name == "heymarket"] == [
        "POST /v1/conversations -> 503 in 0 ms (attempt 1, request id req-9)",
        "POST /v1/conversations: waiting 0.5 s before attempt 2: 503",
        "POST /v1/conversations -> ReadError (attempt 2)",
        "POST /v1/conversations: waiting 1.0 s before attempt 3: ReadError",
        "POST /v1/conversations -> 200 in 0 ms (attempt 3, request id req-1)",
    ]
    assert {record.levelname for record in caplog.records if record.name == "heymarket"} == {"INFO"}


def fields(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Return what each line says in fields of its record."""
    return [
        {name.removeprefix("heymarket_"): value for name, value in vars(record).items() if name.startswith("heymarket")}
        for record in caplog.records
        if record.name == "heymarket"
    ]


def test_each_value_is_a_field_too(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "heymarket")
    refused = httpx.Response(429, headers={"X-Request-Id": "req-9", "Retry-After": "7"})
    drive.first(drive.client(Script([refused, httpx.ReadError("hunter2"), []])))
    call = {"operation": "conversations.list", "method": "POST", "path": "/v1/conversations"}
    assert fields(caplog) == [
        {**call, "attempt": 1, "status_code": 429, "seconds": 0, "request_id": "req-9"},
        {**call, "attempt": 2, "seconds": 7, "reason": "429, which asked for 7 s"},
        {**call, "attempt": 2, "failure": "ReadError", "seconds": 0},
        {**call, "attempt": 3, "seconds": 1, "reason": "ReadError"},
        {**call, "attempt": 3, "status_code": 200, "seconds": 0, "request_id": "req-1"},
    ]


@pytest.mark.parametrize("number", [0, 7, 10, 13, 27, 127, 0x9B])
def test_no_request_id_drives_a_terminal(drive: Driver, caplog: pytest.LogCaptureFixture, number: int) -> None:
    caplog.set_level(logging.INFO, "heymarket")
    request_id = f"a{chr(number)}[31mred"
    drive.first(
        drive.client(Script([httpx.Response(200, json=[], headers=[(b"X-Request-Id", request_id.encode("latin-1"))])]))
    )
    assert "request id a\N{REPLACEMENT CHARACTER}[31mred" in caplog.text
    assert chr(number) not in caplog.messages[-1]


def test_fields_of_an_application_are_left_alone(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    """`logging` raises for a field that the application's factory of records has set before."""
    caplog.set_level(logging.INFO, "heymarket")
    before = logging.getLogRecordFactory()

    def factory(*arguments: Any, **options: Any) -> logging.LogRecord:
        record = before(*arguments, **options)
        vars(record).update(dict.fromkeys(["request_id", "method", "path", "status_code", "seconds", "attempt"], "own"))
        return record

    logging.setLogRecordFactory(factory)
    try:
        drive.first(drive.client(Script([503, []])))
    finally:
        logging.setLogRecordFactory(before)
    assert {vars(record)["request_id"] for record in caplog.records if record.name == "heymarket"} == {"own"}


def test_waiting_for_the_rate_limit_is_told_once(drive: Driver, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "heymarket")
    client = drive.client(Script([[]]), rate_limit=1)
    drive.first(client)
    drive.first(client)
    assert len(clock.slept) > 10, "which it does in naps"
    waits = [each for each in fields(caplog) if "reason" in each]
    assert [(each["reason"], each["attempt"]) for each in waits] == [("the rate limit is reached", 1)]
    assert waits[0]["seconds"] == pytest.approx(61)


def test_who_waits_longer_than_he_was_told_is_told_again(
    drive: Driver, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another caller may learn from a 429 that there is less room than this side counted."""
    caplog.set_level(logging.INFO, "heymarket")
    limit = RateLimit(1, 6)
    client = drive.client(Script([[]]), rate_limit=limit)
    drive.first(client)
    sleep, pauses = clock.sleep, iter([60.0])

    def sleeping(seconds: float) -> None:
        sleep(seconds)
        for pause in pauses:
            limit.pause(pause)

    monkeypatch.setattr(clock, "sleep", sleeping)
    drive.first(client)
    assert [each["seconds"] for each in fields(caplog) if "reason" in each] == [pytest.approx(6.1), 60]


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
