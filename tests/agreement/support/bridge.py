"""The client as a web application, so that schemathesis's checks can be run through it against the sandbox.

A request that comes in is said again in the arguments of the client's method; the response that the
client gives is written out again. What the client cannot say is put to the sandbox directly: client
and sandbox must refuse the same things.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

import httpx
from starlette.requests import Request
from starlette.responses import Response

import heymarket
import heymarket_auth

from . import calls, compare, schemas, spec, values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heymarket_sandbox import Sandbox

    from .spec import Operation

GOOD = "agreement-good-credentials"
_PASSED_ON = ("x-request-id", "allow", "www-authenticate", "retry-after")


class _Literal(httpx.Auth):
    """Sends the header that came in, whatever it is."""

    def __init__(self, header: bytes | None) -> None:
        self._header = header

    def auth_flow(self, request: httpx.Request) -> Any:
        if self._header is not None:
            request.headers = httpx.Headers([*request.headers.raw, (b"Authorization", self._header)])
        yield request


class _LoopThread:
    """An event loop of the client's own: the one that asks is running already, and another one every time."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def run(self, make: Callable[[], Any]) -> Any:
        async def work() -> Any:
            return await make()

        return asyncio.run_coroutine_threadsafe(work(), self._loop).result()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Bridge:
    def __init__(self, *, use_async: bool) -> None:
        self._async = use_async
        self.seen: Counter[tuple[str, int]] = Counter()
        """How often each operation got each status, by the sandbox through the client."""
        self.refused: Counter[str] = Counter()
        """How often the client refused to send something, by operation."""

    def connect(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._transport: Any = httpx.AsyncHTTPTransport() if self._async else httpx.HTTPTransport()
        self._direct = httpx.Client(base_url=sandbox.url, trust_env=False)

        if self._async:
            self._loop = _LoopThread()

    def disconnect(self) -> None:
        self._direct.close()
        if self._async:
            self._loop.run(self._transport.aclose)
            self._loop.close()
        else:
            self._transport.close()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        response = self._response(request, await request.body())
        await response(scope, receive, send)

    def _response(self, request: Request, body: bytes) -> Response:  # noqa: PLR0911 - one a way it can end
        path = request.scope["raw_path"].decode().partition("?")[0]
        operation, path_values = _find(request.method, path)
        client = self._open(dict(request.scope["headers"]).get(b"authorization"))
        if operation is None:
            return self._other(client, request, path)
        try:
            said = _said(operation, path_values, request, body)
        except _UnsayableError as error:
            return self._refused(operation, request, body, error)
        arguments = said.arguments(operation, typed=_is_valid(operation, said))
        try:
            response = self._run(lambda: calls.method(client, operation, raw=True)(**arguments))
        except heymarket.ApiError as error:
            self.seen[operation.label, error.status_code] += 1
            return _passed_on(error)
        except (heymarket.InvalidRequestError, TypeError) as error:
            if _is_valid(operation, said, but_for_unknown_names=True):
                return self._alone(operation, error)
            return self._refused(operation, request, body, error)
        except httpx.LocalProtocolError:
            return _reply(401, {"error": "no such header can be sent"})
        self.seen[operation.label, response.status_code] += 1
        return _received(operation, response)

    def _run(self, call: Any) -> Any:
        return self._loop.run(call) if self._async else call()

    def items(self, operation: Operation, arguments: dict[str, Any]) -> list[Any]:
        """Return all items of all pages of a listing."""
        call = calls.method(self._open(f"Bearer {GOOD}".encode()), operation)
        if not self._async:
            return list(call(**arguments))

        async def collect() -> list[Any]:
            return [item async for item in call(**arguments)]

        return self._loop.run(collect)

    def status_of(self, method: str, path: str) -> int:
        """Return the status that a request gets which the client has no method for."""
        client = self._open(f"Bearer {GOOD}".encode())
        try:
            response = self._run(lambda: client.request(method, path))
        except heymarket.ApiError as error:
            return error.status_code
        return int(response.status_code)

    def _open(self, header: bytes | None) -> Any:
        good = header == f"Bearer {GOOD}".encode()
        credentials = (self._sandbox.secret_id, self._sandbox.secret_key)
        kind = heymarket.AsyncHeymarket if self._async else heymarket.Heymarket
        return kind(
            auth=heymarket_auth.ApiSecret(*credentials) if good else _Literal(header),
            base_url=self._sandbox.url,
            transport=self._transport,
            rate_limit=None,
            max_retries=0,
            strict=True,
        )

    def _other(self, client: Any, request: Request, path: str) -> Response:
        """Send what no method exists for, such as another HTTP method, in the way that the client offers for it."""
        try:
            response = self._run(lambda: client.request(request.method, path))
        except heymarket.ApiError as error:
            return _passed_on(error)
        except heymarket.InvalidRequestError:
            return self._put_directly(request, path, b"")
        return Response(response.content, response.status_code)

    def _alone(self, operation: Operation, error: Exception) -> Response:
        """Respond to what only the client minds: names that an open schema allows, and null."""
        self.refused[operation.label] += 1
        return _reply(400, {"error": f"only the client minds: {error}"})

    def _refused(self, operation: Operation, request: Request, body: bytes, error: Exception) -> Response:
        if isinstance(error, _NullError):
            return self._alone(operation, error)
        self.refused[operation.label] += 1
        headers = [name.encode().lower() for name in operation.parameters_in("header")]
        direct = self._put_directly(request, request.scope["raw_path"].decode(), body, headers)
        if direct.status_code < 300:
            return _reply(500, {"error": f"the client refuses what the sandbox accepts: {error}"})
        return direct

    def _put_directly(self, request: Request, path: str, body: bytes, more: Sequence[bytes] = ()) -> Response:
        given = dict(request.scope["headers"])
        headers = {name: given[name] for name in (b"content-type", b"authorization", *more) if name in given}
        if headers.get(b"authorization") == f"Bearer {GOOD}".encode():
            headers[b"authorization"] = f"Bearer {self._sandbox.team_api_key}".encode()
        query = request.scope["query_string"].decode()
        response = self._direct.request(
            request.method, f"{path}?{query}" if query else path, content=body, headers=headers
        )
        kept = {name: response.headers[name] for name in _PASSED_ON if name in response.headers}
        return Response(response.content, response.status_code, kept, media_type=response.headers.get("content-type"))


class _UnsayableError(Exception):
    """A request that no arguments of the client's method stand for."""


class _NullError(_UnsayableError):
    """Null, which the client takes for absent."""


def _find(method: str, path: str) -> tuple[Operation | None, dict[str, str]]:
    for operation in spec.OPERATIONS:
        pattern = re.sub(r"\\\{([^/]*)\\\}", r"([^/]*)", re.escape(operation.path))
        match = re.fullmatch(pattern, path)
        if match and operation.method.upper() == method:
            names = re.findall(r"\{([^/]*)\}", operation.path)
            return operation, {name: unquote(text) for name, text in zip(names, match.groups(), strict=True)}
    return None, {}


def _query(operation: Operation, request: Request) -> dict[str, Any]:
    texts: dict[str, list[str]] = {}
    for name, text in parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True):
        texts.setdefault(name, []).append(text)
    declared = operation.parameters_in("query")
    lists = {name for name, each in declared.items() if schemas.types(each.schema) == ["array"]}
    return {name: each if name in lists or len(each) > 1 else each[0] for name, each in texts.items()}


