"""Heymarket's data where people analyse it, and one limit for many machines.

`RedisStore` needs `heymarket[redis]`, the rest `heymarket[sync]`; each is imported by those who use it.
"""

from __future__ import annotations

import typing

if typing.TYPE_CHECKING:
    from .errors import SyncError, SyncRunningError
    from .exports import Exported, export
    from .redis_store import RedisStore
    from .run import sync
    from .source import heymarket_source
    from .summary import Counts, Summary

__all__ = [
    "Counts",
    "Exported",
    "RedisStore",
    "Summary",
    "SyncError",
    "SyncRunningError",
    "export",
    "heymarket_source",
    "sync",
]

_MODULES = {
    "Counts": "summary",
    "Exported": "exports",
    "RedisStore": "redis_store",
    "Summary": "summary",
    "SyncError": "errors",
    "SyncRunningError": "errors",
    "export": "exports",
    "heymarket_source": "source",
}


def __getattr__(name: str) -> typing.Any:
    if name in __all__:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(f".{_MODULES.get(name, 'run')}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
