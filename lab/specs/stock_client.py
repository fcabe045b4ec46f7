"""A client of the stock generator, called the way its own docs say: `sync_detailed` of an operation's module."""

from __future__ import annotations

import ast
import datetime
import enum
import importlib
import inspect
import io
import pkgutil
import re
import types
import typing
import uuid
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import httpx
from openapi_python_client.strings import PythonIdentifier

from lab.specs.operations import is_json

if TYPE_CHECKING:
    from lab.specs.operations import Operation
    from lab.specs.wire import Said

_PARSED = (datetime.datetime, datetime.date, uuid.UUID, enum.Enum)


class Stock:
    def __init__(self, name: str, base_url: str) -> None:
        self._base_url = base_url
        self.module = importlib.import_module(name)
        self._types = importlib.import_module(f"{name}.types")
        self._transport: httpx.BaseTransport | None = None
        self._modules: dict[tuple[str, str], Any] = {}
        for each in pkgutil.walk_packages(self.module.__path__, f"{name}."):
            module = importlib.import_module(each.name)
            if hasattr(module, "_get_kwargs"):
                self._modules[_target(inspect.getsource(module))] = module

    def connect(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def has(self, operation: Operation) -> bool:
        return _key(operation.method, operation.path) in self._modules

    def media_type(self, operation: Operation) -> str:
        return next(iter([*filter(is_json, operation.contents), *operation.contents]))

    def takes_whole(self, operation: Operation) -> bool:
        return bool(operation.contents)

    @property
    def drifts(self) -> list[str]:
        return []

    @property
    def refusal(self) -> type[Exception]:
        return ValueError

    def call(self, operation: Operation, said: Said, body: Any) -> Any:
        module = self._modules[_key(operation.method, operation.path)]
        hints = typing.get_type_hints(module.sync_detailed)
        arguments: dict[str, Any] = {}
        for (location, name), value in said.items():
            plain = str(PythonIdentifier(name, "field_"))
            argument = plain if plain in hints else f"{plain}_{location}"
            arguments[argument] = self._typed(value, hints.get(argument, Any))
        if body is not None:
            arguments["body"] = self._typed(body, hints["body"])
        headers = {} if operation.raw.get("security") == [] else {"Authorization": "Bearer of-the-lab"}
        client = self.module.Client(base_url=self._base_url)
        client.set_httpx_client(httpx.Client(base_url=self._base_url, transport=self._transport, headers=headers))
        response = module.sync_detailed(client=client, **arguments)
        return self._plain(response.parsed)

    def _typed(self, value: Any, kind: Any) -> Any:  # noqa: C901, PLR0911, PLR0912 - one a kind of type
        """Return a value as the object that a user would write."""
        if get_origin(kind) in {Union, types.UnionType}:
            for each in get_args(kind):
                try:
                    made = self._typed(value, each)
                except (TypeError, ValueError, LookupError, AttributeError):
                    continue
                if each is not self._types.Unset and made is not NotImplemented:
                    return made
            return value
        if kind in {None, type(None)}:
            return None if value is None else NotImplemented
        if get_origin(kind) is list:
            return (
                [self._typed(item, get_args(kind)[0]) for item in value] if isinstance(value, list) else NotImplemented
            )
        if not isinstance(kind, type):
            return value
        if issubclass(kind, enum.Enum):
            return kind(value)
        if issubclass(kind, uuid.UUID):
            return kind(value)
        if issubclass(kind, datetime.date):
            return kind.fromisoformat(value)
        if kind is self._types.File:
            return kind(payload=io.BytesIO(value), file_name="file", mime_type="application/octet-stream")
        if hasattr(kind, "from_dict"):
            return kind.from_dict(value) if isinstance(value, dict) else NotImplemented
        if kind in {str, int, float, bool, dict}:
            fits = isinstance(value, (int, float) if kind is float else kind)
            return value if fits and (kind is bool) == isinstance(value, bool) else NotImplemented
        return value

    def _plain(self, value: Any) -> Any:  # noqa: PLR0911 - one a kind of value
        """Return the JSON form of a result."""
        if isinstance(value, self._types.Unset):
            return None
        if isinstance(value, self._types.File):
            return value.payload.read()
        if isinstance(value, list):
            return [self._plain(item) for item in value]
        if hasattr(value, "to_dict"):
            return self._plain(value.to_dict())
        if isinstance(value, dict):
            return {name: self._plain(item) for name, item in value.items()}
        if isinstance(value, _PARSED):
            return value.value if isinstance(value, enum.Enum) else str(value).replace(" ", "T")
        return value


def _key(method: str, path: str) -> tuple[str, str]:
    return method.upper(), re.sub(r"\{[^}]*\}", "{}", path)


def _target(source: str) -> tuple[str, str]:
    """Read method and path of a request in the code that makes it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            pairs = {ast.unparse(key): value for key, value in zip(node.keys, node.values, strict=True) if key}
            url = pairs.get("'url'")
            if url is not None and "'method'" in pairs:
                text = next(each.value for each in ast.walk(url) if isinstance(each, ast.Constant))
                return _key(str(ast.literal_eval(pairs["'method'"])), str(text))
    raise LookupError("a module without a request")
