"""Operations that take no credentials, and operations with a server of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import ApiError, InvalidRequestError
from heymarket_auth import ApiSecret
from heymarket_runtime import arguments
from heymarket_runtime.operation import Operation

from .driving import Counting, Script

if TYPE_CHECKING:
    from .driving import Driver


def operation(**told: Any) -> Operation:
    return Operation(name="things.get", method="GET", path="/things", result=None, semantics="safe", **told)


def called(drive: Driver, script: Script, *operations: Operation, **options: Any) -> list[httpx.Request]:
    client = drive.client(script, **options)
    for each in operations:
        drive.run(client._driver.call(arguments.prepare(each)))
    return script.requests


def test_no_credentials_are_sent_where_none_are_asked_for(drive: Driver) -> None:
    auth = Counting()
    script = Script([httpx.Response(503), httpx.Response(204)])
    sent = called(drive, script, operation(is_signed=False), operation(), auth=auth)
    assert [request.headers.get("Authorization") for request in sent] == [None, None, "Bearer token-1"]
    for deadline in (5.0, None):
        script = Script([httpx.Response(204)])
        client = drive.client(script, deadline=deadline)
        drive.run(client._driver.returning_raw().call(arguments.prepare(operation(is_signed=False))))
        assert "Authorization" not in script.requests[0].headers


def test_a_refusal_of_what_is_not_signed_is_not_asked_again(drive: Driver) -> None:
    """Nor does it say anything of the credentials to the requests that have some."""
    auth = ApiSecret("id", "key-that-nobody-knows")
    script = Script([httpx.Response(401), httpx.Response(204)])
    client = drive.client(script, auth=auth)
    with pytest.raises(ApiError) as caught:
        drive.run(client._driver.call(arguments.prepare(operation(is_signed=False))))
    assert (caught.value.status_code, len(script.requests), auth.trials.settled) == (401, 1, False)
    drive.run(client._driver.call(arguments.prepare(operation())))
    assert (len(script.requests), auth.trials.settled) == (2, True)
    assert script.requests[1].headers["Authorization"].startswith("Bearer ")


def test_an_operation_may_have_a_server_of_its_own(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="heymarket")
    own = operation(base_url="https://files.example.com/v2")
    script = Script([httpx.Response(204)])
    sent = called(drive, script, own, operation())
    assert str(sent[0].url) == "https://files.example.com/v2/things"
    assert sent[0].headers["Host"] == "files.example.com"
    assert sent[0].headers.get_list("Host") == ["files.example.com"]
    assert sent[1].url.host == sent[1].headers["Host"] != "files.example.com"
    assert "/v2/things" in caplog.text


def test_who_names_a_server_is_sent_there(drive: Driver) -> None:
    script = Script([httpx.Response(204)])
    own = operation(base_url="https://files.example.com/v2")
    sent = called(drive, script, own, base_url="https://test.example.com/v1")
    assert (str(sent[0].url), sent[0].headers["Host"]) == ("https://test.example.com/v1/things", "test.example.com")


@pytest.mark.parametrize(("server", "path"), [("/v2", "/v2/things"), ("/", "/things")])
def test_a_server_without_a_host_stands_on_the_clients(drive: Driver, server: str, path: str) -> None:
    script = Script([httpx.Response(204)])
    sent = called(drive, script, operation(base_url=server), base_url="https://test.example.com/v1")
    assert str(sent[0].url) == f"https://test.example.com{path}"


def test_errors_name_the_path_that_was_requested(drive: Driver) -> None:
    script = Script([httpx.Response(404)])
    with pytest.raises(ApiError) as caught:
        called(drive, script, operation(base_url="https://files.example.com/v2"))
    assert caught.value.path == "/v2/things"


def test_nothing_is_signed_for_a_server_in_clear(drive: Driver) -> None:
    script = Script([httpx.Response(204)])
    with pytest.raises(InvalidRequestError, match=r"use https for files\.example\.com"):
        called(drive, script, operation(base_url="http://files.example.com"))
    assert script.requests == []


def test_its_retries_and_pacing_are_those_of_the_client(drive: Driver) -> None:
    own = operation(base_url="https://files.example.com/v2")
    script = Script([httpx.Response(503), httpx.Response(204)])
    sent = called(drive, script, own, rate_limit=500)
    assert [str(request.url) for request in sent] == ["https://files.example.com/v2/things"] * 2
