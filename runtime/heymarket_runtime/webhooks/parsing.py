"""From the body of a webhook to a typed event."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, cast

import msgspec

from heymarket_runtime.checks import keeps
from heymarket_runtime.conversion import convert
from heymarket_runtime.drift import OnDrift, WarnOnce
from heymarket_runtime.model import Model, Received, link_result, parse_json
from heymarket_runtime.operation import Operation
from heymarket_runtime.redaction import redactor

from .errors import WebhookBodyError, WebhookTokenError
from .tokens import Tokens, configured, is_known

Event = TypeVar("Event")
Body = bytes | bytearray | memoryview | str | Mapping[str, Any]

MAX_SIZE = 1 << 20
"""Bytes that a body has at most."""
MAX_DEPTH = 64
"""Objects and arrays that a body has inside of one another at most."""
_LONGEST_KEY = 200


class Kind(msgspec.Struct, frozen=True):
    """One type of events."""

    model: type[Model]
    types: tuple[str, ...]
    """The values that stand for it: its own, and others that are taken for it."""
    identity: tuple[tuple[str, ...], ...]
    """Where the values are that, with its type, tell an event from another."""


class Parser(Generic[Event]):
    """Checks and decodes events whose field `by` tells their type, and whose field `token` shows who sent them."""

    def __init__(self, *kinds: Kind, unknown: Callable[[str], Model], by: str, token: str, variable: str) -> None:
        """`unknown` makes an event of a type that no kind has; `variable` names where the environment has the token."""
        self._kinds = {name: kind for kind in kinds for name in kind.types}
        self._by_model: dict[Any, Kind] = {kind.model: kind for kind in kinds}
        self._by, self._token, self._variable = by, token, variable
        self._unknown, self._warn = unknown, WarnOnce()

    def parse(
        self,
        body: Body,
        *,
        token: Tokens | None = None,
        on_drift: OnDrift | None = None,
        max_size: int = MAX_SIZE,
    ) -> Event:
        """Return the event of a body, if it carries the token of the webhook.

        The body is taken as received, as text, or parsed. `token` is one token; several, while one is replaced by
        another; or a function that returns them. Without it, the environment has them: see the module.

        The event does not hold the token. What differs from the spec is kept as received and told to `on_drift`, by
        default as a `SpecDriftWarning`.

        Raises `WebhookTokenError` and `WebhookBodyError`.
        """
        outside = sys.exception()
        try:
            return self._event(body, configured(token, self._variable), on_drift, max_size)
        except BaseException as error:
            del body, token  # a crash reporter reads the variables of this frame, and of those below
            _empty(error, outside)
            raise

    def parse_unverified(self, body: Body, *, on_drift: OnDrift | None = None, max_size: int = MAX_SIZE) -> Event:
        """Return the event of a body that anybody may have sent: its token is not looked at."""
        outside = sys.exception()
        try:
            return self._event(body, None, on_drift, max_size)
        except BaseException as error:
            del body
            _empty(error, outside)
            raise

    def check_tokens(self, token: Tokens | None) -> None:
        """Raise `WebhookTokenError` if there is no token to compare with."""
        outside = sys.exception()
        try:
            configured(token, self._variable)
        except BaseException as error:
            del token
            _empty(error, outside)
            raise

    def identity(self, event: Event) -> str:
        """Return what tells an event from all others, and is the same each time it is delivered.

        It is made of the type and of what the spec names for it. Where that is missing, all of the event counts.
        """
        raw = _raw(event)
        kind = self._by_model.get(type(event))
        name = kind.types[0] if kind else str(raw.get(self._by))
        values = [_value_at(raw, path) for path in kind.identity] if kind else [raw]
        if None in values and kind:
            values = [_value_at(raw, path) for path in dict.fromkeys(path[:1] for path in kind.identity)]
        text = json.dumps(values, sort_keys=True, separators=(",", ":"))
        if len(text) > _LONGEST_KEY or any(isinstance(value, dict | list) for value in values):
            text = hashlib.sha256(text.encode()).hexdigest()  # what a customer wrote is for no log
        return f"{name}:{text}"

    def _event(self, body: Any, tokens: tuple[bytes, ...] | None, on_drift: OnDrift | None, max_size: int) -> Event:
        value = _opened(body, max_size)
        given = value.pop(self._token, None)
        if tokens is not None and not is_known(given, tokens):
            raise WebhookTokenError("the event carries a token that is not configured" if given else "no token")
        name = value.get(self._by)
        if not isinstance(name, str):
            raise WebhookBodyError(f"expected string, found {_found(name)}", path=f"$.{self._by}")
        kind = self._kinds.get(name)
        event = self._typed(kind, value, body, given, on_drift) if kind else self._unknown(name)
        received = Received(b"")
        received.value = value
        link_result(event, received)
        return cast("Event", event)

    def _typed(self, kind: Kind, value: dict[str, Any], body: Any, given: Any, on_drift: OnDrift | None) -> Model:
        own, cls = kind.types[0], cast("Any", kind.model)
        shaped = value if value[self._by] == own else {**value, self._by: own}
        try:
            event = cast("Model", convert(shaped, cls))
        except (msgspec.ValidationError, RecursionError):
            pass
        else:
            if keeps(shaped, cls):
                return event
        from heymarket_runtime.salvage import Salvage  # noqa: PLC0415 (few programs ever need it)

        operation = Operation(name=f"webhooks.{own}", method="POST", path="", result=kind.model)
        clean = redactor(given) if isinstance(given, str) else str
        body = json.dumps(dict(body), default=str).encode() if isinstance(body, Mapping) else _bytes(body)
        told = on_drift or self._warn
        taken = Salvage(operation, body, None, strict=False, on_drift=told, clean=clean).take(shaped)
        return cast("Model", taken)


def _empty(error: BaseException, outside: BaseException | None) -> None:
    from heymarket_runtime.frames import empty  # noqa: PLC0415 (most programs never need it)

    empty(error, error.__traceback__, outside)


def _opened(body: Any, max_size: int) -> dict[str, Any]:
    """Return the JSON object that a body is, as one that may be changed."""
    if isinstance(body, str | bytearray | memoryview):
        body = _bytes(body)
    is_suspect = True
    if isinstance(body, bytes):
        if len(body) > max_size:
            raise WebhookBodyError(f"more than {max_size} bytes", is_too_large=True)
        is_suspect = body.count(b"{") + body.count(b"[") > MAX_DEPTH
        body, problem = _parsed(body)
        if problem:
            raise WebhookBodyError(problem)
    elif isinstance(body, Mapping):
        body = dict(body)
    if not isinstance(body, dict):
        raise WebhookBodyError(f"expected an object, found {_found(body)}")
    if is_suspect and _is_deep(body):
        raise WebhookBodyError(f"more than {MAX_DEPTH} objects and arrays inside of one another")
    return body


def _parsed(body: bytes) -> tuple[Any, str]:
    """Return JSON, or what is wrong: an error raised from another would hold that, which may hold the body."""
    try:
        return msgspec.json.decode(body), ""
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        value = parse_json(body.decode())
        json.dumps(value, allow_nan=False)  # Python reads numbers that no JSON of its own could hold
    except UnicodeDecodeError as error:
        return None, f"not UTF-8 at byte {error.start}"
    except ValueError as error:
        return None, f"the body is not JSON ({error})" if body.strip() else "the body is empty"
    return value, ""


def _bytes(body: Any) -> bytes:
    return body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        inner = [each.values() if isinstance(each, Mapping) else each for each in level]
        level = [each for part in inner for each in part if isinstance(each, Mapping | list | tuple)]
    return bool(level)


def _raw(event: Any) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", event.raw)
    except LookupError:  # one that was made by hand
        return cast("dict[str, Any]", event.to_dict())


def _value_at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _found(value: Any) -> str:
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array", type(None): "null"}
    return names.get(type(value), "object" if isinstance(value, Mapping) else "something else")
