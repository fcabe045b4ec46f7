"""Requests that the client has no method for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import DecodeError, InvalidRequestError, NotFoundError

from .driving import Script

if TYPE_CHECKING:
    from .driving import Driver


def test_method_path_query_and_body_are_sent(drive: Driver) -> None:
    script = Script([{"id": 1}])
    client = drive.client(script, base_url="https://example.com/api")
    response = drive.request(
        client, "patch", "/v2/things/a%2Fb", json={"a": [1, None], "b": None}, query={"q": "x y&z"}
    )
    (request,) = script.requests
    assert (request.method, str(request.url)) == ("PATCH", "https://example.com/api/v2/things/a%2Fb?q=x%20y%26z")
    assert script.bodies == [{"a": [1, None]}]
    assert request.headers["authorization"] == "Bearer token-1"
    assert (response.status_code, response.parse(), response.request_id) == (200, {"id": 1}, "req-1")


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ({}, ""),
        ({"a": None}, ""),
        ({"a": [None]}, ""),
        ({"a": True, "b": False}, "a=true&b=false"),
        ({"a": 1.5, "b": 0}, "a=1.5&b=0"),
        ({"a": [1, "é"], "b": ""}, "a=1&a=%C3%A9&b="),
        ({"a+b": "c+d"}, "a%2Bb=c%2Bd"),
    ],
    ids=str,
)
def test_a_query_is_text(drive: Driver, query: dict[str, Any], sent: str) -> None:
    script = Script([{}])
    drive.request(drive.client(script), "GET", "/v1/things", query=query)
    assert script.requests[0].url.query.decode() == sent


@pytest.mark.parametrize(
    ("arguments", "options", "named"),
    [
        (("TRACE", "/v1"), {}, "method"),
        (("", "/v1"), {}, "method"),
        (("GET\r\n", "/v1"), {}, "method"),
        (("GET", "v1/things"), {}, "path"),
        (("GET", ""), {}, "path"),
        (("GET", "https://evil.example/v1"), {}, "path"),
        (("GET", "/v1/../admin"), {}, "path"),
        (("GET", "/v1/./things"), {}, "path"),
        (("GET", "/v1/%2e%2E/admin"), {}, "path"),
        (("GET", "/v1/.%2e"), {}, "path"),
        (("GET", "/v1/a%2F..%2Fb"), {}, "path"),
        (("GET", "/v1/things?a=1"), {}, "path"),
        (("GET", "/v1/things#a"), {}, "path"),
        (("GET", "/v1/thé"), {}, "path"),
        (("GET", "/v1/a b"), {}, "path"),
        (("GET", "/v1/%zz"), {}, "path"),
        (("GET", "/v1/things\n"), {}, "path"),
        (("POST", "/v1/things"), {"semantics": "Unsafe"}, "semantics"),
        (("POST", "/v1/things"), {"semantics": ""}, "semantics"),
        (("POST", "/v1/things"), {"json": {"a": {1}}}, "a"),
        (("GET", "/v1/things"), {"query": {"a": b"x"}}, "query.a"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_named_and_not_sent(
    drive: Driver, arguments: tuple[str, str], options: dict[str, Any], named: str
) -> None:
    script = Script([{}])
    with pytest.raises(InvalidRequestError) as caught:
        drive.request(drive.client(script), *arguments, **options)
    assert caught.value.argument == named
    assert script.requests == []


@pytest.mark.parametrize(
    ("method", "attempts"), [("GET", 2), ("HEAD", 2), ("PUT", 2), ("DELETE", 2), ("POST", 1), ("PATCH", 1)]
)
def test_a_method_says_whether_it_may_be_repeated(drive: Driver, method: str, attempts: int) -> None:
    script = Script([503])
    with pytest.raises(Exception, match="503"):
        drive.request(drive.client(script, max_retries=1), method, "/v1/things")
    assert len(script.requests) == attempts


def test_semantics_given_outweigh_the_method(drive: Driver) -> None:
    script = Script([503])
    with pytest.raises(Exception, match="503"):
        drive.request(drive.client(script, max_retries=1), "DELETE", "/v1/things", semantics="unsafe")
    assert len(script.requests) == 1


def test_an_error_names_the_request(drive: Driver) -> None:
    with pytest.raises(NotFoundError, match=r"^404 Not Found from GET /v1/things/7: gone") as caught:
        drive.request(drive.client(Script([httpx.Response(404, text="gone")])), "GET", "/v1/things/7", query={"q": 1})
    assert caught.value.path == "/v1/things/7"


@pytest.mark.parametrize("method", ["HEAD", "DELETE"])
def test_a_response_without_body_has_nothing_to_parse(drive: Driver, method: str) -> None:
    response = drive.request(drive.client(Script([204])), method, "/v1/things/7")
    assert (response.status_code, response.content) == (204, b"")
    with pytest.raises(DecodeError, match=f"^{method} /v1/things/7: the body is empty"):
        response.parse()


def test_any_json_may_come_back(drive: Driver) -> None:
    for body in (None, "ok", 1.5, [1, {"a": None}], {"deep": {"er": []}}):
        client = drive.client(Script([json.dumps(body).encode()]))
        assert drive.request(client, "GET", "/x").parse() == body
