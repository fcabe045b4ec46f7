"""What arrived of a body, read by its media type."""

from __future__ import annotations

import email.policy
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from lab.specs.meaning import differences, is_text_of
from lab.specs.operations import fits, is_json

if TYPE_CHECKING:
    import httpx

    from lab.specs.document import Document
    from lab.specs.operations import Operation

_NO_PARTS = re.compile(rb"--[\w.-]+--\r\n")
MULTIPART, URLENCODED = "multipart/", "application/x-www-form-urlencoded"


def faults(document: Document, operation: Operation, request: httpx.Request, said: Any, media_type: str) -> list[str]:
    """Compare the body of a request with what was meant, and with the document."""
    content, sent_type = request.content, request.headers.get("content-type", "")
    if said is None or not content:
        is_form = media_type.startswith((URLENCODED, MULTIPART))
        may_be_empty = said in (None, {}, "", b"", []) and (is_form or said is None or not operation.is_body_required)
        is_empty = not content or (is_json(sent_type) and content in {b"{}", b"null"}) or _NO_PARTS.fullmatch(content)
        return [] if is_empty and may_be_empty else [f"body: {said!r:.60} became {content[:60]!r}"]
    if not any(fits(sent_type, each) for each in operation.contents):
        return [f"body: its media type is {sent_type}, of {', '.join(operation.contents)}"]
    return _changes(document, operation.contents[media_type], request, said, media_type)


def _changes(document: Document, media: Any, request: httpx.Request, said: Any, media_type: str) -> list[str]:
    content, sent_type = request.content, request.headers.get("content-type", "")
    if isinstance(said, bytes | str):
        wanted = said if isinstance(said, bytes) else said.encode()
        if not is_json(media_type) or isinstance(said, bytes):
            return [] if content == wanted else [f"body: {wanted[:60]!r} became {content[:60]!r}"]
    if is_json(media_type):
        found = json.loads(content)
        return [
            *(f"body {each}" for each in differences(said, found)),
            *(f"body: {each}" for each in document.faults(media.get("schema", {}), found, loosely=True)),
        ]
    if media_type.startswith(URLENCODED):
        return _urlencoded(media, content, said)
    return _multipart(sent_type, content, said)


def _urlencoded(media: dict[str, Any], content: bytes, said: Any) -> list[str]:
    raw = [each.partition("=")[::2] for each in content.decode().split("&") if each]
    pairs = [(unquote_plus(name), text) for name, text in raw]
    found: list[str] = []
    for name, value in said.items():
        texts = [text for key, text in pairs if key == name]
        pairs = [pair for pair in pairs if pair[0] != name]
        encoding = media.get("encoding", {}).get(name, {})
        explode = encoding.get("explode", encoding.get("style", "form") == "form")
        if isinstance(value, dict) and encoding.get("style") == "deepObject":
            mine = {key: text for key, text in pairs if key.startswith(f"{name}[")}
            pairs = [pair for pair in pairs if pair[0] not in mine]
            wanted = {f"{name}[{key}]": item for key, item in value.items() if item is not None}
            found += _values(f"form {name}", [*mine.values()], [*wanted.values()])
        elif isinstance(value, dict) and texts == [] and explode:
            mine = {key: text for key, text in pairs if key in value}
            pairs = [pair for pair in pairs if pair[0] not in mine]
            found += _values(f"form {name}", [*mine.values()], [item for item in value.values() if item is not None])
        elif isinstance(value, list) and explode:
            found += _values(f"form {name}", texts, value)
        elif isinstance(value, list) and len(texts) == 1:
            found += _values(f"form {name}", texts[0].split(",") if value else [], value)
        else:
            found += _values(f"form {name}", texts, [] if value is None else [value])
    return [*found, *(f"form {name}: came from nowhere" for name, _ in pairs)]


def _values(where: str, texts: list[str], wanted: list[Any]) -> list[str]:
    wanted = [each for each in wanted if each is not None]
    if len(texts) != len(wanted):
        return [f"{where}: {wanted!r:.80} became {texts!r:.80}"]
    pairs = zip(texts, wanted, strict=True)
    return [f"{where}: {value!r:.60} became {text!r:.60}" for text, value in pairs if not _is(value, text)]


def _is(value: Any, text: str) -> bool:
    return is_text_of(value, unquote_plus(text))


def _multipart(sent_type: str, content: bytes, said: Any) -> list[str]:
    head = f"Content-Type: {sent_type}\r\n\r\n".encode()
    message: Any = email.message_from_bytes(head + content, policy=email.policy.HTTP)
    parts: dict[str, list[bytes]] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        parts.setdefault(name, []).append(part.get_payload(decode=True))
    found: list[str] = []
    for name, value in said.items():
        wanted = [each for each in (value if isinstance(value, list) else [value]) if each is not None]
        arrived = parts.pop(name, [])
        if len(arrived) == 1 and isinstance(value, list) and len(wanted) != 1:
            wanted = [value] if value else wanted
        if len(arrived) != len(wanted):
            found.append(f"form {name}: {wanted!r:.80} became {arrived!r:.80}")
            continue
        for one, other in zip(wanted, arrived, strict=True):
            same = one == other if isinstance(one, bytes) else is_text_of(one, other.decode("utf-8", "replace"))
            found += [] if same else [f"form {name}: {one!r:.60} became {other!r:.60}"]
    return [*found, *(f"form {name}: came from nowhere" for name in parts)]
