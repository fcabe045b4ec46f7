"""Every status and every body becomes one error that says what is known, and never what is secret."""

from __future__ import annotations

import json
import pickle
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import (
    ApiError,
    AuthenticationError,
    BadDataError,
    ConnectionFailedError,
    DecodeError,
    HeymarketError,
    InvalidRequestError,
    NotFoundError,
    PagingError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
)

from .driving import Script

if TYPE_CHECKING:
    from collections.abc import Callable

    from .driving import Driver

CLASSES = {
    **dict.fromkeys([300, 301, 302, 304, 307, 308, 402, 405, 408, 409, 410, 418, 422, 451, 499], ApiError),
    **dict.fromkeys([500, 501, 502, 503, 504, 511, 520, 529, 599, 600, 999], ServerError),
    400: BadDataError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhYmNkZWYiLCJpYXQiOjF9.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
HTML = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\n</html>"
BODIES = {
    "html": (HTML, "<html> <head><title>502 Bad Gateway</title></head> </html>"),
    "text": (b"upstream connect error", "upstream connect error"),
    "empty": (b"", ""),
    "JSON string": (b'"ok"', "ok"),
    "null": (b"null", "null"),
    "empty object": (b"{}", "{}"),
    "array": (b'[{"error": 1}]', '[{"error": 1}]'),
    "error and message": (b'{"error": "bad_data", "message": "date: no"}', "bad_data: date: no"),
    "detail": (b'{"detail": [1, 2]}', "[1, 2]"),
    "unknown fields": (b'{"code": 7}', '{"code": 7}'),
    "truncated JSON": (b'{"error": "bad_da', '{"error": "bad_da'),
    "invalid UTF-8": (b"caf\xe9", "caf\N{REPLACEMENT CHARACTER}"),
    "lone surrogate": (rb'{"error": "\ud800"}', "\N{REPLACEMENT CHARACTER}"),
    "control characters": (b"\x1b[31mred\x07", "\N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER}"),
    "huge": (b"x" * 5_000_000, "x" * 300 + "..."),
    "huge dotted": (b"x.y" * 1_000_000, ("x.y" * 100) + "..."),
    "huge number": (b'{"error": ' + b"9" * 5000 + b"}", '{"error": ' + "9" * 290 + "..."),
    "deep": (b"[" * 500 + b"]" * 500, "[" * 300 + "..."),
    "deep field": (b'{"error": ' + b"[" * 500 + b"]" * 500 + b"}", None),
    "too deep": (b"[" * 100_000, "[" * 300 + "..."),
}


ERRORS: dict[type[HeymarketError], Callable[[], HeymarketError]] = {
    **{
        kind: partial(kind, 418, method="GET", path="/v1/a", headers={"x-request-id": "r"}, body=b"why")
        for kind in (ApiError, *(each for each in CLASSES.values() if each is not ApiError))
    },
    ConnectionFailedError: partial(ConnectionFailedError, "no", method="GET", path="/", maybe_processed=False),
    RequestTimeoutError: partial(RequestTimeoutError, "late", method="GET", path="/", maybe_processed=False),
    DecodeError: partial(DecodeError, "no", operation="a.b", path="$[0]", body=b"[", request_id="r"),
    InvalidRequestError: partial(InvalidRequestError, "limit", "expected int: no str"),
    PagingError: partial(PagingError, "no"),
    HeymarketError: partial(HeymarketError, "no"),
}


def failing(drive: Driver, response: Any, **options: Any) -> Any:
    options.setdefault("max_retries", 0)
    with pytest.raises(HeymarketError) as caught:
        drive.first(drive.client(Script([response]), **options))
    return caught.value


@pytest.mark.parametrize("status", CLASSES)
def test_each_status_has_its_class(drive: Driver, status: int) -> None:
    error = failing(drive, httpx.Response(status, content=b"why", headers={"X-Request-Id": "req-7"}))
    assert type(error) is CLASSES[status]
    assert (error.status_code, error.method, error.path) == (status, "POST", "/v1/conversations")
    assert (error.body, error.request_id, error.headers["x-request-id"]) == (b"why", "req-7", "req-7")
    assert str(error).startswith(f"{status} ")
    assert str(error).endswith(" from POST /v1/conversations: why (request id req-7)")


@pytest.mark.parametrize("status", [400, 500, 520])
@pytest.mark.parametrize("kind", BODIES)
def test_each_body_is_kept_and_quoted(drive: Driver, kind: str, status: int) -> None:
    body, quoted = BODIES[kind]
    error = failing(drive, httpx.Response(status, content=body, headers={"X-Request-Id": "req-7"}))
    assert error.body == body
    assert str(error).endswith("(request id req-7)")
    if quoted is not None:
        between = str(error).partition("/v1/conversations")[2]
        assert between == f"{': ' if quoted else ''}{quoted} (request id req-7)"
    str(error).encode()
    assert str(error).replace(" ", "").isprintable()


def test_an_unknown_status_is_called_so(drive: Driver) -> None:
    assert str(failing(drive, 520)) == "520 (unknown status) from POST /v1/conversations"


def test_without_request_id_none_is_told(drive: Driver) -> None:
    error = failing(drive, 403)
    assert error.request_id is None
    assert str(error) == "403 Forbidden from POST /v1/conversations"


def test_the_body_as_json(drive: Driver) -> None:
    assert failing(drive, httpx.Response(400, json={"a": [1]})).json() == {"a": [1]}
    with pytest.raises(ValueError, match="line 1"):
        failing(drive, httpx.Response(400, content=HTML)).json()


@pytest.mark.parametrize("secret", [f"Bearer {TOKEN}", TOKEN, "Bearer 0123456789", "bearer\n0123456789"])
@pytest.mark.parametrize("before", [0, 200, 290, 299])
def test_what_looks_like_a_credential_is_not_quoted(drive: Driver, secret: str, before: int) -> None:
    padding = "- " * (before // 2)
    for body in (f"{padding}got {secret} from you".encode(), json.dumps({"error": f"{padding}got {secret}"}).encode()):
        error = failing(drive, httpx.Response(400, content=body))
        assert error.body == body
        for part in secret.split():
            assert part[:12] not in str(error).removeprefix("400 Bad Request").replace("Bearer", "")


@pytest.mark.parametrize("exception", [httpx.ConnectError, httpx.RemoteProtocolError])
def test_what_looks_like_a_credential_in_a_reason_is_not_quoted(
    drive: Driver, exception: type[httpx.RequestError]
) -> None:
    assert TOKEN not in str(failing(drive, exception(f"illegal: Bearer {TOKEN}")))


@pytest.mark.timeout(30)
def test_a_hostile_body_is_quoted_all_the_same(drive: Driver) -> None:
    """A pattern that goes over all of it again and again would take hours here."""
    for body in (b"a" * 3_000_000, b"aaaaaaaa." * 300_000, b"bearer " * 300_000, b"Bearer" + b" " * 3_000_000):
        assert len(str(failing(drive, httpx.Response(500, content=body)))) < 400


# Errors without a response.


@pytest.mark.parametrize(
    ("failure", "kind", "processed"),
    [
        (httpx.ConnectError("refused"), ConnectionFailedError, False),
        (httpx.ConnectTimeout("slow"), RequestTimeoutError, False),
        (httpx.PoolTimeout("full"), RequestTimeoutError, False),
        (httpx.LocalProtocolError("bad header"), ConnectionFailedError, False),
        (httpx.UnsupportedProtocol("ftp"), ConnectionFailedError, False),
        (httpx.ReadTimeout("slow"), RequestTimeoutError, True),
        (httpx.WriteTimeout("slow"), RequestTimeoutError, True),
        (httpx.ReadError("reset"), ConnectionFailedError, True),
        (httpx.WriteError("reset"), ConnectionFailedError, True),
        (httpx.RemoteProtocolError("closed"), ConnectionFailedError, True),
        (httpx.DecodingError("gzip"), ConnectionFailedError, True),
        (httpx.ProxyError("407"), ConnectionFailedError, True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_each_failure_has_its_class(
    drive: Driver, failure: httpx.RequestError, kind: type[HeymarketError], processed: bool
) -> None:
    error = failing(drive, failure)
    assert type(error) is kind
    assert (error.method, error.path, error.maybe_processed) == ("POST", "/v1/conversations", processed)
    assert f"no complete response after 1 attempt ({type(failure).__name__}: {failure})" in str(error)


def test_a_failure_of_a_write_says_what_may_have_happened(drive: Driver) -> None:
    client = drive.client(Script([httpx.ReadError("reset")]), max_retries=0)
    with pytest.raises(ConnectionFailedError, match="the server may have carried it out"):
        drive.request(client, "POST", "/v1/things", json={})


def test_the_cause_of_a_failure_holds_no_request(drive: Driver) -> None:
    """What collects errors follows causes and frames, and requests hold tokens."""
    error = failing(drive, httpx.ReadError("reset"))
    cause = error.__cause__
    assert isinstance(cause, httpx.ReadError)
    assert cause.__traceback__ is cause.__context__ is cause.__cause__ is cause._request is None
    assert error.__context__ is None


def test_the_cause_of_a_refused_header_is_not_kept(drive: Driver) -> None:
    """It quotes the header."""
    error = failing(drive, httpx.LocalProtocolError("Illegal header value b'Bearer abc'"))
    assert error.__cause__ is error.__context__ is None
    assert "abc" not in str(error)


@pytest.mark.parametrize("response", [500, httpx.ReadError("reset")], ids=["response", "failure"])
def test_a_traceback_shows_no_token(drive: Driver, response: Any) -> None:
    try:
        drive.first(drive.client(Script([response]), max_retries=0))
    except HeymarketError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        assert "POST /v1/conversations" in shown
        assert "token-1" not in shown


# All of them.


def every_error(drive: Driver) -> list[HeymarketError]:
    page = [{"id": index, "updated": f"2026-01-01T00:00:{59 - index}Z"} for index in range(10)]
    client = drive.client(Script([page]))
    with pytest.raises(PagingError) as paging:
        drive.all(client)
    with pytest.raises(InvalidRequestError) as invalid:
        client.conversations.list(limit="ten")
    return [
        failing(drive, httpx.Response(400, json={"error": "bad_data"}, headers={"X-Request-Id": "req-7"})),
        failing(drive, httpx.Response(429, headers={"Retry-After": "7"})),
        failing(drive, httpx.ReadTimeout("slow")),
        failing(drive, b"{"),
        paging.value,
        invalid.value,
    ]


def test_errors_survive_pickling_with_all_they_know(drive: Driver) -> None:
    for error in every_error(drive):
        error.cursor = "2026-01-01T00:00:00Z"
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
        assert again.cursor == "2026-01-01T00:00:00Z"


def test_all_errors_are_one_tree(drive: Driver) -> None:
    kinds = {type(error) for error in every_error(drive)}
    assert {BadDataError, RateLimitError, RequestTimeoutError, DecodeError, PagingError, InvalidRequestError} == kinds
    assert all(issubclass(kind, HeymarketError) for kind in kinds)
    assert issubclass(InvalidRequestError, ValueError)


def test_a_hint_of_the_auth_layer_is_told(drive: Driver) -> None:
    response = httpx.Response(401, extensions={"auth_hint": "the clock is 600 s ahead"})
    client = drive.client(lambda _: response, max_retries=0)
    with pytest.raises(AuthenticationError, match="/v1/conversations: the clock is 600 s ahead"):
        drive.first(client)


def test_a_request_id_drives_no_terminal(drive: Driver) -> None:
    script = Script([httpx.Response(404, headers=[(b"X-Request-Id", b"a\x1b[31mred")])])
    with pytest.raises(NotFoundError) as caught:
        drive.all(drive.client(script))
    assert str(caught.value).endswith("(request id a\N{REPLACEMENT CHARACTER}[31mred)")


@pytest.mark.parametrize(
    "base", ["https://api.heymarket.com/v1", "https://api.heymarket.com/v1/", "https://a.test/x/y"]
)
def test_the_path_is_the_one_that_was_requested(drive: Driver, base: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "heymarket")
    for response in (404, httpx.ConnectError("nobody there")):
        script = Script([response])
        with pytest.raises(HeymarketError) as caught:
            drive.first(drive.client(script, base_url=base, max_retries=0))
        requested = script.requests[0].url.path
        assert requested.endswith("/v1/conversations")
        assert requested != "/v1/conversations"
        assert caught.value.path == requested
        assert f"POST {requested}" in str(caught.value)
        assert f"POST {requested} -> " in caplog.messages[-1]


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_each_error_is_made_again_from_its_arguments(kind: type[HeymarketError]) -> None:
    """So do task queues that write errors as JSON: class and arguments survive, no more."""
    made = ERRORS[kind]()
    again = type(made)(*json.loads(json.dumps(made.args)))
    assert type(again) is kind
    assert str(again) == str(made)
    if isinstance(made, ApiError):
        assert again.status_code == made.status_code
        assert again.body == b""
    if isinstance(made, InvalidRequestError):
        assert again.argument == made.argument


def test_an_error_from_a_message_of_somebody_else_has_no_status() -> None:
    assert ApiError("no such thing").status_code == 0
