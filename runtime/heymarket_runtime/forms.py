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
    call = arguments.prepare(operation, body=None if operation.body is None else body, **others)
    headers, content = dict(call.headers), call.body
    if pairs := [pair for each, value in _given(operation.cookies, cookies or {}) for pair in _cookies(each, value)]:
        headers["Cookie"] = "; ".join(pairs)
    if operation.media_type and operation.body is None:
        media_type, content = _content(operation, form, body)
        if content is not None:
            headers["Content-Type"] = media_type
    return msgspec.structs.replace(call, headers=headers, body=content)


def _content(operation: Operation, form: Mapping[str, object] | None, body: object) -> tuple[str, msgspec.Raw | None]:
    """Return media type and content of a body that is not JSON."""
    media_type = operation.media_type
    if _is_form(media_type):
        if form is None:
            if not isinstance(body, Mapping | None):
                raise InvalidRequestError("body", f"expected the fields of a form, got {type(body).__name__}")
            given = [(Parameter(name, "form", Any), value) for name, value in (body or {}).items() if value is not None]
        else:
            if operation.is_body_optional and all(value is None for value in form.values()):
                return media_type, None
            given = [*_given(operation.form, form)]
        return _multipart(media_type, given) if media_type.startswith("multipart/") else _urlencoded(media_type, given)
    if body is None:
        return media_type, None
    if isinstance(body, str) and media_type.startswith("text/"):
        return media_type, msgspec.Raw(body.encode("utf-8"))
    upload = _upload("body", body)
    chosen = (
        upload.media_type if "*" in media_type or (isinstance(body, Upload) and not _is_plain(upload)) else media_type
    )
    return chosen, msgspec.Raw(upload.content)


def _is_form(media_type: str) -> bool:
    return media_type.startswith(("multipart/form-data", "application/x-www-form-urlencoded"))


def _is_plain(upload: Upload) -> bool:
    return upload.media_type == Upload(b"").media_type


def _multipart(media_type: str, given: list[tuple[Parameter, object]]) -> tuple[str, msgspec.Raw]:
    parts = [part for field, value in given for part in _parts(field, value)]
    made = httpx.Request("POST", "https://form", files=parts)
    return made.headers.get("Content-Type", media_type), msgspec.Raw(made.read())


def _urlencoded(media_type: str, given: list[tuple[Parameter, object]]) -> tuple[str, msgspec.Raw]:
    pairs: list[str] = []
    for field, value in given:
        plain = checked_value(field, value)
        is_object = isinstance(plain, dict) and not field.style and field.explode is None
        pairs += styles.pairs({field.name: styles.text_of(plain)} if is_object else styles.in_query(field, plain))
    return media_type, msgspec.Raw("&".join(pairs).encode("ascii"))


def _given(parameters: tuple[Parameter, ...], values: Mapping[str, object]) -> Iterator[tuple[Parameter, object]]:
    for parameter in parameters:
        if (value := values.get(parameter.name)) is not None:
            yield parameter, value
        elif parameter.required:
            raise InvalidRequestError(parameter.name, "is required")


def _cookies(parameter: Parameter, value: object) -> Iterator[str]:
    for name, text in styles.in_cookie(parameter, checked_value(parameter, value)):
        if not _COOKIE.fullmatch(text.replace(",", "")):
            raise InvalidRequestError(parameter.name, 'a cookie takes visible ASCII without any of: space " , ; \\')
        yield f"{name}={text}"


def _parts(field: Parameter, value: Any) -> Iterator[_Part]:
    """Return the parts of a form for one field: as many as its array has items."""
    if field.type in {Upload, list[Upload]} or _is_file(value):
        for item in value if isinstance(value, list | tuple) else [value]:
            upload = _upload(field.name, item)
            yield field.name, (upload.name, upload.content, field.media_type or upload.media_type)
    else:
        plain = checked_value(field, value)
        for item in plain if isinstance(plain, list) else [plain]:
            if item is not None:
                yield field.name, _part(field, item)


def _is_file(value: object) -> bool:
    items = value if isinstance(value, list | tuple) else [value]
    return bool(items) and all(isinstance(item, Upload | bytes) for item in items)


def _part(field: Parameter, item: Any) -> Any:
    text = styles.text_of(item)
    media_type = field.media_type or ("application/json" if isinstance(item, dict | list) else "")
    return (None, text.encode("utf-8"), media_type) if media_type else (None, text)


def _upload(name: str, value: object) -> Upload:
    upload = Upload(value) if isinstance(value, bytes) else value
    if not isinstance(upload, Upload):
        raise InvalidRequestError(name, f"expected bytes or an Upload, got {type(value).__name__}")
    if not _MEDIA_TYPE.fullmatch(upload.media_type):
        raise InvalidRequestError(name, f"expected a media type such as image/png, got {upload.media_type!r}")
    return upload
