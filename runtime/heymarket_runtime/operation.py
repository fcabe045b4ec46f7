"""What the spec says about an operation, as data."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

import msgspec

Semantics = Literal["safe", "idempotent", "unsafe"]
"""RFC 9110, 9.2: reads; may be repeated with the same effect; neither."""


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


class ByPage(msgspec.Struct, frozen=True):
    """Pages are numbered from one; an empty page is the end."""

    page: Input
    items: tuple[str, ...] = ()
    """Path from the result to its list of items; empty where the result is the list."""


class ByToken(msgspec.Struct, frozen=True):
    """Each result carries an opaque cursor to the next; none, or an empty one, is the end."""

    cursor: Input
    next_cursor: tuple[str, ...]
    items: tuple[str, ...] = ()


class ByTimestamp(msgspec.Struct, frozen=True):
    """The cursor is a timestamp of the last item; what comes back lies strictly beyond it."""

    cursor: Input
    field: str
    """Item field that holds the timestamp."""
    identity: str
    """Item field that tells items apart."""
    items: tuple[str, ...] = ()
    limit: Input | None = None
    reversed_by: Input | None = None
    """Request field that, when true, turns the order from newest first to oldest first."""
    first_only: tuple[Input, ...] = ()
    """Request fields that must not be sent again once a cursor is."""


Paging = ByPage | ByToken | ByTimestamp


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
    paging: Paging | None = None

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[Any]:
        return msgspec.json.Decoder(self.result)
