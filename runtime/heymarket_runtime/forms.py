"""Forms, files and cookies: few operations have them, so `arguments` does not deal with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from . import arguments
from .arguments import Call, parameter_text
from .errors import InvalidRequestError
from .http import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .operation import Operation, Parameter

_COOKIE = re.compile(r"[!#-+\--:<-\[\]-~]*")  # RFC 6265, 4.1.1
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?[\w.-]+=[\w.\"-]+)*", re.ASCII)

_Part = tuple[str, tuple[None, str] | tuple[str, bytes, str]]


class Upload(msgspec.Struct, frozen=True):
    """A file to send; bytes alone stand for one without a name of its own."""

    content: bytes
    name: str = "file"
    media_type: str = "application/octet-stream"


def prepare(
    operation: Operation,
    *,
    cookies: Mapping[str, object] | None = None,
    form: Mapping[str, object] | None = None,
    body: object = None,
    **others: Mapping[str, object] | None,
) -> Call:
    """Check a method's arguments, as `arguments.prepare` does. Raises `InvalidRequestError`."""
    call = arguments.prepare(operation, body=None if operation.media_type else body, **others)
    headers, content = dict(call.headers), call.body
    if pairs := [f"{each.name}={_cookie(each, value)}" for each, value in _given(operation.cookies, cookies or {})]:
        headers["Cookie"] = "; ".join(pairs)
    if operation.form:
        parts = [part for field, value in _given(operation.form, form or {}) for part in _parts(field, value)]
        made = httpx.Request("POST", "https://form", files=parts)
        headers["Content-Type"] = made.headers.get("Content-Type", operation.media_type)
        content = msgspec.Raw(made.read())
    elif operation.media_type:
        headers["Content-Type"], content = operation.media_type, msgspec.Raw(_upload("body", body).content)
    return msgspec.structs.replace(call, headers=headers, body=content)


def _given(parameters: tuple[Parameter, ...], values: Mapping[str, object]) -> Iterator[tuple[Parameter, object]]:
    for parameter in parameters:
        if (value := values.get(parameter.name)) is not None:
            yield parameter, value
        elif parameter.required:
            raise InvalidRequestError(parameter.name, "is required")


def _cookie(parameter: Parameter, value: object) -> str:
    text = str(parameter_text(parameter, value))
    if not _COOKIE.fullmatch(text):
        raise InvalidRequestError(parameter.name, 'a cookie takes visible ASCII without any of: space " , ; \\')
    return text


def _parts(field: Parameter, value: Any) -> Iterator[_Part]:
    """Return the parts of a form for one field: as many as its array has items."""
    if field.type in {Upload, list[Upload]}:
        for item in value if isinstance(value, list | tuple) else [value]:
            upload = _upload(field.name, item)
            yield field.name, (upload.name, upload.content, upload.media_type)
    else:
        text = parameter_text(field, value)
        for item in text if isinstance(text, list) else [text]:
            yield field.name, (None, item)


def _upload(name: str, value: object) -> Upload:
    upload = Upload(value) if isinstance(value, bytes) else value
    if not isinstance(upload, Upload):
        raise InvalidRequestError(name, f"expected bytes or an Upload, got {type(value).__name__}")
    if not _MEDIA_TYPE.fullmatch(upload.media_type):
        raise InvalidRequestError(name, f"expected a media type such as image/png, got {upload.media_type!r}")
    return upload
