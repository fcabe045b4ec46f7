"""A client by hand for the document of these tests, and ways in which one can be wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.specs.operations import Operation

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1"},
    "servers": [{"url": "https://api.example.com/v1"}],
    "paths": {
        "/things/{id}": {
            "post": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}},
                    {"name": "deep", "in": "query", "schema": {"type": "boolean"}},
                    {"name": "X-Shelf", "in": "header", "schema": {"type": "string"}},
                    {"name": "session", "in": "cookie", "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                },
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    }
                },
                "x-wrong": {"body": [{"name": 7}], "answer": [{"name": 7}]},
            }
        }
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
            }
        }
    },
}


class RefusedError(Exception):
    pass


class Right:
    """Does all that the document asks for."""

    def __init__(self) -> None:
        self.drifts: list[str] = []
        self.refusal = RefusedError
        self._client = httpx.Client()

    def connect(self, transport: httpx.BaseTransport) -> None:
        self._client = httpx.Client(transport=transport)

    def has(self, _: Operation) -> bool:
        return True

    def media_type(self, _: Operation) -> str:
        return "application/json"

    def takes_whole(self, _: Operation) -> bool:
        return False

    def call(self, _: Operation, said: Any, body: Any) -> Any:
        self.drifts.clear()
        if not isinstance(body["name"], str):
            raise RefusedError
        answer = self._client.send(self.request(said, body)).json()
        if not isinstance(answer["name"], str):
            self.drifts.append("$.name")
        return self.read(answer)

    def request(self, said: Any, body: Any) -> httpx.Request:
        query = [("ids", str(each)) for each in said.get(("query", "ids"), [])]
        query += [("deep", str(value).lower()) for name, value in said.items() if name == ("query", "deep")]
        headers = {name: value for (location, name), value in said.items() if location == "header"}
        cookies = [f"{name}={value}" for (location, name), value in said.items() if location == "cookie"]
        headers |= {"Cookie": "; ".join(cookies)} if cookies else {}
        headers |= {"Authorization": "Bearer token", "Content-Type": "application/json"}
        url = f"https://api.example.com/v1/things/{quote(said['path', 'id'], safe='')}"
        url += f"?{urlencode(query)}" if query else ""
        return httpx.Request("POST", url, headers=headers, content=json.dumps(body))

    def read(self, answer: Any) -> Any:
        return answer


def _changed(change: Callable[[httpx.Request], httpx.Request]) -> type[Right]:
    class Wrong(Right):
        def request(self, said: Any, body: Any) -> httpx.Request:
            return change(super().request(said, body))

    return Wrong


def _url(change: Callable[[str], str]) -> type[Right]:
    return _changed(
        lambda request: httpx.Request(
            request.method, change(str(request.url)), headers=request.headers, content=request.content
        )
    )


def _header(name: str, value: str | None) -> type[Right]:
    def change(request: httpx.Request) -> httpx.Request:
        request.headers.pop(name, None)
        if value is not None:
            request.headers[name] = value
        return request

    return _changed(change)


def _body(change: Callable[[Any], Any]) -> type[Right]:
    def changed(request: httpx.Request) -> httpx.Request:
        headers = {name: value for name, value in request.headers.items() if name != "content-length"}
        content = json.dumps(change(json.loads(request.content)))
        return httpx.Request(request.method, request.url, headers=headers, content=content)

    return _changed(changed)


def _read(change: Callable[[Any], Any]) -> type[Right]:
    class Wrong(Right):
        def read(self, answer: Any) -> Any:
            return change(answer)

    return Wrong


class _Twice(Right):
    def request(self, said: Any, body: Any) -> httpx.Request:
        self._client.send(super().request(said, body))
        return super().request(said, body)


class _Crashing(Right):
    def call(self, *_: Any) -> Any:
        raise KeyError("name")


class _Drifting(Right):
    def read(self, answer: Any) -> Any:
        self.drifts.append("$.size: found text")
        return answer


class _Careless(Right):
    def call(self, _: Operation, said: Any, body: Any) -> Any:
        return self._client.send(self.request(said, body)).json()


WRONG: dict[str, tuple[type[Right], str]] = {
    "a lost list": (_url(lambda url: url.partition("?")[0]), "query ids"),
    "half a list": (_url(lambda url: url.replace("ids=7&", "", 1)), "query ids"),
    "another number": (_url(lambda url: url.replace("ids=7", "ids=8", 1)), "query ids"),
    "a boolean in Python's words": (_url(lambda url: url.replace("true", "True")), "query deep"),
    "one more parameter": (_url(lambda url: f"{url}&limit=20"), "query limit: came from nowhere"),
    "a path that is not escaped": (_url(lambda url: url.replace("%2F", "/", 1)), "the path is"),
    "a path escaped twice": (_url(lambda url: url.replace("%", "%25")), "path id"),
    "another server": (_url(lambda url: url.replace("api.", "other.")), "the server is"),
    "another method": (
        _changed(lambda it: httpx.Request("PUT", it.url, headers=it.headers, content=it.content)),
        "the method is PUT",
    ),
    "no credentials": (_header("Authorization", None), "it is not signed"),
    "a lost header": (_header("X-Shelf", None), "header X-Shelf"),
    "another header": (_header("X-Shelf", "nowhere"), "header X-Shelf"),
    "a lost cookie": (_header("Cookie", None), "cookie session"),
    "one more cookie": (_header("Cookie", "session=text; other=1"), "cookie other"),
    "another media type": (_header("Content-Type", "text/plain"), "its media type is text/plain"),
    "a lost field": (_body(lambda body: {"name": body["name"]}), "'size' is lost"),
    "one more field": (_body(lambda body: {**body, "more": 1}), "'more' came from nowhere"),
    "a number as text": (_body(lambda body: {**body, "size": str(body.get("size"))}), "$.size"),
    "no body": (_changed(lambda it: httpx.Request(it.method, it.url, headers=it.headers)), "body"),
    "an answer with less": (_read(lambda answer: {"name": answer["name"]}), "answer $: 'size' is lost"),
    "an answer changed": (_read(lambda answer: {**answer, "name": answer["name"].strip()}), "answer $.name"),
    "an answer with more": (_read(lambda answer: {**answer, "more": 1}), "'more' came from nowhere"),
    "two requests": (_Twice, "2 requests arrived"),
    "an exception": (_Crashing, "KeyError"),
    "drift where there is none": (_Drifting, "drift: $.size"),
    "values that are not checked": (_Careless, "is not allowed, and is sent"),
}
