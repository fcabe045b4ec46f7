"""A generated package: its operations, and which argument of a method says what."""

from __future__ import annotations

import ast
import importlib
import inspect
import operator
import pkgutil
import textwrap
from typing import TYPE_CHECKING, Any

import attrs
import httpx
import msgspec

from heymarket_runtime import forms
from lab.specs.operations import UNTOLD, is_json, placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.specs.operations import Operation
    from lab.specs.wire import Said

_OTHERS = "additional_properties"
TOKEN = "Bearer of-the-lab"  # noqa: S105


class Token(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["Authorization"] = TOKEN
        yield request


@attrs.frozen
class Method:
    """A method of a resource, found by method and path of its operation."""

    call: Callable[..., Any]
    declared: Any
    arguments: dict[str, dict[str, str]]
    """Names of arguments by what they say, for `path`, `query`, `headers`, `cookies`, `body` and `form`."""
    whole: str
    """The argument that is the whole body; empty if there is none."""

    def body_of(self, value: Any) -> dict[str, Any]:
        """Return the arguments that say a body. Raises `LookupError` for a field without one."""
        if self.whole:
            upload = forms.Upload(value, media_type="image/png") if isinstance(value, bytes) else value
            return {self.whole: upload if "*" in self.declared.media_type else value}
        names = self.arguments.get("form") or self.arguments.get("body", {})
        told = {names[name]: item for name, item in value.items() if name in names}
        others = {name: item for name, item in value.items() if name not in names}
        return {**told, _OTHERS: others} if others else told


class Ours:
    """A client of the package, which calls operations by method and path."""

    def __init__(self, name: str, *, base_url: str = "") -> None:
        self.module = importlib.import_module(name)
        self._name, self._base_url = name, base_url
        self._drifts: list[Any] = []
        self._client: Any = None
        self._methods: dict[tuple[str, str], Method] = {}

    def import_all(self) -> int:
        """Import every module, also those that only types need, and return how many there are."""
        found = [each.name for each in pkgutil.walk_packages(self.module.__path__, f"{self._name}.")]
        for name in found:
            importlib.import_module(name)
        return len(found)

    def connect(self, transport: httpx.BaseTransport) -> None:
        options: dict[str, Any] = {"base_url": self._base_url} if self._base_url else {}
        options |= {"rate_limit": None, "max_retries": 0, "on_drift": self._drifts.append}
        self._client = self.module.Heymarket(auth=Token(), transport=transport, **options)
        api = importlib.import_module(f"{self._name}.api")
        for info in pkgutil.iter_modules(api.__path__, f"{self._name}.api."):
            for value in vars(importlib.import_module(info.name)).values():
                if type(value).__name__ == "Operation":
                    method = operator.attrgetter(value.name)(self._client)
                    self._methods[value.method, value.path] = Method(method, value, *_said(method))

    def has(self, operation: Operation) -> bool:
        return (operation.method, operation.path) in self._methods

    def media_type(self, operation: Operation) -> str:
        """Return the media type of the document that is spoken, where there is a choice."""
        declared = self._method(operation).declared.media_type or "application/json"
        exact = [each for each in operation.contents if each.partition(";")[0] == declared.partition(";")[0]]
        return next(iter([*exact, *filter(is_json, operation.contents), *operation.contents]))

    def takes_whole(self, operation: Operation) -> bool:
        """Say whether one argument is the whole body."""
        return bool(self._method(operation).whole)

    def call(self, operation: Operation, said: Said, body: Any) -> Any:
        """Return the JSON form of a result. Raises whatever the client does, `LookupError` for what it cannot say."""
        method = self._method(operation)
        arguments: dict[str, Any] = {}
        for (location, name), value in said.items():
            arguments[method.arguments[_HELD[location]][name]] = value
        if body is not None:
            arguments |= method.body_of(body)
        self._drifts.clear()
        return plain(method.call(**arguments))

    @property
    def drifts(self) -> list[str]:
        return [str(each) for each in self._drifts]

    @property
    def refusal(self) -> type[Exception]:
        """What is raised before anything is sent."""
        found: type[Exception] = self.module.InvalidRequestError
        return found

    def _method(self, operation: Operation) -> Method:
        return self._methods[operation.method, operation.path]


_HELD = {"path": "path", "query": "query", "header": "headers", "cookie": "cookies"}


def base_url(servers: list[str]) -> str:
    """Return what a caller has to name: nothing, if the document says where its API is."""
    untold = [each for each in servers if not each.startswith("https://")]
    return placed(untold[0]).replace("http://", "https://") if untold else "" if servers else UNTOLD


def _said(method: Any) -> tuple[dict[str, dict[str, str]], str]:
    """Read in a method's code which argument becomes which part of a request."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(method)))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("_prepare"):
            found: dict[str, dict[str, str]] = {}
            whole = ""
            for each in node.keywords:
                held = each.value.args[0] if isinstance(each.value, ast.Call) else each.value
                if isinstance(held, ast.Dict):
                    pairs = zip(held.keys, held.values, strict=True)
                    found[str(each.arg)] = {ast.literal_eval(key): _name(item) for key, item in pairs if key}
                elif isinstance(held, ast.Name):
                    whole = held.id
            return found, whole
    raise LookupError("a method without a request")


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def plain(value: Any) -> Any:
    """Return the JSON form of a result, with null for what is absent."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if hasattr(value, "to_dict"):
        names = dict(zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True))
        others = plain(value.additional_properties) if hasattr(value, "_additional") else {}
        return {**{wire: plain(getattr(value, name)) for wire, name in names.items()}, **others}
    if hasattr(value, "items") and hasattr(value, "next_page"):
        return plain(value.items)
    return value if isinstance(value, bytes) else msgspec.to_builtins(value)
