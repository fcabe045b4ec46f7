"""The only import of httpx in our packages, so that moving to its fork httpx2 changes one line."""

from __future__ import annotations

import ipaddress

import httpx

__all__ = ["foreign_package", "httpx", "is_loopback"]

_PACKAGES = ("httpx", "httpx2")


def foreign_package(value: object) -> str | None:
    """Name the package that an object is built on if that is the other one of httpx and httpx2.

    Their classes have the same names and methods, but do not work together.
    """
    bases = {base.__module__.partition(".")[0] for base in type(value).__mro__}
    if httpx.__name__ in bases:
        return None
    return next((name for name in _PACKAGES if name in bases), None)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
