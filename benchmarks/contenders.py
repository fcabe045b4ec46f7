"""Who is compared, as data: how each imports, decodes and calls. Nothing is imported before it is asked for."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AsyncExitStack, ExitStack

    Decode = Callable[[bytes], Any]
    Call = Callable[[], Any]
    AsyncCall = Callable[[], Awaitable[Any]]

OURS = "heymarket"
OURS_AIOHTTP = "heymarket[aiohttp]"
HTTPX = "httpx, bytes"
HTTPX_JSON = "httpx + .json()"
HTTPX_MSGSPEC = "httpx + msgspec"
ORJSON = "orjson.loads"
STOCK = "openapi-python-client"
JAVA = "openapi-generator"
JAVA_AIOHTTP = "openapi-generator, asyncio"
OPG = "openapi-python-generator"
CLIENTELE = "clientele"

LIMIT = 50
PATH = "/v1/conversations"
TOKEN = "token-of-the-benchmark"  # noqa: S105


@attrs.frozen(kw_only=True)
class Contender:
    """Each field is what a user of the package would write, or None where there is no such thing."""

    name: str
    decode: Callable[[], Decode] | None = None
    call: Callable[[str, ExitStack], Call] | None = None
    call_async: Callable[[str, AsyncExitStack], AsyncCall] | None = None
    imports: str | None = None


def ours_decode() -> Decode:
    from heymarket.api.conversations import _LIST
    from heymarket_runtime.decode import decode

    return lambda body: decode(_LIST, body, request_id=None, strict=True, on_drift=print)


def ours_call(url: str, stack: ExitStack) -> Call:
    import heymarket
    import heymarket_auth

    auth = heymarket_auth.ApiSecret("benchmark", "SecretKeyOfTheBenchmark000000000")
    pacing = heymarket.RateLimit(10**9)
    client = stack.enter_context(heymarket.Heymarket(auth=auth, base_url=url, rate_limit=pacing))
    return lambda: client.conversations.list(limit=LIMIT).items


def ours_async(url: str, stack: AsyncExitStack, **options: Any) -> AsyncCall:
    import heymarket
    import heymarket_auth

    auth = heymarket_auth.ApiSecret("benchmark", "SecretKeyOfTheBenchmark000000000")
    pacing = heymarket.RateLimit(10**9)
    client = heymarket.AsyncHeymarket(auth=auth, base_url=url, rate_limit=pacing, **options)
    stack.push_async_callback(client.close)

    async def call() -> Any:
        return (await client.conversations.list(limit=LIMIT)).items

    return call


def ours_aiohttp(url: str, stack: AsyncExitStack) -> AsyncCall:
    from heymarket_runtime.aiohttp import AiohttpTransport

    return ours_async(url, stack, transport=AiohttpTransport())


def httpx_call(url: str, stack: ExitStack) -> Call:
    import httpx

    client = stack.enter_context(httpx.Client(timeout=30))
    return lambda: client.post(url + PATH, json={"limit": LIMIT}).content


def httpx_async(url: str, stack: AsyncExitStack) -> AsyncCall:
    import httpx

    client = httpx.AsyncClient(timeout=30)
    stack.push_async_callback(client.aclose)

    async def call() -> bytes:
        return (await client.post(url + PATH, json={"limit": LIMIT})).content

    return call


def httpx_json_call(url: str, stack: ExitStack) -> Call:
    import httpx

    client = stack.enter_context(httpx.Client(timeout=30))
    return lambda: client.post(url + PATH, json={"limit": LIMIT}).json()


def httpx_json_async(url: str, stack: AsyncExitStack) -> AsyncCall:
    import httpx

    client = httpx.AsyncClient(timeout=30)
    stack.push_async_callback(client.aclose)

    async def call() -> Any:
        return (await client.post(url + PATH, json={"limit": LIMIT})).json()

    return call


def httpx_msgspec_call(url: str, stack: ExitStack) -> Call:
    send, decode = httpx_call(url, stack), msgspec_decode()
    return lambda: decode(send())


def httpx_msgspec_async(url: str, stack: AsyncExitStack) -> AsyncCall:
    send, decode = httpx_async(url, stack), msgspec_decode()

    async def call() -> Any:
        return decode(await send())

    return call


def orjson_decode() -> Decode:
    decode: Decode = import_module("orjson").loads
    return decode


def json_decode() -> Decode:
    import json

    return json.loads


def msgspec_decode() -> Decode:
    """Decode into plain structs that know the spec's fields and nothing of this SDK."""
    import msgspec

    return msgspec.json.Decoder(list[_plain("Conversation")]).decode  # type: ignore[misc]


def _plain(name: str) -> Any:
    import msgspec

    from heymarket import models

    known = getattr(models, name)
    fields = []
    for field in msgspec.structs.fields(known):
        kind = field.type
        if "ConversationMember" in str(kind):
            kind = list[_plain("ConversationMember")] | None  # type: ignore[misc]
        fields.append((field.encode_name, kind, None))
    return msgspec.defstruct(name, fields)


def pydantic_decode() -> Decode:
    import datetime

    import msgspec
    import pydantic

    from heymarket import models

    def model(name: str) -> Any:
        fields: dict[str, Any] = {}
        for field in msgspec.structs.fields(getattr(models, name)):
            kind = field.type
            if "ConversationMember" in str(kind):
                kind = list[model("ConversationMember")] | None  # type: ignore[misc]
            elif "datetime" in str(kind):
                kind = datetime.datetime | None
            fields[field.encode_name] = (kind, None)
        return pydantic.create_model(name, **fields)

    conversations: Any = list[model("Conversation")]  # type: ignore[misc]
    return pydantic.TypeAdapter(conversations).validate_json


