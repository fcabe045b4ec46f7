"""Reads recorded traffic: HAR files, and the lines that the SDK's `DriftRecorder` writes. Headers are never read."""

from __future__ import annotations

import base64
import binascii
import codecs
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs
import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class TrafficError(Exception):
    """A recording cannot be understood; the message says where."""


@attrs.define
class _Content:
    text: str | None = None
    encoding: str | None = None


@attrs.define
class _Request:
    method: str
    url: str
    postData: _Content | None = None  # noqa: N815 - the format's name


@attrs.define
class _Response:
    status: int
    content: _Content | None = None


@attrs.define
class _Entry:
    request: _Request
    response: _Response


@attrs.define
class _Log:
    entries: list[_Entry]


@attrs.define
class _Har:
    log: _Log


@attrs.define
class Exchange:
    method: str
    host: str
    path: str
    status: int
    sent: bytes | None
    received: bytes | None


@attrs.define
class RecordedDrift:
    """A drift that the SDK noticed: a line of its recorder."""

    operation: str
    path: str
    expected: str
    found: str
    request_id: str | None = None


def read(path: Path) -> Iterator[Exchange | RecordedDrift]:
    """Read a recording, an exchange at a time. Raises `TrafficError`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TrafficError(f"cannot be read: {error.strerror}") from None
    content = content.removeprefix(codecs.BOM_UTF8)
    if not content.strip():
        raise TrafficError("the file is empty")
    first = content.lstrip().partition(b"\n")[0]
    if b'"operation"' in first and b'"expected"' in first:
        return _lines(content)
    try:
        har = msgspec.json.decode(content, type=_Har, strict=False)
    except msgspec.ValidationError as error:
        raise TrafficError(f"not a HAR: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # The parser's message has a position, never the content.
        raise TrafficError(f"neither a HAR nor lines of the SDK's recorder ({error})") from None
    return (_exchange(number, entry) for number, entry in enumerate(har.log.entries))


def _lines(content: bytes) -> Iterator[RecordedDrift]:
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=RecordedDrift)
            except msgspec.DecodeError as error:
                raise TrafficError(f"line {number}: not a line of the SDK's recorder ({error})") from None


def _exchange(number: int, entry: _Entry) -> Exchange:
    try:
        url = urlsplit(entry.request.url)
    except ValueError:  # its message may quote the content
        raise TrafficError(f"not a HAR: no URL - at `$.log.entries[{number}].request.url`") from None
    return Exchange(
        entry.request.method.upper(),
        url.hostname or "",
        url.path,
        entry.response.status,
        _bytes(entry.request.postData),
        _bytes(entry.response.content),
    )


def _bytes(content: _Content | None) -> bytes | None:
    if content is None or content.text is None:
        return None
    if content.encoding == "base64":
        try:
            return base64.b64decode(content.text)
        except (binascii.Error, ValueError):
            return b"\xff"  # not JSON, and reported as such
    return content.text.encode("utf-8", errors="surrogatepass")
