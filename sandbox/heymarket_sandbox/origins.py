"""Refuses what a browser sends for a site of the web: the sandbox's credentials are known to everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from heymarket_sandbox.ports import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable


def foreign(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Say why a request is not for this sandbox, or not from this machine; None if it is both."""
    # A site can let its own name point to loopback (DNS rebinding); the Host header still shows the name.
    origin = site = None
    for name, value in headers:
        if name == b"host" and not _is_here(value.decode("latin-1")):
            return "Host must be a loopback name; the sandbox has no other"
        if name == b"origin":
            origin = value.decode("latin-1")
        elif name == b"sec-fetch-site":
            site = value
    if origin is None:
        return "Sec-Fetch-Site: requests from other sites are refused" if site == b"cross-site" else None
    here = _is_here(origin.partition("://")[2])
    return None if here else "Origin must be on loopback; requests from other sites are refused"


def _is_here(authority: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{authority}").hostname or "")
    except ValueError:
        return False
