"""Recorded traffic: HAR files, and the lines that the SDK's `DriftRecorder` writes. Headers are not even read."""

from __future__ import annotations

import base64
import binascii
import codecs
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class TrafficError(Exception):
    """A recording cannot be understood; the message says where."""


class _Content(msgspec.Struct):
    text: str | None = None
    encoding: str | None = None


class _Request(msgspec.Struct):
    method: str
    url: str
    postData: _Content | None = None  # noqa: N815 - the format's name


class _Response(msgspec.Struct):
    status: int
    content: _Content | None = None


class _Entry(msgspec.Struct):
    request: _Request
    response: _Response


class _Log(msgspec.Struct):
    entries: list[_Entry]


class _Har(msgspec.Struct):
    log: _Log


class Exchange(msgspec.Struct):
    method: str
    host: str
    path: str
    status: int
    sent: bytes | None
    received: bytes | None


class Told(msgspec.Struct):
    """A line of the SDK's recorder."""

    operation: str
    path: str
    expected: str
    found: str
    request_id: str | None = None


def read(path: Path) -> Iterator[Exchange | Told]:
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
        raise TrafficError(f"no HAR: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # The parser's message has a position, never what stands there.
        raise TrafficError(f"neither a HAR nor lines of the SDK's recorder ({error})") from None
    return (_exchange(number, entry) for number, entry in enumerate(har.log.entries))


def _lines(content: bytes) -> Iterator[Told]:
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=Told)
            except msgspec.DecodeError as error:
                raise TrafficError(f"line {number}: no line of the SDK's recorder ({error})") from None


def _exchange(number: int, entry: _Entry) -> Exchange:
    try:
        url = urlsplit(entry.request.url)
    except ValueError:  # its message may quote what stands there
        raise TrafficError(f"no HAR: no URL - at `$.log.entries[{number}].request.url`") from None
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
            return b"\xff"  # no JSON, and so it will be said
    return content.text.encode("utf-8", errors="surrogatepass")
