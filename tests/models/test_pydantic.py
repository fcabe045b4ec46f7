"""pydantic and FastAPI take models as they are."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import fastapi
import httpx
import pydantic
import pytest

from heymarket.models import Conversation, ConversationMember, Inbox

from .every import MODELS, TIME, bare, full, json_of, models_of

if TYPE_CHECKING:
    from collections.abc import Callable

every_model = pytest.mark.parametrize("model", MODELS)
CONVERSATIONS = pydantic.TypeAdapter(Conversation)


class Ticket(pydantic.BaseModel):
    conversation: Conversation
    inbox: Inbox | None = None
    others: list[Conversation] = []


@every_model
def test_a_type_adapter_takes_instances_and_dicts_and_gives_json(model: type[Any]) -> None:
    adapter = pydantic.TypeAdapter(model)
    value = full(model)
    assert adapter.validate_python(value) is value
    assert adapter.validate_python(json_of(model)) == value
    assert adapter.validate_json(json.dumps(json_of(model))) == value
    assert type(adapter.validate_python(bare(model).to_dict())) is model
    assert adapter.dump_python(value) == json.loads(adapter.dump_json(value)) == value.to_dict()
    assert adapter.dump_python(bare(model)) == bare(model).to_dict()


@pytest.mark.parametrize("mode", ["validation", "serialization"])
@every_model
def test_the_json_schema_is_that_of_the_fields(model: type[Any], mode: Any) -> None:
    schema = pydantic.TypeAdapter(model).json_schema(mode=mode)
    assert (schema["type"], schema["title"]) == ("object", model.__name__)
    assert " ".join(schema["description"].split()) == " ".join(model.__doc__.split())
    assert list(schema["properties"]) == list(model.__struct_encode_fields__)
    assert schema.get("required", []) == list(bare(model).to_dict())


def test_the_json_schema_has_types_and_descriptions() -> None:
    properties = CONVERSATIONS.json_schema()["properties"]
    assert properties["id"] == {
        "type": "integer",
        "title": "Id",
        "description": "Conversation id; other endpoints call it `chat_id`, `convo_id` or `conversation_id`.",
    }
    assert properties["updated"]["anyOf"] == [{"type": "string", "format": "date-time"}, {"type": "null"}]
    assert properties["members"]["anyOf"][0]["items"] == {"$ref": "#/$defs/ConversationMember"}


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"id": "x"}, ("id",)),
        ({}, ("id",)),
        ({"id": 1, "members": [{"id": 1}, {"id": []}]}, ("members", 1, "id")),
        ({"id": 1, "updated": "2026-04-12T15:30:00"}, ("updated",)),
        ({"id": 1, "updated": "soon"}, ("updated",)),
        ([], ()),
        (ConversationMember(id=1), ()),
    ],
    ids=str,
)
def test_what_is_wrong_is_a_validation_error_with_the_name_of_the_field(given: Any, place: tuple[Any, ...]) -> None:
    with pytest.raises(pydantic.ValidationError) as caught:
        CONVERSATIONS.validate_python(given)
    assert [error["loc"] for error in caught.value.errors()] == [place]
    assert "Conversation" in caught.value.title
    with pytest.raises(pydantic.ValidationError) as caught:
        Ticket(conversation=given)
    assert [error["loc"] for error in caught.value.errors()] == [("conversation", *place)]


def test_a_field_of_a_base_model() -> None:
    conversation = Conversation(id=1, members=[ConversationMember(id=2)])
    ticket = Ticket(conversation=conversation, others=[conversation])
    assert ticket.conversation is conversation
    form = {"id": 1, "members": [{"id": 2}]}
    assert ticket.model_dump() == {"conversation": form, "inbox": None, "others": [form]}
    assert Ticket.model_validate_json(ticket.model_dump_json()) == ticket
    assert set(Ticket.model_json_schema()["$defs"]) >= {"Conversation", "ConversationMember", "Inbox"}


def test_fastapi_responses_with_models_and_describes_them() -> None:
    app = fastapi.FastAPI()

    @app.get("/conversations", response_model=list[Conversation])
    async def conversations() -> Any:
        return [
            Conversation(id=1, updated=CONVERSATIONS.validate_python({"id": 1, "updated": TIME}).updated),
            {"id": 2},
        ]

    @app.put("/conversations")
    async def put(conversation: Annotated[Conversation, fastapi.Body()]) -> Conversation:
        return conversation

    async def ask() -> tuple[Any, Any, httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            listed = (await client.get("/conversations")).json()
            taken = (await client.put("/conversations", json={"id": 3, "name": "Ada"})).json()
            return listed, taken, await client.put("/conversations", json={"id": "x"})

    listed, taken, refused = asyncio.run(ask())
    assert listed == [{"id": 1, "updated": TIME}, {"id": 2}]
    assert taken == {"id": 3, "name": "Ada"}
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", "id"]

    spec = app.openapi()
    get = spec["paths"]["/conversations"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert get["items"] == {"$ref": "#/components/schemas/Conversation"}
    described = spec["components"]["schemas"]["Conversation"]
    assert described["required"] == ["id"]
    assert described["properties"]["muted"]["description"] == "Notifications are muted."


@pytest.mark.parametrize("stem", ["keywords", "nested", "recursive"])
def test_models_of_other_specs(other_models: Callable[[str], Any], stem: str) -> None:
    for model in models_of(other_models(stem)):
        adapter = pydantic.TypeAdapter(model)
        value = full(model)
        assert adapter.validate_python(json_of(model)) == value
        assert adapter.dump_python(value) == json_of(model)
        schema = adapter.json_schema()
        found = schema["$defs"][model.__name__] if "$ref" in schema else schema
        assert list(found["properties"]) == list(model.__struct_encode_fields__)
