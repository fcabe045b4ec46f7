"""A write with a key is repeated with the same key, and whoever called can repeat it by hand."""

from __future__ import annotations

import copy
import pickle
import uuid
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import (
    BadDataError,
    ConnectionFailedError,
    DecodeError,
    HeymarketError,
    InvalidRequestError,
    RateLimitError,
    ServerError,
)

from .driving import Script

if TYPE_CHECKING:
    from .driving import Driver

MESSAGE = {"inbox_id": 2222, "creator_id": 55, "phone_number": "14155551234", "text": "Hello"}
BROKEN = httpx.ReadError("broken")


def send(drive: Driver, server: Script, *, raw: bool = False, **more: Any) -> Any:
    messages = drive.client(server, max_retries=more.pop("max_retries", 3)).messages
    return drive.run((messages.with_raw_response if raw else messages).send(**MESSAGE, **more))


def keys(server: Script) -> set[str]:
    return {body["local_id"] for body in server.bodies}


@pytest.fixture(autouse=True)
def _quick(clock: Any) -> None:
    """Take no time for pauses."""


def test_all_attempts_carry_the_key_that_the_client_made(drive: Driver) -> None:
    server = Script([500, BROKEN, 503, {"id": 1}])
    sent = send(drive, server)
    assert len(server.requests) == 4
    (key,) = keys(server)
    assert uuid.UUID(key).version == 4
    assert sent.idempotency_key == key
    assert len({request.content for request in server.requests}) == 1


def test_every_call_has_a_key_of_its_own(drive: Driver) -> None:
    server = Script([{"id": 1}])
    for _ in range(3):
        send(drive, server)
    assert len(keys(server)) == 3


def test_a_key_of_the_callers_is_left_alone(drive: Driver) -> None:
    server = Script([BROKEN, {"id": 1}])
    assert send(drive, server, local_id="order 17").idempotency_key == "order 17"
    assert keys(server) == {"order 17"}


def test_an_empty_key_tells_nothing_apart_so_nothing_is_repeated(drive: Driver) -> None:
    server = Script([BROKEN, {"id": 1}])
    with pytest.raises(ConnectionFailedError) as caught:
        send(drive, server, local_id="")
    assert len(server.requests) == 1
    assert caught.value.idempotency_key is None


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (500, ServerError),
        (429, RateLimitError),
        (400, BadDataError),
        (BROKEN, ConnectionFailedError),
        (b"<", DecodeError),
    ],
)
def test_an_error_has_the_key_and_says_how_to_repeat(drive: Driver, response: Any, kind: type[HeymarketError]) -> None:
    server = Script([response])
    with pytest.raises(kind) as caught:
        send(drive, server, max_retries=1)
    error = caught.value
    assert keys(server) == {error.idempotency_key}
    notes = getattr(error, "__notes__", [])
    advised = kind is not BadDataError  # which would come again
    assert notes == ([f"It may be repeated with local_id={error.idempotency_key!r}: nothing is done twice."] * advised)
    assert pickle.loads(pickle.dumps(error)).idempotency_key == error.idempotency_key
    again = Script([{"id": 1}])
    send(drive, again, local_id=error.idempotency_key)
    assert keys(again) == keys(server)


def test_a_raw_response_and_copies_of_a_result_have_the_key(drive: Driver) -> None:
    server = Script([{"id": 1}])
    response = send(drive, server, raw=True)
    sent = response.parse()
    assert {response.idempotency_key, sent.idempotency_key} == keys(server)
    assert copy.copy(sent).idempotency_key == pickle.loads(pickle.dumps(sent)).idempotency_key
    assert copy.copy(sent).idempotency_key == sent.idempotency_key


def test_without_a_key_in_the_spec_there_is_none_and_writes_are_not_repeated(drive: Driver) -> None:
    server = Script([BROKEN, {"id": 1}])
    client = drive.client(server)
    with pytest.raises(ConnectionFailedError) as caught:
        drive.run(client.templates.create(title="Hello", content={"text": "Hi"}))
    assert caught.value.idempotency_key is None
    assert server.bodies == [{"title": "Hello", "content": {"text": "Hi"}}]
    made = drive.run(client.templates.create(title="Hello", content={"text": "Hi"}))
    assert made.idempotency_key is None
    assert type(made)(id=1).idempotency_key is None


def test_a_list_needs_a_key_of_the_callers(drive: Driver) -> None:
    server = Script([{"id": 1}])
    client = drive.client(server)
    to_list = {"inbox_id": 2222, "creator_id": 55, "list_id": 1, "text": "Hello"}
    with pytest.raises(InvalidRequestError, match="local_id: is required where `list_id` is given"):
        drive.run(client.messages.send(**to_list))
    assert not server.requests
    drive.run(client.messages.send(**to_list, local_id="all"))
    assert keys(server) == {"all"}
