from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest

from heymarket_sandbox import Sandbox, Settings

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

PATH = "/v1/conversations"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "body: a JSON body is required"),
        (b"{", "body: not JSON at line 1, column 2"),
        (b'{"limit": 1,\n "id": nul}', "body: not JSON at line 2, column 8"),
        (b"\xff", "body: not UTF-8 at byte 0"),
        (b"\xef\xbb\xbf{}", "body: not JSON at line 1, column 1"),
        (b'{"limit": NaN}', "body: NaN is not JSON"),
        (b'{"filter": "\\ud800"}', "body: a string holds half of a surrogate pair"),
        (b"[" * 100_000, "body: nested too deeply"),
        (b'{"limit": ' + b"9" * 5_000 + b"}", "body: Exceeds the limit"),
        (b"[]", "body: [] is not of type"),
        (b"null", "body: null is not of type"),
        (b'{"limit": "ten"}', 'limit: "ten" is not of type "integer"'),
        (b'{"limit": true}', "limit: true is not of type"),
        (b'{"limit": 1.5}', "limit: 1.5 is not of type"),
        (b'{"limit": 1e400}', "limit: "),
        (b'{"limit": 1e999999999999999999999}', "limit: "),
        (b'{"limit": -1e' + b"9" * 4_000 + b"}", "limit: "),
        (b'{"id": 9223372036854775808}', "id: 9223372036854775808 is greater than the maximum"),
        (b'{"id": 9223372036854775808.0}', "id: 9223372036854775808 is greater than the maximum"),
        (b'{"id": null}', "id: null is not of type"),
        (b'{"filters": {"closed": "yes"}}', 'filters.closed: "yes" is not of type'),
        (b'{"filters": {"inboxes": [1, "2"]}}', 'filters.inboxes[1]: "2" is not of type'),
        (b'{"date": "2024-01-01T00:00:00"}', "date: "),
        (b'{"date": "2024-02-30T00:00:00Z"}', "date: "),
        (b'{"date": ""}', "date: "),
    ],
)
def test_bad_data_names_the_place(client: Client, body: bytes, message: str) -> None:
    response = client.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400, response.text
    assert response.json()["error"] == "bad_data"
    assert response.json()["message"].startswith(message)


@pytest.mark.parametrize("body", [b'{"id": 9223372036854775807.0}', b'{"assigned": -9223372036854775808}'])
def test_the_outermost_integers_are_valid(client: Client, body: bytes) -> None:
    response = client.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in {200, 403}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_bad_data(client: Client, kind: str) -> None:
    response = client.post(PATH, content=b"{}", headers={"Content-Type": kind})
    assert response.status_code == 400
    assert response.json()["message"].startswith("Content-Type must be application/json")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_content_types_are_compared_as_http_says(client: Client, kind: str) -> None:
    assert client.post(PATH, content=b"{}", headers={"Content-Type": kind}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/conversations/", "/v2/conversations", "/v1/conversations/x/y"])
def test_unknown_paths(client: Client, path: str) -> None:
    response = client.post(path, json={})
    assert response.status_code == 404
    assert response.json() == {"error": "Not found", "message": "no such path"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "QUERY"])
def test_wrong_methods_are_told_the_right_one(client: Client, method: str) -> None:
    response = client.request(method, PATH)
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


def test_every_response_has_a_request_id_and_a_date(client: Client, sandbox: Sandbox) -> None:
    responses = [
        client.ask(),
        client.ask(limit="ten"),
        client.ask(id=999),
        client.get(PATH),
        client.get("/nowhere"),
        client.post(PATH, json={}, headers={"Authorization": "Bearer no"}),
    ]
    assert [each.status_code for each in responses] == [200, 400, 403, 405, 404, 401]
    identifiers = [each.headers["X-Request-Id"] for each in responses]
    assert all(UUID.fullmatch(each) for each in identifiers)
    assert len(set(identifiers)) == len(responses)
    assert all(each.headers["Date"].endswith("GMT") for each in responses)
    assert [each.request_id for each in sandbox.requests] == identifiers


def test_even_what_is_not_http_has_a_request_id(sandbox: Sandbox) -> None:
    with socket.create_connection(("127.0.0.1", int(sandbox.url.rpartition(":")[2])), timeout=5) as raw:
        raw.sendall(b"good day\r\n\r\n")
        response = raw.makefile("rb").read()
    assert response.startswith(b"HTTP/1.1 400 ")
    assert b"x-request-id: " in response


def test_requests_are_remembered_without_credentials(client: Client, sandbox: Sandbox) -> None:
    client.ask(limit=2)
    client.post(PATH, content=b"{")

    first, second = sandbox.requests
    assert (first.method, first.path, first.body, first.status) == ("POST", PATH, {"limit": 2}, 200)
    assert (second.body, second.status) == (None, 400)
    assert client.headers["Authorization"].removeprefix("Bearer ") not in repr(sandbox.requests)
    assert sandbox.secret_key not in repr(sandbox.requests)


def test_only_the_last_requests_are_remembered(connect: type[Client]) -> None:
    with Sandbox(Settings(remembered_requests=2)) as sandbox, connect(sandbox) as client:
        for limit in (1, 2, 3):
            client.ask(limit=limit)
        assert [each.body["limit"] for each in sandbox.requests] == [2, 3]
