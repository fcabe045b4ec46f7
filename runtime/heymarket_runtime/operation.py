"""What the spec says about an operation, as data."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from .checks import hook

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


class Input(msgspec.Struct, frozen=True):
    """The request field that a listing moves or sizes by."""

    name: str
    location: Literal["body", "query"]


class Operation(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One operation of the spec."""

    name: str
    method: str
    path: str
    result: Any
    """Type that a success body decodes to; None where there is no body."""
    text: bool = False
    """The success body is plain text rather than JSON."""
    parameters: tuple[Parameter, ...] = ()
    cookies: tuple[Parameter, ...] = ()
    form: tuple[Parameter, ...] = ()
    body: Any = None
    """Type of the JSON body."""
    media_type: str = ""
    """Of the body, if it is no JSON."""
    any_of: tuple[tuple[str, ...], ...] = ()
    """Sets of body fields, at least one of which must be given whole."""
    semantics: Semantics = "unsafe"
    paging: Strategy | None = None
    """How a listing goes on to its next page."""

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[Any]:
        return msgspec.json.Decoder(self.result, dec_hook=hook)