def _said(operation: Operation, path_values: dict[str, str], request: Request, body: bytes) -> calls.Said:
    said = calls.Said(path={**path_values}, query=_query(operation, request))
    said.header = {
        name: request.headers[name] for name in operation.parameters_in("header") if name.lower() in request.headers
    }
    for each in operation.parameters:
        holder = getattr(said, each.location)
        if each.name in holder:
            holder[each.name] = calls.read(holder[each.name], each.schema)
    if body or operation.body is not None:
        said.body = _body(request, body)
        if said.body is None:
            raise _NullError("null")
    if operation.fields and not isinstance(said.body, dict):
        raise _UnsayableError("the body is no object")
    if operation.body is None and said.body is not None:
        raise _UnsayableError("there is no body")
    if said.body is not None and _has_null(said.body):
        raise _NullError("null")
    return said


def _is_valid(operation: Operation, said: calls.Said, *, but_for_unknown_names: bool = False) -> bool:
    given = [(getattr(said, each.location).get(each.name), each) for each in operation.parameters]
    if any(
        schemas.faults(schemas.bounded(each.schema), value)
        for value, each in given
        if value is not None or each.required
    ):
        return False
    if but_for_unknown_names:
        return operation.body is None or not schemas.faults(schemas.bounded(operation.body), said.body)
    if said.query.keys() - operation.parameters_in("query").keys():
        return False
    return operation.body is None or not schemas.faults(schemas.closed(operation.body), said.body)


def _body(request: Request, body: bytes) -> Any:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != spec.JSON:
        raise _UnsayableError("the content type is not JSON")
    try:
        return values.whole(json.loads(body))
    except ValueError:
        raise _UnsayableError("the body is not JSON") from None


def _has_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    return any(map(_has_null, value)) if isinstance(value, list) else value is None


def _received(operation: Operation, response: heymarket.RawResponse[Any]) -> Response:
    found = calls.plain(response)
    whole = json.loads(response.content)
    listed = values.known(operation.listed(whole), operation.listed_schema)
    if lines := compare.differences(listed, found, operation.listed_schema):
        return _reply(500, {"error": "the response changed on the way", "lines": lines})
    for name in reversed(operation.items if operation.paging else ()):
        found = {name: found}
    return _reply(response.status_code, found, {"x-request-id": response.request_id or ""})


def _passed_on(error: heymarket.ApiError) -> Response:
    kept = {name: error.headers[name] for name in _PASSED_ON if name in error.headers}
    return Response(error.body, error.status_code, kept, media_type=error.headers.get("content-type"))


def _reply(status: int, value: Any, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(value), status, headers, media_type=spec.JSON)
