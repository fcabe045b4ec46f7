# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
"""Heymarket API: a client generated from its OpenAPI description."""

from ._version import VERSION as __version__
from .client import AsyncHeymarket, Heymarket
from .runtime.drift import Drift, DriftRecorder, SpecDriftWarning
from .runtime.errors import (
    ApiError,
    AuthenticationError,
    BadDataError,
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
from .runtime.options import CallOptions, ClientOptions
from .runtime.pacing import RateLimit
from .runtime.page import AsyncPage, AsyncPages, Page
from .runtime.response import RawResponse

__all__ = [
    "ApiError",
    "AsyncHeymarket",
    "AsyncPage",
    "AsyncPages",
    "AuthenticationError",
    "BadDataError",
    "CallOptions",
    "ClientOptions",
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
