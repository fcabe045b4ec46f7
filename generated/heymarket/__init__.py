# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
"""Heymarket API: a client generated from its OpenAPI spec."""

import typing

from heymarket_runtime.drift import Drift, DriftRecorder, SpecDriftWarning
from heymarket_runtime.errors import (
    ApiError,
    AuthenticationError,
    BadDataError,
    ClientUnusableError,
    ConnectionFailedError,
    DecodeError,
    HeymarketError,
    InvalidRequestError,
    NotFoundError,
    PagingError,
    PermissionDeniedError,
    RateLimitError,
    RateLimitStoreError,
    RequestTimeoutError,
    ServerError,
)
from heymarket_runtime.options import CallOptions, ClientOptions
from heymarket_runtime.pacing import RateLimit
from heymarket_runtime.page import AsyncPage, AsyncPages, Page
from heymarket_runtime.response import RawResponse

from ._version import VERSION as __version__
from .client import AsyncHeymarket, Heymarket

if typing.TYPE_CHECKING:
    from heymarket_runtime.aiohttp import AiohttpTransport
    from heymarket_runtime.file_store import FileStore
    from heymarket_runtime.keyed import keyed_by_id
    from heymarket_runtime.shared_limit import RateLimitStore, SharedRateLimit

__all__ = [
    "AiohttpTransport",
    "ApiError",
    "AsyncHeymarket",
    "AsyncPage",
    "AsyncPages",
    "AuthenticationError",
    "BadDataError",
    "CallOptions",
    "ClientOptions",
    "ClientUnusableError",
    "ConnectionFailedError",
    "DecodeError",
    "Drift",
    "DriftRecorder",
    "FileStore",
    "Heymarket",
    "HeymarketError",
    "InvalidRequestError",
    "NotFoundError",
    "Page",
    "PagingError",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "RateLimitStore",
    "RateLimitStoreError",
    "RawResponse",
    "RequestTimeoutError",
    "ServerError",
    "SharedRateLimit",
    "SpecDriftWarning",
    "__version__",
    "keyed_by_id",
]


# Only those who use them pay for importing them.
_LAZY = {
    "AiohttpTransport": "aiohttp",
    "FileStore": "file_store",
    "RateLimitStore": "shared_limit",
    "SharedRateLimit": "shared_limit",
    "keyed_by_id": "keyed",
}


def __getattr__(name: str) -> object:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(f"heymarket_runtime.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
