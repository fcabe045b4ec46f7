"""The only import of httpx in our packages, so that moving to its fork httpx2 changes one line."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

import httpx

__all__ = ["foreign_package", "httpx", "is_loopback", "is_of_a_provider", "mark_of_a_provider"]

_PACKAGES = ("httpx", "httpx2")


def foreign_package(value: object) -> str | None:
    """Name the package that an object is built on if that is the other one of httpx and httpx2.

    Their classes have the same names and methods, but do not work together.
    """
    bases = {base.__module__.partition(".")[0] for base in type(value).__mro__}
    if httpx.__name__ in bases:
        return None
    return next((name for name in _PACKAGES if name in bases), None)


@lru_cache(64)  # asked for each request that is signed
def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def mark_of_a_provider(error: Exception) -> None:
    """Mark the error of a provider of credentials, which asks a vault with httpx: it says nothing of the API."""
    error.__dict__["_heymarket_provider"] = True


def is_of_a_provider(error: Exception) -> bool:
    return "_heymarket_provider" in error.__dict__
