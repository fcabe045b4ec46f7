"""Layer 7: the sandbox keeps what an open schema does not check: names, credentials, pages and limits."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import itertools
import json
import time
from typing import TYPE_CHECKING, Any

import httpx
import jwt
import pytest

from heymarket_sandbox import Sandbox, Settings

from .support import calls, schemas, spec, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .support.calls import Said
    from .support.spec import Operation

operations = pytest.mark.parametrize("operation", spec.OPERATIONS, ids=lambda each: each.label)
with_body = pytest.mark.parametrize(
    "operation", [each for each in spec.OPERATIONS if each.body is not None], ids=lambda each: each.label
)
listings = pytest.mark.parametrize(
    "operation", [each for each in spec.OPERATIONS if "x-cursor" in each.raw], ids=lambda each: each.label
)


@contextlib.contextmanager
def asking(**settings: Any) -> Iterator[Any]:
    """Run a sandbox; gives a function that sends a request, said in its parts, without the client."""
    with Sandbox(Settings(**settings)) as sandbox, httpx.Client(base_url=sandbox.url, trust_env=False) as client:

        def ask(operation: Operation, said: Said, token: str | None = sandbox.team_api_key, **more: Any) -> Any:
            path = operation.path
            for name, value in said.path.items():
                path = path.replace(f"{{{name}}}", str(value))
            headers = {name: str(value) for name, value in said.header.items()}
            headers |= {} if token is None else {"Authorization": f"Bearer {token}"}
            given = {
                "headers": headers,
                "params": said.query or None,
                **({"json": said.body} if said.body is not None else {}),
            }
            return client.request(operation.method, path, **(given | more))

        ask.sandbox = sandbox
        yield ask


@pytest.fixture(scope="module")
def ask() -> Iterator[Any]:
    with asking(rate_limit=None) as ask:
        yield ask


@pytest.fixture
def ask_anew() -> Iterator[Any]:
    """Ask a sandbox of one's own: what other tests wrote may stand in the way."""
    with asking(rate_limit=None) as ask:
        yield ask


def examples(operation: Operation) -> Any:
    """Return the requests that the spec gives as examples, and the least one."""
    found = [calls.about_an_example(operation)]
    for body in operation.examples:
        found.append(calls.about_an_example(operation))
        found[-1].body = body
    return found


@operations
def test_a_response_holds_declared_fields_only(ask_anew: Any, operation: Operation) -> None:
    seen = set()
    for said in examples(operation):
        response = ask_anew(operation, said)
        seen.add(response.status_code)
        assert response.headers["content-type"] == spec.JSON
        assert response.headers["x-request-id"]
        assert not schemas.faults(schemas.closed(operation.responses[response.status_code]), response.json())
    assert operation.success in seen


@operations
def test_the_examples_of_the_spec_are_served(operation: Operation) -> None:
    for said in examples(operation)[1:]:
        with asking(rate_limit=None) as ask:  # as fresh for each: what one changes may forbid another
            response = ask(operation, said)
        assert response.status_code == operation.success, response.text


@operations
def test_every_response_has_a_request_id_of_its_own(ask: Any, operation: Operation) -> None:
    said = calls.fewest(operation)
    ids = [ask(operation, said, token=token).headers["x-request-id"] for token in (None, "x") for _ in range(2)]
    assert len(set(ids)) == len(ids)


def _part(value: Any) -> Any:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _signed(sandbox: Sandbox, *, key: str | None = None, algorithm: str = "HS256", **claims: Any) -> Any:
    key = key or f"{sandbox.secret_id}||{sandbox.secret_key}"
    told = {"iss": sandbox.secret_id, "iat": int(time.time()), **claims}
    return jwt.encode(told, key * 2 if algorithm == "HS512" else key, algorithm=algorithm)


WRONG_TOKENS = {
    "none": lambda _: None,
    "not a token": lambda _: "agreement",
    "unsigned": lambda sandbox: _signed(sandbox).rpartition(".")[0] + ".",
    "alg none": lambda sandbox: (
        f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part({'iss': sandbox.secret_id, 'iat': int(time.time())})}."
    ),
    "another key": lambda sandbox: _signed(sandbox, key="another key, long enough for HS256"),
    "the key without the id": lambda sandbox: _signed(sandbox, key=sandbox.secret_key),
    "another algorithm": lambda sandbox: _signed(sandbox, algorithm="HS512"),
    "expired": lambda sandbox: _signed(sandbox, iat=int(time.time()) - 301),
    "from the future": lambda sandbox: _signed(sandbox, iat=int(time.time()) + 3600),
    "another issuer": lambda sandbox: _signed(sandbox, iss="another"),
}


@pytest.mark.parametrize("name", WRONG_TOKENS)
@operations
def test_wrong_credentials_are_refused(ask: Any, operation: Operation, name: str) -> None:
    response = ask(operation, calls.fewest(operation), token=WRONG_TOKENS[name](ask.sandbox))
    assert response.status_code == 401
    assert not schemas.faults(schemas.closed(operation.responses[401]), response.json())


@pytest.mark.parametrize("scheme", ["Basic", "Token", "BearerX"])
@operations
def test_another_scheme_is_refused(ask: Any, operation: Operation, scheme: str) -> None:
    authorization = {"Authorization": f"{scheme} {ask.sandbox.team_api_key}"}
    assert ask(operation, calls.fewest(operation), headers=authorization).status_code == 401


@operations
def test_right_credentials_are_let_in(ask: Any, operation: Operation) -> None:
    said = calls.fewest(operation)
    tokens = [_signed(ask.sandbox), _signed(ask.sandbox, iat=int(time.time()) - 295), ask.sandbox.team_api_key]
    assert 401 not in [ask(operation, said, token=token).status_code for token in tokens]


