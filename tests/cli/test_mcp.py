"""`heymarket mcp` over real standard streams: the tools, their schemas, and what they return."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, MCPError
from mcp_types import TextContent

from heymarket_auth import connect, connect_async
from heymarket_cli import failures
from heymarket_cli.mcp import results, schemas
from heymarket_cli.mcp.server import server_of
from heymarket_cli.mcp.tools import Tool, tools
from heymarket_cli.operations import Method, bare, groups
from heymarket_runtime.redaction import redactor
from heymarket_sandbox import Sandbox, Settings

from .agent import Agent, talk
from .command import Here, apart

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text(encoding="utf-8")
METHODS = [method for group in groups() for method in group.methods()]
ALL = tools([method.operation.name for method in METHODS])
READING = tools()
NOT_READING = [method for method in METHODS if method.operation.semantics != "safe"]


def operation(method: Method) -> dict[str, Any]:
    found: dict[str, Any] = schemas.spec()["paths"][method.operation.path][method.operation.method.lower()]
    return found


def examples(method: Method) -> Iterator[dict[str, Any]]:
    """The spec's examples of a request, as arguments."""
    spec, names = operation(method), {bare(name): name for name in method.arguments}
    parameters = [schemas._resolved(each) for each in spec.get("parameters", ())]
    given = {names[bare(each["name"])]: each["example"] for each in parameters if "example" in each}
    bodies = spec.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    for body in (each["value"] for each in bodies.values()):
        is_object = isinstance(body, dict)
        yield given | ({names[bare(name)]: value for name, value in body.items()} if is_object else {"body": body})
    if not bodies:
        yield given


def test_every_operation_that_only_reads_answers_an_agent(sandbox: Sandbox) -> None:
    async def use(agent: Agent) -> dict[str, Any]:
        listed = await agent.client.list_tools()
        return {
            each.name: await agent.result(each.name, **next(examples(ALL[each.name].method))) for each in listed.tools
        }

    found = talk(sandbox.environ, use)
    assert found.keys() == READING.keys()
    assert {name for name, tool in ALL.items() if tool.only_reads} == READING.keys()
    assert all(each["items"] for name, each in found.items() if READING[name].method.is_listing)
    with connect(environ=sandbox.environ) as client:
        assert found["conversations_get"] == client.conversations.get(9920).raw
        assert found["inboxes_list"] == [each.raw for each in client.inboxes.list()]
        assert found["contacts_count"] == client.contacts.count()


@pytest.mark.parametrize("tool", ALL.values(), ids=ALL)
def test_a_schema_takes_the_examples_of_the_spec_and_no_others(tool: Tool) -> None:
    schema = tool.definition().input_schema
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for example in examples(tool.method):
        assert list(validator.iter_errors(example)) == []
        assert not validator.is_valid(example | {"unheard_of": 1})
        for name in example:
            assert not validator.is_valid(example | {name: [[True]]})
            assert validator.is_valid({key: example[key] for key in example if key != name}) == (
                name not in tool.method.required
            )


@pytest.mark.parametrize("tool", ALL.values(), ids=ALL)
def test_every_argument_is_described_and_nothing_is_left_to_resolve(tool: Tool) -> None:
    definition = tool.definition()
    assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", definition.name)
    assert definition.description
    assert definition.title == operation(tool.method)["summary"]
    properties = definition.input_schema["properties"]
    assert properties.keys() >= tool.method.arguments.keys()
    assert all(each.keys() - {"description"} for each in properties.values()), "an argument that the spec does not have"
    text = json.dumps(definition.input_schema)
    assert "#/components/" not in text
    assert '"x-' not in text
    assert set(re.findall(r"#/\$defs/(\w+)", text)) == definition.input_schema.get("$defs", {}).keys()


@pytest.mark.parametrize("tool", ALL.values(), ids=ALL)
def test_a_host_is_told_what_writes(tool: Tool) -> None:
    told = tool.definition().annotations
    assert told is not None
    semantics = tool.method.operation.semantics
    assert told.read_only_hint == (semantics == "safe")
    assert told.destructive_hint == (semantics != "safe")
    assert told.idempotent_hint == (semantics != "unsafe")


def test_what_writes_is_there_only_by_name(sandbox: Sandbox) -> None:
    wanted = {"inbox_id": 2222, "creator_id": 55, "phone_number": "14155550123", "text": "Hello"}

    async def without(agent: Agent) -> str:
        with pytest.raises(MCPError) as caught:
            await agent.client.call_tool("messages_send", wanted)
        return caught.value.message

    async def with_it(agent: Agent) -> set[str]:
        await agent.result("messages_send", **wanted)
        return {each.name for each in (await agent.client.list_tools()).tools}

    before = len(sandbox.messages)
    assert "--allow" in talk(sandbox.environ, without)
    assert len(sandbox.messages) == before
    configured = json.loads(re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0])
    start, *words = configured["mcpServers"]["heymarket"]["args"]
    assert start == "mcp"
    assert talk(sandbox.environ, with_it, *words) == READING.keys() | {"messages_send"}
    assert [each["text"] for each in sandbox.messages].count("Hello") == 1
    assert len(sandbox.messages) == before + 1


def test_an_operation_that_is_none(sandbox: Sandbox) -> None:
    done = apart("mcp", "--allow", "message.send", environ=sandbox.environ)
    assert (done.returncode, done.stdout) == (failures.USAGE, "")
    assert "did you mean messages.send?" in done.stderr


def test_without_credentials() -> None:
    done = apart("mcp", environ={})
    assert (done.returncode, done.stdout) == (failures.NO_CREDENTIALS, "")
    assert done.stderr.count("\n") == 1


