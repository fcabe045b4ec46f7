"""Where the API is."""

from __future__ import annotations

import re
from typing import Any

_WHOLE = re.compile(r"https://|http://(localhost|127(\.\d+){3}|\[::1\])([:/]|$)", re.IGNORECASE)


def server_url(servers: Any) -> str:
    """Return the first server's URL with the values that its variables have by default; empty if there is none."""
    if not servers:
        return ""
    url = str(servers[0].get("url", ""))
    for name, variable in (servers[0].get("variables") or {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    return url.rstrip("/")


def base_url(servers: Any) -> str:
    """Return the server that a client uses by itself; empty if it has to be told, as where the spec has a path only."""
    url = server_url(servers)
    return url if is_whole(url) else ""


def is_whole(url: str) -> bool:
    """Say whether a URL tells by itself where a server is that a client may send credentials to."""
    return bool(_WHOLE.match(url)) and "{" not in url


def own_server(servers: Any, common: Any) -> str:
    """Return the server of an operation; empty if that is the one of the others."""
    url = server_url(servers) or ("/" if servers else "")
    return "" if not servers or url.rstrip("/") == server_url(common) else url