@operations
def test_wrong_values_are_refused_by_name(ask: Any, operation: Operation) -> None:
    refused = 0
    for path, _ in schemas.paths(operation.body or {}):
        for value in (["text"], {"a": 1}, "text", 7.5, True, None) if path else ():
            said = calls.fullest(operation)
            said.body = values.replaced(said.body, path, value)
            if schemas.faults(schemas.bounded(operation.body), said.body):
                response = ask(operation, said)
                assert response.status_code == 400, (path, value)
                assert str(path[0]) in response.text
                assert not schemas.faults(schemas.closed(operation.responses[400]), response.json())
                refused += 1
    assert refused >= len(operation.fields)


@with_body
def test_a_body_must_be_json(ask: Any, operation: Operation) -> None:
    said = calls.fewest(operation)
    good = json.dumps(said.body)
    said.body = None
    authorization = {"Authorization": f"Bearer {ask.sandbox.team_api_key}"}
    as_json = {**authorization, "Content-Type": spec.JSON}
    assert ask(operation, said, content=good, headers=as_json).status_code not in {400, 401}
    for content, headers in (
        (good, authorization),
        (good, {**authorization, "Content-Type": "text/plain"}),
        ("a=b", {**authorization, "Content-Type": "application/x-www-form-urlencoded"}),
        *([("", as_json)] if operation.body_required else []),
        ("{", as_json),
        (b'{"a": "\xff"}', as_json),
        ('{"a": NaN}', as_json),
    ):
        response = ask(operation, said, content=content, headers=headers)
        assert response.status_code == 400, content
        assert not schemas.faults(schemas.closed(operation.responses[400]), response.json())


@operations
def test_other_methods_are_refused_and_told(ask: Any, operation: Operation) -> None:
    declared = {each.method.upper() for each in spec.ALL_OPERATIONS if each.path == operation.path}
    for method in {"GET", "PUT", "POST", "PATCH", "DELETE"} - declared:
        response = ask(dataclasses.replace(operation, method=method), calls.fewest(operation))
        assert response.status_code == 405
        assert {each.strip() for each in response.headers["allow"].split(",")} - {"HEAD"} == declared


@operations
def test_over_the_limit_is_the_documented_response(operation: Operation) -> None:
    with asking(rate_limit=3) as ask:
        responses = [ask(operation, calls.fewest(operation)) for _ in range(4)]
    assert [each.status_code == 429 for each in responses] == [False, False, False, True]
    assert not schemas.faults(schemas.closed(operation.responses[429]), responses[3].json())


def _cursor(operation: Operation) -> Any:
    said = operation.paging
    inputs = {each["type"]: each["name"] for each in said["inputs"]}
    field = said["outputs"]["nextCursor"].removeprefix(f"{said['outputs']['results']}[-1].")
    return inputs, field, operation.raw["x-cursor"]


def _list(ask: Any, operation: Operation, **fields: Any) -> Any:
    said = calls.about_an_example(operation)
    in_query = operation.parameters_in("query").keys() & fields.keys()
    said.query |= {name: fields.pop(name) for name in in_query}
    said.body = {**said.body, **fields} if fields else said.body
    response = ask(operation, said)
    assert response.status_code == operation.success, response.text
    return operation.listed(response.json())


def _as_cursor(cursor: Any, text: str) -> Any:
    """Return a timestamp in the unit in which a cursor is sent."""
    if "unit" not in cursor:
        return text
    (moment,), (epoch,) = _moments([{"": text}], ""), _moments([{"": "1970-01-01T00:00:00Z"}], "")
    return (moment - epoch) // 10**12


def _moments(items: Any, field: str) -> Any:
    return [values.instant(each[field])[0] for each in items]


@listings
def test_the_cursor_is_exclusive_and_the_order_descending(ask_anew: Any, operation: Operation) -> None:
    inputs, field, cursor = _cursor(operation)
    first = _list(ask_anew, operation)
    moments = _moments(first, field)
    assert moments == sorted(moments, reverse=True)
    assert len(set(moments)) > 2
    second = _list(ask_anew, operation, **{inputs["cursor"]: _as_cursor(cursor, first[-1][field])})
    assert second
    assert max(_moments(second, field)) < moments[-1]
    assert _list(ask_anew, operation, **{inputs["cursor"]: _as_cursor(cursor, "1990-01-01T00:00:00Z")}) == []
    if "reversed-by" in cursor:
        oldest = _list(ask_anew, operation, **{cursor["reversed-by"]: True})
        assert _moments(oldest, field) == sorted(_moments(oldest, field))
        at = {inputs["cursor"]: _as_cursor(cursor, oldest[-1][field])}
        after = _list(ask_anew, operation, **{cursor["reversed-by"]: True, **at})
        assert min(_moments(after, field)) > _moments(oldest, field)[-1]


@pytest.mark.parametrize(
    "operation",
    [each for each in spec.OPERATIONS if {"limit", "page"} <= {item["type"] for item in each.paging.get("inputs", ())}],
    ids=lambda each: each.label,
)
def test_limit_and_page_cut_the_same_list(ask: Any, operation: Operation) -> None:
    inputs = {each["type"]: each["name"] for each in operation.paging["inputs"]}
    whole = _list(ask, operation, **{inputs["limit"]: 20})
    assert len(whole) == 20
    assert all(whole.count(each) == 1 for each in whole)
    first = operation.first_page
    numbers = range(first, first + 4)
    parts = [_list(ask, operation, **{inputs["limit"]: 5, inputs["page"]: number}) for number in numbers]
    assert list(itertools.chain(*parts)) == whole
