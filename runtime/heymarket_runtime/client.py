"""Base of the generated clients: opening, closing, options, and requests that the spec does not know."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any, Self, TypeVar, Unpack, get_args, get_type_hints
from urllib.parse import unquote

import msgspec

from .arguments import Call, prepare, query_texts
from .driver import AsyncDriver, AsyncResource, Driver, Resource
from .errors import InvalidRequestError
from .http import httpx
from .operation import Operation, Semantics
from .options import CallOptions, ClientOptions, check_client
from .response import RawResponse

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_SEMANTICS: dict[str, Semantics] = {"GET": "safe", "HEAD": "safe", "PUT": "idempotent", "DELETE": "idempotent"}

# RFC 3986 pchar and slashes.
_PATH = re.compile(r"/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*")

C = TypeVar("C")


class SyncClient:
    _default_base_url: str
    _user_agent: str
    _driver: Driver

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _show_resources(cls)

    def __init__(self, *, auth: httpx.Auth, **options: Unpack[ClientOptions]) -> None:
        given: dict[str, Any] = dict(options)
        check_client(given, auth=auth, handler="handle_request")
        self._driver = Driver.open(auth, self._default_base_url, self._user_agent, given)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Return a copy with other options. It shares connections, pacing and `close` with the original."""
        return _copy(self, self._driver.changed(options))

    def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        query: Mapping[str, Any] | None = None,
        semantics: Semantics | None = None,
    ) -> RawResponse[Any]:
        """Send a request that this client has no method for; credentials, pacing and retries apply.

        `semantics` says whether it may be retried after it may have reached the server: `safe` only reads,
        `idempotent` may be carried out twice, `unsafe` may not. GET and HEAD are safe, PUT and DELETE
        idempotent, others unsafe unless you say so. Raises `ApiError` for an error status.
        """
        call = _adhoc(method, path, json, query, semantics)
        response: RawResponse[Any] = self._driver.returning_raw().call(call)
        return response

    def close(self) -> None:
        """Close all connections, also those of copies made by `with_options`."""
        self._driver.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __deepcopy__(self, memo: object) -> Self:
        """Return the same client: its connections and its credentials have no copies."""
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._driver.wire.base_url}>"


class AsyncClient:
    _default_base_url: str
    _user_agent: str
    _driver: AsyncDriver

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _show_resources(cls)

    def __init__(self, *, auth: httpx.Auth, **options: Unpack[ClientOptions]) -> None:
        given: dict[str, Any] = dict(options)
        check_client(given, auth=auth, handler="handle_async_request")
        self._driver = AsyncDriver.open(auth, self._default_base_url, self._user_agent, given)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Return a copy with other options. It shares connections, pacing and `close` with the original."""
        return _copy(self, self._driver.changed(options))

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        query: Mapping[str, Any] | None = None,
        semantics: Semantics | None = None,
    ) -> RawResponse[Any]:
        """Send a request that this client has no method for; credentials, pacing and retries apply.

        `semantics` says whether it may be retried after it may have reached the server: `safe` only reads,
        `idempotent` may be carried out twice, `unsafe` may not. GET and HEAD are safe, PUT and DELETE
        idempotent, others unsafe unless you say so. Raises `ApiError` for an error status.
        """
        call = _adhoc(method, path, json, query, semantics)
        response: RawResponse[Any] = await self._driver.returning_raw().call(call)
        return response

    async def close(self) -> None:
        """Close all connections, also those of copies made by `with_options`."""
        await self._driver.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __deepcopy__(self, memo: object) -> Self:
        """Return the same client: its connections and its credentials have no copies."""
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._driver.wire.base_url}>"


def _copy(client: C, driver: Any) -> C:
    other = copy.copy(client)
    # What a subclass has of its own stays; the resources were made for the old options.
    known = {name: each for cls in reversed(type(client).__mro__) for name, each in vars(cls).items()}
    kept = {name: value for name, value in vars(client).items() if not isinstance(known.get(name), cached_property)}
    other.__dict__ = kept | {"_driver": driver}
    return other


class _Resource(cached_property[Any]):
    """On the class, the class of its value: so `mock.create_autospec` knows the methods of a client's resources."""

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        if instance is not None:
            return super().__get__(instance, owner)
        with suppress(NameError):  # of a subclass, whose names may be there for type checkers only
            kind = get_type_hints(self.func).get("return")
            if isinstance(kind, type) and issubclass(kind, Resource | AsyncResource):
                return kind
        return self


def _show_resources(cls: type[Any]) -> None:
    for name, each in list(vars(cls).items()):
        if type(each) is cached_property:
            resource = _Resource(each.func)
            resource.__set_name__(cls, name)
            setattr(cls, name, resource)


def _adhoc(
    method: str,
    path: str,
    json: object,
    query: Mapping[str, Any] | None,
    semantics: Semantics | None,
) -> Call:
    method = method.upper()
    if method not in _METHODS:
        raise InvalidRequestError("method", f"expected one of {', '.join(_METHODS)}")
    if not _PATH.fullmatch(path) or any(segment in {".", ".."} for segment in unquote(path).split("/")):
        raise InvalidRequestError("path", "expected an absolute, percent-encoded path without dot segments or query")
    if semantics is None:
        semantics = _SEMANTICS.get(method, "unsafe")
    elif semantics not in get_args(Semantics):
        raise InvalidRequestError("semantics", f"expected one of {', '.join(get_args(Semantics))}")
    operation = Operation(
        name=f"{method} {path}",
        method=method,
        path=path,
        result=Any,
        body=Any,
        semantics=semantics,
    )
    return msgspec.structs.replace(prepare(operation, body=json), query=query_texts(query or {}))
