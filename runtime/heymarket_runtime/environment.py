"""What the environment says of the way to the API: proxies and certificates.

httpx would read it too. But it would send what is meant for this machine to the proxy, in clear, and ends with
an error of its own for values that it cannot use.
"""

from __future__ import annotations

import os
import urllib.request
from typing import TYPE_CHECKING, TypeVar

from .errors import InvalidRequestError
from .http import httpx, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


def transport(kind: Callable[..., T], url: httpx.URL) -> T:
    """Return a transport to the API at this URL. Raises `InvalidRequestError`, with the variable's name.

    No error names the value, or is chained: a proxy's URL may hold a password.
    """
    scheme, proxy = _proxy(url)
    try:
        return kind(proxy=proxy)
    except (ValueError, TypeError, ImportError, httpx.InvalidURL):
        problem = "expected a proxy such as http://proxy.test:8080; socks5:// needs the package socksio"
    except OSError as error:
        found = [name for name in _CERTIFICATES if os.environ.get(name)]
        if not found:
            raise
        raise InvalidRequestError(" or ".join(found), f"cannot be used ({error.strerror or 'no PEM'})") from None
    raise InvalidRequestError(_variable(scheme), problem)


def _proxy(url: httpx.URL) -> tuple[str, str | None]:
    """Return the proxy for a URL, and which kind of setting names it; none for what stays on this machine."""
    if is_loopback(url.host):
        return "", None
    proxies = urllib.request.getproxies()
    scheme = url.scheme if url.scheme in proxies else "all"
    proxy = proxies.get(scheme)
    if not proxy or urllib.request.proxy_bypass(url.netloc.decode("ascii")):
        return scheme, None
    return scheme, proxy if "://" in proxy else f"http://{proxy}"


def _variable(scheme: str) -> str:
    name = f"{scheme}_proxy"
    return next((each for each in (name, name.upper()) if each in os.environ), f"the system's {scheme} proxy")
