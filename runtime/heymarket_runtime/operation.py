"""What the spec says about an operation, as data."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec

from .conversion import decoder
from .rules import has_rules

if TYPE_CHECKING:
    from .listings import Strategy

Semantics = Literal["safe", "idempotent", "unsafe"]
"""RFC 9110, 9.2: `safe` only reads, `idempotent` has the same effect when sent twice, `unsafe` is neither."""


class Parameter(msgspec.Struct, frozen=True):
    """A value that travels beside the body, or a field of a form."""

    name: str
    location: Literal["path", "query", "header", "cookie", "form"]
    type: Any
    required: bool = False
    style: str = ""
    """How arrays and objects are written, in OpenAPI's words; empty for what is usual at its location."""
    explode: bool | None = None
    """Whether each item stands by itself; None for what is usual in its style."""
    is_json: bool = False
    """Whether it is written as JSON, whatever it holds."""
    allow_reserved: bool = False
    media_type: str = ""
    """Of a part of a form, if the spec names one."""
    deprecated: bool = False


Kind = Literal["json", "text", "bytes", "none"]


class Result(msgspec.Struct, frozen=True):
    """What one of several success statuses holds."""

    status: str
    """Three digits, `2XX` or `default`."""
    type: Any
    kind: Kind


class Input(msgspec.Struct, frozen=True):
    """The request field that a listing moves or sizes by."""

    name: str
    location: Literal["body", "query"]


class _ByValue:
    """Decodes nothing: the result has rules that msgspec does not know, so each value is looked at."""

    def decode(self, _body: bytes) -> Any:
        raise msgspec.DecodeError


class Operation(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One operation of the spec."""

    name: str
    method: str
    path: str
    result: Any
    """Type that a success body decodes to; None where there is no body."""
    kind: Kind = "json"
    """Whether the success body is JSON, text, or bytes to be kept as they are."""
    results: tuple[Result, ...] = ()
    """What success statuses hold, where they differ."""
    accept: str = ""
    """Media types of a success, if they are not JSON alone."""
    parameters: tuple[Parameter, ...] = ()
    cookies: tuple[Parameter, ...] = ()
    form: tuple[Parameter, ...] = ()
    body: Any = None
    """Type of the JSON body."""
    media_type: str = ""
    """Of the body, if it is not application/json."""
    any_of: tuple[tuple[str, ...], ...] = ()
    """Sets of body fields, at least one of which must be given whole."""
    one_of: tuple[tuple[str, ...], ...] = ()
    """Sets of body fields, exactly one of which must be given whole."""
    dependent: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Body fields, each with those that must be given where it is."""
    needs_body: bool = False
    """Whether a body that is one argument must be given."""
    is_body_optional: bool = False
    """No body is sent if none of its fields is given."""
    is_signed: bool = True
    """Whether credentials are sent."""
    base_url: str = ""
    """Its own server, for clients that keep the spec's; one without a host stands on the client's host."""
    deprecated: bool = False
    """Whether any of its arguments, or a field inside of them, is deprecated."""
    semantics: Semantics = "unsafe"
    idempotency_key: str = ""
    """Body field by which the server knows a repeated request; one that carries it may be repeated."""
    paging: Strategy | None = None
    """How a listing goes on to its next page."""

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[Any]:
        if has_rules(self.result):
            return cast("msgspec.json.Decoder[Any]", _ByValue())
        return decoder(self.result)

    def for_status(self, status_code: int) -> Operation:
        """Return the operation as if the result of this status were its only one."""
        for wanted in (str(status_code), f"{status_code // 100}XX", "default"):
            for each in self.results:
                if each.status.upper() == wanted.upper():
                    return self._alone(each)
        return self._alone(self.results[0])

    def _alone(self, result: Result) -> Operation:
        if result.status not in self._by_status:
            kind = "json" if result.kind == "none" else result.kind
            made = None if result.kind == "none" else result.type
            self._by_status[result.status] = msgspec.structs.replace(self, result=made, kind=kind, results=())
        return self._by_status[result.status]

    @cached_property
    def _by_status(self) -> dict[str, Operation]:
        return {}
