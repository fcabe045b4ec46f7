from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

import attrs
import pytest
import yaml

from heymarket_sandbox import Sandbox, SandboxError, Settings
from heymarket_sandbox.api import Api
from heymarket_sandbox.resources import HANDLERS
from heymarket_sandbox.spec import IN_REPOSITORY, Spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sandbox.conftest import Client

SPEC: dict[str, Any] = yaml.safe_load(IN_REPOSITORY.read_text(encoding="utf-8"))
PING: dict[str, Any] = {
    "operationId": "ping",
    "parameters": [
        {"name": "times", "in": "query", "schema": {"type": "integer", "format": "int64", "minimum": 1}},
        {"name": "loud", "in": "query", "schema": {"type": "boolean"}},
        {"name": "X-Name", "in": "header", "required": True, "schema": {"type": "string"}},
    ],
    "responses": {
        status: {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}
        for status in ("200", "400")
    },
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Settings]:
    def written(change: Any) -> Settings:
        spec = copy.deepcopy(SPEC)
        change(spec)
        path = tmp_path / "changed.yaml"
        path.write_text(yaml.safe_dump(spec), encoding="utf-8")
        return Settings(spec=path)

    return written


def examples() -> list[Any]:
    return [
        pytest.param(path, method, example["value"], id=f"{operation['operationId']}-{name}")
        for path, item in SPEC["paths"].items()
        for method, operation in item.items()
        for name, example in operation.get("requestBody", {})
        .get("content", {})
        .get("application/json", {})
        .get("examples", {})
        .items()
    ]


@pytest.mark.parametrize(("path", "method", "body"), examples())
def test_the_examples_of_the_spec_work(client: Client, path: str, method: str, body: Any) -> None:
    if "{" in path:
        pytest.skip("needs a path parameter")
    assert client.request(method, path, json=body).status_code == 200


def test_every_operation_has_a_handler_and_every_handler_an_operation() -> None:
    assert {each.id for each in Spec.load().operations} == set(HANDLERS)


def test_an_operation_without_a_handler_ends_the_start(write: Callable[..., Settings]) -> None:
    settings = write(lambda spec: spec["paths"].update({"/v1/ping": {"get": PING}}))
    with pytest.raises(SandboxError, match=r"operations without a handler in resources: ping"):
        Sandbox(settings)


def test_a_handler_without_an_operation_ends_the_start(write: Callable[..., Settings]) -> None:
    settings = write(lambda spec: spec["paths"]["/v1/conversations"]["post"].update(operationId="renamed"))
    with pytest.raises(SandboxError, match="without a handler"):
        Sandbox(settings)
    settings = write(lambda spec: spec["paths"].clear())
    with pytest.raises(SandboxError, match=r"operations that the spec lacks: .*listConversations"):
        Sandbox(settings)


def test_an_operation_without_an_id_is_named(write: Callable[..., Settings]) -> None:
    settings = write(lambda spec: spec["paths"]["/v1/conversations"]["post"].pop("operationId"))
    with pytest.raises(SandboxError, match="POST /v1/conversations of the spec has no operationId"):
        Sandbox(settings)


@pytest.mark.parametrize(
    ("text", "message"), [(None, "cannot read"), ("a: [", "is not YAML"), ("a: 1", "is not an OpenAPI spec")]
)
def test_a_spec_that_cannot_be_read(tmp_path: Path, text: str | None, message: str) -> None:
    path = tmp_path / "spec.yaml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(SandboxError, match=message):
        Sandbox(Settings(spec=path))


def test_a_new_operation_is_a_spec_entry_and_a_handler(
    monkeypatch: pytest.MonkeyPatch, write: Callable[..., Settings], connect: type[Client]
) -> None:
    monkeypatch.setitem(HANDLERS, "ping", lambda call: call.parameters)
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    operation = {**PING, "parameters": [*PING["parameters"], number]}
    settings = write(lambda spec: spec["paths"].update({"/v1/{id}/ping": {"get": operation}}))
    with Sandbox(settings) as sandbox, connect(sandbox) as client:
        named = {"X-Name": "me"}
        response = client.get("/v1/7/ping", params={"times": "3", "loud": "true"}, headers=named)
        assert response.json() == {"times": 3, "loud": True, "X-Name": "me", "id": 7}
        assert client.post("/v1/7/ping").headers["Allow"] == "GET"
        for path, headers, name in [
            ("/v1/x/ping", named, "id"),
            ("/v1/7/ping?times=0", named, "times"),
            ("/v1/7/ping?times=1e3", named, "times"),
            ("/v1/7/ping?times=9223372036854775808", named, "times"),
            ("/v1/7/ping?times=" + "9" * 5000, named, "times"),
            ("/v1/7/ping?loud=yes", named, "loud"),
            ("/v1/7/ping", {}, "X-Name"),
        ]:
            response = client.get(path, headers=headers)
            assert response.status_code == 400
            assert response.json()["message"].startswith(f"{name}: ")


def test_a_response_that_breaks_the_spec_is_our_fault_and_says_where(
    client: Client, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.update_conversation(sandbox.conversations[0]["id"], members=[{"id": "55"}])
    response = client.ask(limit=1)
    assert response.status_code == 500
    assert "breaks the spec: [0].members[0].id: " in response.json()["message"]
    assert "breaks the spec" in caplog.text


def test_a_minimum_in_the_spec_is_enforced_without_a_change_of_code(
    write: Callable[..., Settings], connect: type[Client]
) -> None:
    settings = write(
        lambda spec: spec["components"]["schemas"]["ConversationQuery"]["properties"]["limit"].update(minimum=1)
    )
    with Sandbox(settings) as sandbox, connect(sandbox) as client:
        assert client.ask(limit=0).json()["message"] == "limit: 0 is less than the minimum of 1"


def test_a_failing_handler_is_a_500_with_a_body(
    monkeypatch: pytest.MonkeyPatch, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Api, "_over_limit", lambda _: 1 / 0)
    monkeypatch.setattr("heymarket_sandbox.limits.RateLimit.wait", lambda _: 1.0)
    response = client.ask()
    assert response.status_code == 500
    assert response.json()["error"] == "Server error"
    assert response.headers["X-Request-Id"]
    assert "ZeroDivisionError" in caplog.text


def test_responses_are_as_the_spec_says(client: Client) -> None:
    (operation,) = [each for each in Spec.load().operations if each.id == "listConversations"]
    assert operation.success_status == 200
    assert operation.response_error(418, {}) == "status 418 is not documented"
    assert re.match(r"\[0\]\.id: ", operation.response_error(200, [{"id": "x"}]) or "")
    assert attrs.has(type(operation))