def test_without_the_extra(heymarket: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "heymarket_cli.mcp.server")
    monkeypatch.setitem(sys.modules, "mcp", None)
    code, said = heymarket.refused("mcp")
    assert code == failures.USAGE
    assert said.endswith('it comes with pip install "heymarket[mcp]"')


def test_it_ends_with_its_input(sandbox: Sandbox) -> None:
    done = apart("mcp", environ=sandbox.environ, input="")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


async def walked(agent: Agent, tool: str, **arguments: Any) -> list[list[Any]]:
    """Call as an agent does that follows `next`, and return the ids of each result."""
    found: list[list[Any]] = []
    after: dict[str, Any] | None = {}
    while after is not None:
        result = await agent.result(tool, **arguments, **after)
        found.append([each["id"] for each in result["items"]])
        after = result["next"]
        assert len(found) < 100
    return found


def test_following_next_finds_everything(sandbox: Sandbox) -> None:
    async def use(agent: Agent) -> tuple[list[list[Any]], list[list[Any]], list[list[Any]]]:
        return (
            await walked(agent, "conversations_list", enough=7, fields=["id"]),
            await walked(agent, "messages_list", enough=50, fields=["id"]),
            await walked(agent, "messages_history", phone_number="14155551234", inbox_id=2222, fields=["id"]),
        )

    conversations, messages, history = talk(sandbox.environ, use)
    assert len(conversations) > 5
    assert all(7 <= len(each) < 14 for each in conversations[:-1])
    with connect(environ=sandbox.environ) as client:
        assert {id_ for each in conversations for id_ in each} == {each.id for each in client.conversations.list()}
        assert {id_ for each in messages for id_ in each} == {each.id for each in client.messages.list()}
        written = client.messages.history(phone_number="14155551234", inbox_id=2222)
        assert {id_ for each in history for id_ in each} == {each.id for each in written}


@pytest.fixture
def tied() -> Iterator[Sandbox]:
    """More conversations of one moment than an agent asks for at once."""
    with Sandbox(Settings(conversations=0, rate_limit=None)) as running:
        for number in range(40):
            running.add_conversation(
                id=number + 1, updated=f"2030-01-01T00:00:{20 if 5 < number < 36 else 10 + number}Z"
            )
        yield running


def test_many_items_of_one_moment_do_not_repeat_for_ever(tied: Sandbox) -> None:
    async def use(agent: Agent) -> list[list[Any]]:
        return await walked(agent, "conversations_list", enough=5)

    assert {id_ for each in talk(tied.environ, use) for id_ in each} == set(range(1, 41))


def test_wrong_calls_are_errors_that_say_what_is_wrong(sandbox: Sandbox) -> None:
    async def use(agent: Agent) -> list[str]:
        return [
            await agent.refused("conversations_list", unheard_of=1),
            await agent.refused("conversations_list", limit="ten"),
            await agent.refused("conversations_list", enough=0),
            await agent.refused("conversations_list", fields="id"),
            await agent.refused("conversations_get"),
            await agent.refused("conversations_get", id=1),
        ]

    unknown, kind, least, fields, missing, absent = talk(sandbox.environ, use)
    assert unknown.startswith("no such argument: unheard_of; there are id, filters")
    assert kind == "limit: expected int, got str"
    assert least == f"enough: expected a whole number from 1 to {results.MOST}"
    assert fields == "fields: expected a list of names"
    assert missing == "missing id"
    assert absent.startswith("404 Not Found from GET /v1/conversations/1")
    assert [each.operation for each in sandbox.requests] == ["getConversation"]


def test_wrong_credentials_are_told_without_them(sandbox: Sandbox) -> None:
    wrong = "AnotherKeyThatNobodyMayEverSee000"

    async def use(agent: Agent) -> str:
        return await agent.refused("team_get")

    told = talk({**sandbox.environ, "HEYMARKET_API_SECRET_KEY": wrong}, use)
    assert told.startswith("401")
    assert wrong not in told
    assert "eyJ" not in told


def answered(body: Any, environ: dict[str, str], secret: str) -> tuple[bool, str]:
    """Return what a tool makes of a response that no sandbox gives."""

    async def run() -> tuple[bool, str]:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
        async with connect_async(environ=environ, transport=transport) as client:
            server = server_of(client, READING, redactor(secret))
            async with Client(server) as agent:
                result = await agent.call_tool("inboxes_list", {})
        (content,) = result.content
        assert isinstance(content, TextContent)
        return result.is_error, content.text

    return anyio.run(run)


def test_a_result_that_quotes_the_key(sandbox: Sandbox) -> None:
    secret = sandbox.secret_key
    is_error, text = answered([{"id": 1, "name": f"key {secret}"}], sandbox.environ, secret)
    assert not is_error
    assert json.loads(text)[0]["id"] == 1
    assert secret not in text


def test_a_result_that_is_too_long_is_no_result(sandbox: Sandbox) -> None:
    is_error, text = answered([{"id": 1, "name": "x" * results.LONGEST}], sandbox.environ, "none")
    assert is_error
    assert text.startswith("the result has 200,")
    assert "`fields`" in text


def test_fields_are_narrowed(sandbox: Sandbox) -> None:
    async def use(agent: Agent) -> Any:
        return await agent.result("team_get", fields=["id", "members.0.id"])

    with connect(environ=sandbox.environ) as client:
        team = client.team.get()
    assert talk(sandbox.environ, use) == {"id": team.id, "members.0.id": (team.members or [])[0].id}
