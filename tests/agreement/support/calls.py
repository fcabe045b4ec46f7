"""How a test speaks through the client: which method belongs to an operation, and what it sends."""

from __future__ import annotations

import asyncio
import atexit
import datetime
import importlib
import inspect
import json
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import httpx
import msgspec

import heymarket
from heymarket_runtime.model import Model, Timestamp

from . import schemas, spec, values

if TYPE_CHECKING:
    from heymarket import Drift

    from .spec import Operation

TOKEN = "Bearer of-the-agreement-tests"
REQUEST_ID = "0b5c1d9e-agreement"


class Token(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["Authorization"] = TOKEN
        yield request


@dataclass
class Server:
    """Stands for the network and what is behind it: keeps the requests, and responds as it was told to."""

    status: int = 200
    body: bytes = b""
    requests: list[httpx.Request] = field(default_factory=list)
    drifts: list[Drift] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        headers = {"Content-Type": spec.JSON, "X-Request-Id": REQUEST_ID}
        return httpx.Response(self.status, content=self.body, headers=headers)

    def respond(self, status: int, body: bytes) -> None:
        self.status, self.body = status, body
        self.requests.clear()
        self.drifts.clear()


_own_loop = cache(asyncio.new_event_loop)


def awaited(make: Callable[[], Any]) -> Any:
    """Run what `make` gives to its end."""

    async def work() -> Any:
        return await make()

    return _own_loop().run_until_complete(work())


@atexit.register
def _close() -> None:
    if _own_loop.cache_info().currsize:
        _own_loop().close()


Caller = Callable[["Operation", dict[str, Any]], Any]


@dataclass(frozen=True)
class Way:
    """One of the ways to call the same operation."""

    name: str
    call: Caller
    raw: bool = False


def method(client: Any, operation: Operation, *, raw: bool = False) -> Any:
    resource = getattr(client, operation.tag)
    return getattr(resource.with_raw_response if raw else resource, operation.name)


def ways(server: Server, **options: Any) -> list[Way]:
    """Return the ways to call, all of them through the server."""
    given = {
        "transport": httpx.MockTransport(server),
        "rate_limit": None,
        "max_retries": 0,
        "on_drift": server.drifts.append,
        **options,
    }
    sync, other = heymarket.Heymarket(auth=Token(), **given), heymarket.AsyncHeymarket(auth=Token(), **given)
    narrow, narrow_other = sync.with_options(deadline=60), other.with_options(deadline=60)

    def plainly(client: Any, *, raw: bool = False) -> Caller:
        return lambda operation, arguments: method(client, operation, raw=raw)(**arguments)

    def in_loop(client: Any, *, raw: bool = False) -> Caller:
        return lambda operation, arguments: awaited(lambda: method(client, operation, raw=raw)(**arguments))

    return [
        Way("sync", plainly(sync)),
        Way("async", in_loop(other)),
        Way("sync with_raw_response", plainly(sync, raw=True), raw=True),
        Way("async with_raw_response", in_loop(other, raw=True), raw=True),
        Way("sync with_options", plainly(narrow)),
        Way("async with_options", in_loop(narrow_other)),
    ]


def plain(value: Any) -> Any:
    """Return the JSON form of a result of the client."""
    if isinstance(value, heymarket.RawResponse):
        value = value.parse()
    if isinstance(value, heymarket.Page | heymarket.AsyncPage):
        value = value.items
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.to_dict() if isinstance(value, Model) else value


def declaration(operation: Operation) -> Any:
    """Return what the client declares about an operation."""
    return getattr(importlib.import_module(f"heymarket.api.{operation.tag}"), f"_{operation.name.upper()}")


@cache
def signature(operation: Operation) -> inspect.Signature:
    return inspect.signature(getattr(getattr(heymarket.Heymarket, operation.tag), operation.name))


def argument(operation: Operation, name: str, location: str = "body") -> str:
    """Return the name of the argument that says a field or parameter."""
    if location == "body" and name in operation.fields:
        return name
    names = signature(operation).parameters
    return next(
        (each for each in (spec.identifier(name), f"{spec.identifier(name)}_{location}") if each in names),
        name,
    )


def read(value: Any, schema: Any) -> Any:
    """Return a parameter as its type, where schemathesis or a URL has its text."""
    if isinstance(value, list) and "items" in schema:
        return [read(item, schema["items"]) for item in value]
    if not isinstance(value, str) or not {"integer", "number", "boolean"} & set(schemas.types(schema)):
        return value
    try:
        parsed = json.loads(value)
    except ValueError:
        return value
    return value if parsed is None else parsed


@dataclass
class Said:
    """The values of one request, by where they travel; `body` is absent as None."""

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    body: Any = None

    @classmethod
    def by(cls: Any, case: Any, operation: Operation) -> Said:
        """Take over what schemathesis says."""
        declared = {name.lower() for name in operation.parameters_in("header")}
        headers = {name: value for name, value in (case.headers or {}).items() if name.lower() in declared}
        body = None if type(case.body).__name__ == "NotSet" else case.body
        said = cls(case.path_parameters or {}, case.query or {}, headers, body)
        for each in operation.parameters:
            holder = getattr(said, each.location)
            holder.update({name: read(item, each.schema) for name, item in holder.items() if name == each.name})
        return cls(*(values.whole(part) for part in (said.path, said.query, said.header, said.body)))

    def arguments(self, operation: Operation, *, typed: bool) -> dict[str, Any]:
        """Return keyword arguments: as plain JSON values, or as models and datetimes."""
        declared = declaration(operation)
        found: dict[str, Any] = {}
        for location in ("path", "query", "header"):
            kinds = {each.name: each.type for each in declared.parameters if each.location == location}
            for name, value in getattr(self, location).items():
                kind = kinds.get(name) if typed else None
                found[argument(operation, name, location)] = _typed(value, kind)
        if self.body is not None and not operation.fields:
            found["body"] = _typed(self.body, declared.body if typed else None)
        elif self.body is not None:
            kinds = _kinds(declared.body) if typed else {}
            found |= {name: _typed(value, kinds.get(name)) for name, value in self.body.items()}
        return found


def some_arguments(operation: Operation) -> dict[str, Any]:
    return about_an_example(operation).arguments(operation, typed=False)


def fewest(operation: Operation) -> Said:
    """Return the least that makes a valid request."""
    required = [each for each in operation.parameters if each.required]
    said = Said(body=None if operation.body is None else values.smallest(schemas.some_branch(operation.body)))
    for each in required:
        getattr(said, each.location)[each.name] = values.full(each.schema)
    return said


def about_an_example(operation: Operation) -> Said:
    """Return the least that makes a valid request about something that the sandbox has."""
    said = fewest(operation)
    for each in operation.parameters:
        if each.required:
            getattr(said, each.location)[each.name] = each.example
    return said


def fullest(operation: Operation) -> Said:
    """Return a valid request in which everything is given."""
    said = Said(body=None if operation.body is None else values.full(operation.body))
    for each in operation.parameters:
        getattr(said, each.location)[each.name] = values.full(each.schema)
    return said


def awkward(operation: Operation, *, falsy: bool) -> Said:
    """Return a valid request with values that are easily lost or changed on the way."""
    said = Said(body=None if operation.body is None else values.awkward(operation.body, falsy=falsy))
    for each in operation.parameters:
        is_text = "string" in schemas.types(each.schema)
        empty = falsy and not (is_text and each.location == "path")  # which would lead to another path
        plain = is_text and each.location == "header"  # which carries no other text
        value = values.full(each.schema) if plain else values.awkward(each.schema, falsy=empty)
        getattr(said, each.location)[each.name] = value
    return said


def _kinds(model: Any) -> dict[str, Any]:
    return {each.encode_name: each.type for each in msgspec.structs.fields(model)}


def _typed(value: Any, kind: Any) -> Any:
    """Return a value as the typed object that a user would write, as far as one can say it exactly."""
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(each for each in get_args(kind) if each is not type(None))
    if kind == Timestamp and isinstance(value, str):
        at = values.instant(value)
        exact = at is not None and at[1]
        return datetime.datetime.fromisoformat(value) if exact else value
    if isinstance(kind, type) and issubclass(kind, Model) and isinstance(value, dict):
        kinds = _kinds(kind)
        return kind(**{name: _typed(item, kinds[name]) for name, item in value.items()})
    if get_origin(kind) is list and isinstance(value, list):
        return [_typed(item, get_args(kind)[0]) for item in value]
    return value
