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
    "Heymarket",
    "HeymarketError",
    "InvalidRequestError",
    "NotFoundError",
    "Page",
    "PagingError",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "RawResponse",
    "RequestTimeoutError",
    "ServerError",
    "SpecDriftWarning",
    "__version__",
]


def __getattr__(name: str) -> object:
    # Only those who use aiohttp pay for importing it.
    if name == "AiohttpTransport":
        from heymarket_runtime.aiohttp import AiohttpTransport

        return AiohttpTransport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
