"""Forms, files and cookies: few operations have them, so `arguments` does not deal with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from . import arguments, styles
from .arguments import Call, checked_value
from .errors import InvalidRequestError
from .http import httpx
from .operation import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .operation import Operation

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
    if operation.deprecated:
        from . import deprecation  # noqa: PLC0415 (few operations have deprecated arguments)

        deprecation.tell(
            msgspec.structs.replace(operation, parameters=(), body=None), {"cookie": cookies, "form": form}
        )
    call = arguments.prepare(operation, body=body if operation.body is not None else None, **others)
    headers, content = dict(call.headers), call.body
    if pairs := [pair for each, value in _given(operation.cookies, cookies or {}) for pair in _cookies(each, value)]:
        headers["Cookie"] = "; ".join(pairs)
    if operation.body is None and operation.media_type:
        made = _content(operation, form, body)
        if made is not None:
            headers["Content-Type"], content = made[0], msgspec.Raw(made[1])
    return msgspec.structs.replace(call, headers=headers, body=content)


def _content(operation: Operation, form: Mapping[str, object] | None, body: object) -> tuple[str, bytes] | None:
    """Return media type and content of a body that is not JSON; None if there is none."""
    media_type = operation.media_type
    if body is None and operation.needs_body:
        raise InvalidRequestError("body", "is required")
    if not _is_form(media_type):
        return None if body is None else _whole(media_type, body)
    given: list[tuple[Parameter, object]]
    if form is None:
        if body is None and operation.is_body_optional:
            return None
        if not isinstance(body, Mapping | None):
            raise InvalidRequestError("body", f"expected the fields of a form, got {type(body).__name__}")
        given = [(Parameter(name, "form", Any), value) for name, value in (body or {}).items() if value is not None]
    elif operation.is_body_optional and all(value is None for value in form.values()):
        return None
    else:
        named = {field.name for field in operation.form}
        others = {name: value for name, value in form.items() if name not in named and value is not None}
        given = [*_given(operation.form, form)]
        given += [(Parameter(name, "form", Any), value) for name, value in others.items()]
    return _multipart(given) if media_type.startswith("multipart/") else (media_type, _urlencoded(given))


def _whole(media_type: str, body: object) -> tuple[str, bytes]:
    """Return media type and content of a body that is text, or bytes, as a whole."""
    if isinstance(body, str) and media_type.startswith("text/"):
        try:
            content = body.encode()
        except UnicodeEncodeError:
            raise InvalidRequestError("body", "holds a lone surrogate") from None
        named = "charset" in media_type or content.isascii()
        return media_type if named else f"{media_type}; charset=utf-8", content
    upload = _upload("body", body, "text or bytes" if media_type.startswith("text/") else "bytes or an Upload")
    if "*" in media_type or _is_told(body):
        return upload.media_type, upload.content
    return media_type, upload.content


def _is_form(media_type: str) -> bool:
    return media_type.startswith(("multipart/form-data", "application/x-www-form-urlencoded"))


def _multipart(given: list[tuple[Parameter, object]]) -> tuple[str, bytes]:
    parts = [part for field, value in given for part in _parts(field, value)]
    # httpx writes no form without parts, and a form ends with its boundary even then.
    made = httpx.Request("POST", "https://form", files=parts or [("", (None, ""))])
    media_type: str = made.headers["Content-Type"]
    return media_type, made.read() if parts else f"--{media_type.rpartition('=')[2]}--\r\n".encode("ascii")


def _urlencoded(given: list[tuple[Parameter, object]]) -> bytes:
    return "&".join(styles.pairs({field.name: _in_form(field, value) for field, value in given})).encode("ascii")


def _in_form(field: Parameter, value: object) -> Any:
    """Return a field of a form: as its style says, or else objects as JSON, and arrays item by item."""
    plain = checked_value(field, value)
    has_style = field.style or field.explode is not None or field.allow_reserved
    if field.is_json or not has_style:
        return msgspec.json.encode(plain).decode() if field.is_json else styles.texts(plain)
    return styles.in_query(field, plain)


def _given(parameters: tuple[Parameter, ...], values: Mapping[str, object]) -> Iterator[tuple[Parameter, object]]:
    for parameter in parameters:
        if (value := values.get(parameter.name)) is not None:
            yield parameter, value
        elif parameter.required:
            raise InvalidRequestError(parameter.name, "is required")


def _cookies(parameter: Parameter, value: object) -> Iterator[str]:
    return (f"{name}={text}" for name, text in styles.in_cookie(parameter, checked_value(parameter, value)))


def _parts(field: Parameter, value: Any) -> Iterator[_Part]:
    """Return the parts of a form for one field: as many as its array has items."""
    if field.type in {Upload, list[Upload]} or _is_file(value):
        for item in value if isinstance(value, list | tuple) else [value]:
            upload = _upload(field.name, item)
            told = upload.media_type if _is_told(item) else field.media_type or upload.media_type
            yield field.name, (upload.name, upload.content, told)
    else:
        plain = checked_value(field, value)
        for item in plain if isinstance(plain, list) and not field.is_json else [plain]:
            if item is not None:
                yield field.name, _part(field, item)


def _is_file(value: object) -> bool:
    items = value if isinstance(value, list | tuple) else [value]
    return bool(items) and all(isinstance(item, Upload | bytes) for item in items)


def _part(field: Parameter, item: Any) -> Any:
    text = styles.text_of(item)
    media_type = field.media_type or ("application/json" if isinstance(item, dict | list) else "")
    return (None, text.encode("utf-8"), media_type) if media_type else (None, text)


def _is_told(value: object) -> bool:
    """Say whether a caller names the media type."""
    return isinstance(value, Upload) and value.media_type != Upload(b"").media_type


def _upload(name: str, value: object, expected: str = "bytes or an Upload") -> Upload:
    upload = Upload(value) if isinstance(value, bytes) else value
    if not isinstance(upload, Upload):
        raise InvalidRequestError(name, f"expected {expected}, got {type(value).__name__}")
    if not _MEDIA_TYPE.fullmatch(upload.media_type):
        raise InvalidRequestError(name, f"expected a media type such as image/png, got {upload.media_type!r}")
    return upload