def stock_decode() -> Decode:
    import json

    take = import_module("stock.models").Conversation.from_dict
    return lambda body: [take(item) for item in json.loads(body)]


def stock_call(url: str, stack: ExitStack) -> Call:
    client = import_module("stock").AuthenticatedClient(base_url=url, token=TOKEN)
    send = import_module("stock.api.conversations.list_conversations").sync
    query = import_module("stock.models").ConversationQuery
    stack.callback(lambda: client.get_httpx_client().close())
    return lambda: send(client=client, body=query(limit=LIMIT))


def stock_async(url: str, stack: AsyncExitStack) -> AsyncCall:
    client = import_module("stock").AuthenticatedClient(base_url=url, token=TOKEN)
    send = import_module("stock.api.conversations.list_conversations").asyncio
    query = import_module("stock.models").ConversationQuery
    stack.push_async_callback(lambda: client.get_async_httpx_client().aclose())
    return lambda: send(client=client, body=query(limit=LIMIT))


def java_decode() -> Decode:
    client = import_module("openapi_generator").ApiClient()
    return lambda body: client.deserialize(body.decode(), "List[Conversation]", "application/json")


def java_call(url: str, stack: ExitStack, package: str = "openapi_generator") -> Call:
    module = import_module(package)
    client = module.ApiClient(module.Configuration(host=url, access_token=TOKEN))
    api = module.ConversationsApi(client)
    if package != "openapi_generator":
        stack.push_async_callback(client.close)  # type: ignore[attr-defined]
    return lambda: api.list_conversations(module.ConversationQuery(limit=LIMIT))


def java_async(url: str, stack: AsyncExitStack) -> AsyncCall:
    return java_call(url, stack, "openapi_generator_asyncio")  # type: ignore[arg-type]


def opg_decode() -> Decode:
    import json

    model = import_module("openapi_python_generator_client").Conversation
    return lambda body: [model(**item) for item in json.loads(body)]


def opg_call(url: str, stack: ExitStack) -> Call:
    module = import_module("openapi_python_generator_client")
    send = import_module("openapi_python_generator_client.services.conversations_service").listConversations
    settings = module.APIConfig(base_path=url, access_token=TOKEN)
    return lambda: send(settings, data=module.ConversationQuery(limit=LIMIT))


def opg_async(url: str, stack: AsyncExitStack) -> AsyncCall:
    module = import_module("openapi_python_generator_client")
    send = import_module("openapi_python_generator_client.services.async_conversations_service").listConversations
    settings = module.APIConfig(base_path=url, access_token=TOKEN)
    return lambda: send(settings, data=module.ConversationQuery(limit=LIMIT))


def clientele_decode() -> Decode:
    import json

    model = import_module("clientele_client.schemas").ListConversations200Response
    return lambda body: model.model_validate(json.loads(body))


def _clientele(url: str, package: str) -> tuple[Any, Any]:
    os.environ["BASE_URL"] = url  # it reads this when it is imported
    module = import_module(f"{package}.client")
    module.client.configure(config=import_module(f"{package}.config").Config(base_url=url))
    # Its request models take every field as required, which `model_construct` goes round.
    query = import_module(f"{package}.schemas").ConversationQuery.model_construct
    return module.list_conversations, lambda: query(limit=LIMIT)


def clientele_call(url: str, stack: ExitStack) -> Call:
    send, query = _clientele(url, "clientele_client")
    return lambda: send(data=query())


def clientele_async(url: str, stack: AsyncExitStack) -> AsyncCall:
    send, query = _clientele(url, "clientele_client_async")
    return lambda: send(data=query())


CONTENDERS = (
    Contender(
        name=OURS,
        decode=ours_decode,
        call=ours_call,
        call_async=ours_async,
        imports="import heymarket",
    ),
    Contender(name=OURS_AIOHTTP, call_async=ours_aiohttp),
    Contender(name=HTTPX, call=httpx_call, call_async=httpx_async, imports="import httpx"),
    Contender(name=HTTPX_JSON, call=httpx_json_call, call_async=httpx_json_async),
    Contender(name=HTTPX_MSGSPEC, call=httpx_msgspec_call, call_async=httpx_msgspec_async),
    Contender(name=ORJSON, decode=orjson_decode),
    Contender(name="json.loads", decode=json_decode),
    Contender(name="msgspec Struct", decode=msgspec_decode, imports="import msgspec"),
    Contender(name="pydantic v2", decode=pydantic_decode, imports="from pydantic import BaseModel, TypeAdapter"),
    Contender(
        name=STOCK,
        decode=stock_decode,
        call=stock_call,
        call_async=stock_async,
        imports="from stock import AuthenticatedClient; from stock.api.conversations import list_conversations",
    ),
    Contender(
        name=JAVA,
        decode=java_decode,
        call=java_call,
        imports="from openapi_generator import ApiClient, ConversationsApi",
    ),
    Contender(
        name=JAVA_AIOHTTP,
        call_async=java_async,
        imports="from openapi_generator_asyncio import ApiClient, ConversationsApi",
    ),
    Contender(
        name=OPG,
        decode=opg_decode,
        call=opg_call,
        call_async=opg_async,
        imports="from openapi_python_generator_client.services.conversations_service import listConversations",
    ),
    Contender(
        name=CLIENTELE,
        decode=clientele_decode,
        call=clientele_call,
        call_async=clientele_async,
        imports="from clientele_client.client import list_conversations",
    ),
)
