"""Content encodings that end too early, which httpx does not notice for all of them."""

from __future__ import annotations

from typing import Any

from .http import httpx


def check_whole(response: httpx.Response) -> httpx.Response:
    """Return a response whose body is read. Raises `httpx.DecodingError` if its encoding was cut off, or goes on."""
    decoder = getattr(response, "_decoder", None)
    if (hasattr(decoder, "decompressor") or hasattr(decoder, "children")) and response.num_bytes_downloaded:
        for decompressor in _decompressors(decoder):
            if not _has_ended(decompressor):
                raise httpx.DecodingError("the encoded body was cut off", request=response.request)
            if getattr(decompressor, "unused_data", b""):
                raise httpx.DecodingError("the encoded body has more than one part", request=response.request)
    return response


def _decompressors(decoder: Any) -> list[Any]:
    """Return the innermost objects of those that httpx has put around each other."""
    if children := getattr(decoder, "children", None):
        return [each for child in children for each in _decompressors(child)]
    while inner := getattr(decoder, "decompressor", None):
        decoder = inner
    return [decoder]


def _has_ended(decompressor: Any) -> bool:
    if hasattr(decompressor, "is_finished"):  # brotli's
        return bool(decompressor.is_finished())
    return bool(getattr(decompressor, "eof", True))
