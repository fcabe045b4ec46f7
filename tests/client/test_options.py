"""Options are checked when they are given, and belong to one client or copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heymarket import DecodeError, InvalidRequestError, RateLimit
from heymarket_runtime import options

from .driving import Counting, Script

if TYPE_CHECKING:
    from .driving import Clock, Driver


class Authorizing:
    """Has the method of an `httpx.Auth`, and is none: httpx would refuse it."""

    def auth_flow(self, request: httpx.Request) -> None: ...

    def __repr__(self) -> str:
        return "Authorizing()"


WRONG: list[tuple[str, Any, str]] = [
    ("timeout", 0, "expected seconds above 0, an httpx.Timeout, or None"),
    ("timeout", -1, "expected seconds above 0"),
    ("timeout", "5", "expected seconds above 0"),
    ("timeout", True, "expected seconds above 0"),
    (
        "timeout",
        1e10,
        "expected seconds above 0, an httpx.Timeout, or None; at most 1000000 seconds, or None for no limit",
    ),
    ("timeout", 10**400, "expected seconds above 0, an httpx.Timeout, or None; at most 1000000 seconds"),
    ("timeout", httpx.Timeout(5, read=1e10), "expected seconds, 0 or more, or None for read; at most 1000000 seconds"),
    ("timeout", httpx.Timeout(5, pool=float("nan")), "expected seconds, 0 or more, or None for pool"),
    ("timeout", httpx.Timeout(5, connect=-1), "expected seconds, 0 or more, or None for connect"),
    ("timeout", float("nan"), "expected seconds above 0"),
    ("timeout", float("inf"), "expected seconds above 0"),
    ("max_retries", -1, "expected a whole number, 0 or more"),
    ("max_retries", 1.0, "expected a whole number, 0 or more"),
    ("max_retries", None, "expected a whole number, 0 or more"),
    ("max_retries", True, "expected a whole number, 0 or more"),
    ("deadline", -1, "expected seconds, 0 or more, or None"),
    ("deadline", 1e10, "expected seconds, 0 or more, or None; at most 1000000 seconds, or None for no limit"),
    ("deadline", float("inf"), "expected seconds, 0 or more, or None"),
    ("deadline", "soon", "expected seconds, 0 or more, or None"),
    ("deadline", float("nan"), "expected seconds, 0 or more, or None"),
    ("strict", "yes", "expected True or False"),
    ("strict", 1, "expected True or False"),
    ("on_drift", None, "expected a function that takes a Drift"),
]
OPTIONS_OF_A_COPY = "timeout, max_retries, deadline, strict, on_drift, on_call"
WRONG_FOR_A_CLIENT = [
    ("rate_limit", 0, "expected requests a minute, 1 or more, a RateLimit, or None"),
    ("rate_limit", -5, "expected requests a minute"),
    ("rate_limit", 1.5, "expected requests a minute"),
    ("rate_limit", True, "expected requests a minute"),
    ("rate_limit", "500", "expected requests a minute"),
    ("auth", "key", "expected credentials such as heymarket_auth.ApiSecret"),
    ("auth", None, "expected credentials such as heymarket_auth.ApiSecret"),
    ("auth", Counting, "expected credentials such as heymarket_auth.ApiSecret"),
    ("auth", ("user", "password"), "expected credentials such as heymarket_auth.ApiSecret"),
    ("auth", Authorizing(), "expected credentials such as heymarket_auth.ApiSecret"),
    ("transport", "proxy", "expected an object with the method handle_"),
    ("transport", 5, "expected an object with the method handle_"),
    ("transport", httpx.MockTransport, "expected an object with the method handle_"),
    ("base_url", "https://api.heymarket.com:65536", "ports go from 1 to 65535, not 65536"),
    ("base_url", "http://127.0.0.1:0", "ports go from 1 to 65535, not 0"),
    ("base_url", "https://api..heymarket.com", "the parts of a host's name have 1 to 63 letters each"),
    ("base_url", "https://.heymarket.com", "the parts of a host's name have 1 to 63 letters each"),
    ("base_url", f"https://{'a' * 64}.com", "the parts of a host's name have 1 to 63 letters each"),
    ("base_url", "", "expected an absolute URL such as https://api.heymarket.com"),
    ("base_url", "api.heymarket.com", "expected an absolute URL"),
    ("base_url", "/v1", "expected an absolute URL"),
    ("base_url", "ftp://api.heymarket.com", "expected an absolute URL"),
    ("base_url", "https://", "expected an absolute URL"),
    ("base_url", "https://user@api.heymarket.com", "must have no user name, query or fragment"),
    ("base_url", "https://user:secret@api.heymarket.com", "must have no user name, query or fragment"),
    ("base_url", "https://api.heymarket.com?a=1", "must have no user name, query or fragment"),
    ("base_url", "https://api.heymarket.com#a", "must have no user name, query or fragment"),
    ("base_url", "http://api.heymarket.com", "use https for api.heymarket.com; plain http is for loopback hosts only"),
    ("base_url", "http://127.0.0.1.example.com", "use https for 127.0.0.1.example.com"),
    ("base_url", "http://localhost.example.com", "use https for"),
    ("base_url", "http://0.0.0.0", "use https for"),
    ("base_url", "http://128.0.0.1", "use https for"),
    ("base_url", "https://a b", "not a URL"),
    ("base_url", "https://a:port", "not a URL"),
    ("base_url", "https://api.heymarket.com ", "not a URL: it holds a space"),
    ("base_url", "https://api.heymarket.com\n", "not a URL"),
    ("base_url", 5, "not a URL"),
    ("base_url", None, "not a URL"),
]


@pytest.mark.parametrize(("name", "value", "problem"), WRONG + WRONG_FOR_A_CLIENT, ids=str)
def test_a_client_refuses_options_that_make_no_sense(drive: Driver, name: str, value: Any, problem: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        drive.client(Script([[]]), **{name: value})
    assert caught.value.argument == name
    assert str(caught.value).startswith(f"{name}: {problem}")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("name", "value", "problem"), WRONG, ids=str)
def test_with_options_refuses_the_same(drive: Driver, name: str, value: Any, problem: str) -> None:
    with pytest.raises(InvalidRequestError, match=name):
        drive.client(Script([[]])).with_options(**{name: value})


@pytest.mark.parametrize("name", ["retries", "Timeout", "http2"])
def test_an_unknown_option_is_told_which_there_are(drive: Driver, name: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        drive.client(Script([[]]), **{name: None})
    everything = f"auth, {OPTIONS_OF_A_COPY}, base_url, rate_limit, transport"
    assert str(caught.value) == f"{name}: no such option; there are {everything}"
    with pytest.raises(InvalidRequestError) as caught:
        drive.client(Script([[]])).with_options(**{name: None})
    assert str(caught.value) == f"{name}: no such option; with_options takes {OPTIONS_OF_A_COPY}"


@pytest.mark.parametrize("name", ["base_url", "rate_limit", "transport", "auth"])
def test_what_belongs_to_a_client_is_no_option_of_a_copy(drive: Driver, name: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        drive.client(Script([[]])).with_options(**{name: None})
    assert caught.value.argument == name
    assert str(caught.value) == f"{name}: is set for a whole client only; with_options takes {OPTIONS_OF_A_COPY}"


def test_a_transport_of_the_other_kind_is_refused(drive: Driver) -> None:
    kinds = {"handle_request": httpx.HTTPTransport, "handle_async_request": httpx.AsyncHTTPTransport}
    mine = "handle_async_request" if drive.asynchronous else "handle_request"
    (other,) = [kind for name, kind in kinds.items() if name != mine]
    with pytest.raises(InvalidRequestError, match=f"^transport: expected an object with the method {mine}, such as"):
        drive.client(transport=other())


def test_credentials_are_required(drive: Driver) -> None:
    with pytest.raises(TypeError, match="auth"):
        drive.kind()


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("https://api.example.com", "https://api.example.com/v1/conversations"),
        ("https://api.example.com/", "https://api.example.com/v1/conversations"),
        ("https://api.example.com:8443/a/b//", "https://api.example.com:8443/a/b/v1/conversations"),
        ("https://api.example.com/a%2Fb", "https://api.example.com/a%2Fb/v1/conversations"),
        ("HTTPS://API.example.com", "https://api.example.com/v1/conversations"),
        ("http://localhost:8080", "http://localhost:8080/v1/conversations"),
        ("http://127.9.9.9", "http://127.9.9.9/v1/conversations"),
        ("http://[::1]:8080", "http://[::1]:8080/v1/conversations"),
    ],
)
def test_a_base_url_is_taken_as_it_is(drive: Driver, base_url: str, url: str) -> None:
    script = Script([[]])
    drive.first(drive.client(script, base_url=base_url))
    assert str(script.requests[0].url) == url
    assert script.requests[0].headers["host"] == script.requests[0].url.netloc.decode()


def test_the_default_is_production_over_https(drive: Driver) -> None:
    script = Script([[]])
    drive.first(drive.client(script))
    assert str(script.requests[0].url) == "https://api.heymarket.com/v1/conversations"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"connect": 5.0, "read": 30.0, "write": 30.0, "pool": 30.0}),
        ({"timeout": 60}, {"connect": 5.0, "read": 60, "write": 60, "pool": 60}),
        ({"timeout": 2}, {"connect": 2, "read": 2, "write": 2, "pool": 2}),
        ({"timeout": None}, {"connect": None, "read": None, "write": None, "pool": None}),
        ({"timeout": httpx.Timeout(9, pool=1)}, {"connect": 9, "read": 9, "write": 9, "pool": 1}),
        ({"deadline": 20}, {"connect": 5.0, "read": 20, "write": 20, "pool": 20}),
        ({"deadline": 20, "timeout": None}, {"connect": 20, "read": 20, "write": 20, "pool": 20}),
    ],
    ids=str,
)
def test_timeouts_go_with_the_request(drive: Driver, options: dict[str, Any], expected: dict[str, Any]) -> None:
    script = Script([[]])
    drive.first(drive.client(script, **options))
    drive.first(drive.client(script).with_options(**options))
    assert [request.extensions["timeout"] for request in script.requests] == [expected, expected]


def test_a_copy_changes_nothing_in_the_original(drive: Driver, clock: Clock) -> None:
    script = Script([500])
    client = drive.client(script, max_retries=2)
    resource = client.conversations
    copy = client.with_options(max_retries=0, timeout=1)
    for each, attempts in ((copy.conversations, 1), (client.conversations, 3), (resource, 3)):
        script.requests.clear()
        with pytest.raises(Exception, match="500"):
            drive.run(each.list())
        assert len(script.requests) == attempts
    assert client.with_options() is not client


def test_copies_of_copies_keep_what_was_chosen(drive: Driver) -> None:
    client = drive.client(Script([[{"id": "1"}]])).with_options(strict=True).with_options(timeout=1)
    with pytest.raises(DecodeError):
        drive.first(client)


def test_a_copy_shares_connections_and_closing(drive: Driver) -> None:
    client = drive.client(Script([[]]))
    copy = client.with_options(timeout=1)
    assert copy._driver.http is client._driver.http
    drive.run(copy.close())
    with pytest.raises(RuntimeError, match="closed"):
        drive.first(client)


def test_a_client_is_a_context_manager_that_closes(drive: Driver) -> None:
    client = drive.client(Script([[]]))
    if drive.asynchronous:

        async def main() -> None:
            async with client as entered:
                assert entered is client

        drive.run(main())
    else:
        with client as entered:
            assert entered is client
    assert client._driver.http.is_closed


def test_closing_twice_is_fine(drive: Driver) -> None:
    client = drive.client(Script([[]]))
    drive.run(client.close())
    drive.run(client.close())


@pytest.mark.parametrize("kind", ["client", "resource", "raw"])
def test_a_repr_names_the_server_and_nothing_secret(drive: Driver, kind: str) -> None:
    client = drive.client(Script([[]]), auth=httpx.BasicAuth("user", "secret"), base_url="http://localhost:1/a")
    shown = {"client": client, "resource": client.conversations, "raw": client.conversations.with_raw_response}[kind]
    assert "secret" not in repr(shown)
    if kind == "client":
        assert repr(client) == f"<{drive.kind.__name__} http://localhost:1/a>"


def test_the_resource_of_a_client_is_made_once(drive: Driver) -> None:
    client = drive.client(Script([[]]))
    assert client.conversations is client.conversations
    assert client.with_options().conversations is not client.conversations


@pytest.mark.parametrize(("rate_limit", "waits"), [(2, 1), (lambda: RateLimit(2, 60), 1), (None, 0), (3, 0)])
def test_forms_of_a_rate_limit(drive: Driver, clock: Clock, rate_limit: Any, waits: int) -> None:
    client = drive.client(Script([[]]), rate_limit=rate_limit() if callable(rate_limit) else rate_limit)
    for _ in range(3):
        drive.first(client)
    assert sum(clock.slept) == pytest.approx(61 * waits)


@pytest.mark.parametrize("arguments", [(0,), (-1,), (5, 0), (5, -1), (5, float("nan"))])
def test_a_rate_limit_of_nothing_is_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="at least one request in more than zero seconds"):
        RateLimit(*arguments)


def test_the_repr_of_a_rate_limit() -> None:
    assert repr(RateLimit(5, 1)) == "RateLimit(requests=5, seconds=1)"


def test_a_long_life_with_many_paths_keeps_few_urls(drive: Driver) -> None:
    client = drive.client(Script([{}]))
    for number in range(300):
        drive.request(client, "GET", f"/v1/things/{number}")
    assert client._driver.wire.url.cache_info().currsize <= 64


@pytest.mark.parametrize("host", [f"{'a' * 63}.test", "api.heymarket.com.", "[::1]", "127.0.0.1:65535", "bücher.test"])
def test_a_host_that_can_be_looked_up_is_taken(drive: Driver, host: str) -> None:
    assert drive.client(Script([[]]), base_url=f"https://{host}")


@given(st.text("abc.-:1[]é", max_size=20), st.one_of(st.none(), st.integers(-1, 10**6)))
def test_a_base_url_is_refused_or_can_be_connected_to(host: str, port: int | None) -> None:
    try:
        url = options.base_url(f"https://{host}" if port is None else f"https://{host}:{port}")
    except InvalidRequestError:
        pass
    else:
        url.raw_host.decode("ascii").encode("idna")  # as `socket.getaddrinfo` does
        assert url.port is None or 0 < url.port < 2**16
