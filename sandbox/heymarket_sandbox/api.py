"""The API as an ASGI application: routes come from the spec, and every operation runs through the same steps."""

from __future__ import annotations

import json
import logging
from decimal import Decimal, InvalidOperation
from email.utils import formatdate
from math import ceil
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from heymarket_sandbox.credentials import Credentials
from heymarket_sandbox.errors import ErrorResponse, SandboxError
from heymarket_sandbox.limits import RateLimit
from heymarket_sandbox.requests import Handler, ValidRequest
from heymarket_sandbox.resources import DUE, HANDLERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

    from heymarket_sandbox.clock import Clock
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.spec import Operation, Spec
    from heymarket_sandbox.store import Store

logger = logging.getLogger("heymarket_sandbox")


class Api:
    def __init__(
        self,
        spec: Spec,
        settings: Settings,
        store: Store,
        clock: Clock,
        handlers: Mapping[str, Handler] = HANDLERS,
    ) -> None:
        self._operations: dict[str, dict[str, Operation]] = {}
        for operation in spec.operations:
            self._operations.setdefault(operation.path, {})[operation.method] = operation
        _check_handlers({operation.id for operation in spec.operations}, set(handlers))
        self._settings = settings
        self._store = store
        self._clock = clock
        self._handlers = handlers
        self._credentials = Credentials(settings)
        self._limit = RateLimit(settings)
        # A fixed path comes before a path with a parameter that would match it.
        paths = sorted(self._operations, key=lambda path: (path.count("{"), path))
        self.app = Starlette(
            routes=[Route(path, _Endpoint(self, self._operations[path])) for path in paths],
            exception_handlers={HTTPException: _not_routed},
        )
        self.app.router.redirect_slashes = False

    def operation_id(self, scope: Scope) -> str | None:
        """Name the operation that a request would reach."""
        for route in self.app.routes:
            if route.matches(scope)[0] is not Match.NONE and isinstance(route, Route):
                operation = self._operations[route.path].get(scope["method"])
                return None if operation is None else operation.id
        return None

    async def respond(self, request: Request, operations: dict[str, Operation]) -> Response:
        """Check in the order of a gateway: method, credentials, rate limit, request, permission."""
        operation = operations.get(request.method)
        if operation is None:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(operations))})
        raw = await request.body()
        try:
            status, value, headers = operation.success_status, self._handle(operation, request, raw), dict[str, str]()
        except ErrorResponse as error:
            status, value, headers = error.status, error.body, error.headers
        except Exception:
            logger.exception("%s failed", operation.id)
            status, value, headers = 500, ErrorResponse(500, "the sandbox failed; its log has the traceback").body, {}
        if problem := operation.response_error(status, value):
            logger.error("the response %d of %s breaks the spec: %s", status, operation.id, problem)
            status, headers = 500, {}
            value = ErrorResponse(500, f"the sandbox's response breaks the spec: {problem}").body
        return reply(status, value, headers)

    def _handle(self, operation: Operation, request: Request, raw: bytes) -> Any:
        self._credentials.check(request.headers.get("authorization"), self._clock.now())
        if wait := self._limit.wait():
            raise ErrorResponse(429, self._over_limit(), self._retry_after(wait))
        headers = {name.lower(): value for name, value in request.headers.items()}
        parameters = operation.read_parameters(request.path_params, request.url.query, headers)
        body = read_body(operation, request.headers.get("content-type"), raw)
        with self._store.transaction():
            for each in DUE:
                each(self._store, self._settings)
        with self._store.transaction():
            return self._handlers[operation.id](ValidRequest(self._store, self._settings, parameters, body))

    def _over_limit(self) -> str:
        if self._settings.rate_window == 60:  # noqa: PLR2004 - seconds in a minute
            return f"more than {self._settings.rate_limit} requests in the current minute"
        return f"more than {self._settings.rate_limit} requests in {self._settings.rate_window:g} seconds"

    def _retry_after(self, wait: float) -> dict[str, str]:
        if self._settings.retry_after is None:
            return {}
        if self._settings.retry_after == "seconds":
            return {"Retry-After": str(ceil(wait))}
        return {"Retry-After": formatdate(ceil(self._clock.now() + wait), usegmt=True)}


class _Endpoint:
    """A class, because Starlette serves a function for GET only; this one serves every method of the spec."""

    def __init__(self, api: Api, operations: dict[str, Operation]) -> None:
        self._api = api
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._api.respond(Request(scope, receive), self._operations)
        await response(scope, receive, send)


def reply(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return Response(content, status, headers=headers, media_type="application/json")


def read_body(operation: Operation, content_type: str | None, raw: bytes) -> Any:
    """Read and validate the body. A wrong content type is 400, because the spec does not document 415."""
    if operation.body is None:
        return None
    if not raw.strip():
        if operation.body_required:
            raise ErrorResponse(400, "body: a JSON body is required")
        return {}
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ErrorResponse(400, f"Content-Type must be application/json, not {kind or 'absent'}")
    value = read_json(raw)
    if problem := operation.body.error(value):
        raise ErrorResponse(400, problem)
    return value


def read_json(raw: bytes) -> Any:
    """Parse JSON; `1.0` and `1e2` become integers, and text that is not valid Unicode is an error."""
    try:
        value = json.loads(raw.decode(), parse_float=_number, parse_constant=_no_constant)
        if b"\\u" in raw:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise ErrorResponse(400, f"body: not UTF-8 at byte {error.start}") from None
    except UnicodeEncodeError:
        raise ErrorResponse(400, "body: a string holds half of a surrogate pair") from None
    except json.JSONDecodeError as error:
        raise ErrorResponse(400, f"body: not JSON at line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise ErrorResponse(
            400, f"body: {'nested too deeply' if isinstance(error, RecursionError) else error}"
        ) from None
    return value


def _number(text: str) -> float:
    try:
        value = Decimal(text)
    except InvalidOperation:  # an exponent of more than 18 digits
        return float(text)
    if not value:
        return 0
    few_digits = value.adjusted() < 30  # noqa: PLR2004 - far over 64 bits, and quick to expand
    return int(value) if few_digits and value == value.to_integral_value() else float(value)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


async def _not_routed(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    message = "no such path" if status == 404 else "this path has other methods; see Allow"  # noqa: PLR2004
    return reply(status, ErrorResponse(status, message).body, headers)


def _check_handlers(specified: set[str], handled: set[str]) -> None:
    if missing := specified - handled:
        raise SandboxError(f"the spec has operations without a handler in resources: {', '.join(sorted(missing))}")
    if extra := handled - specified:
        raise SandboxError(f"resources has handlers for operations that the spec lacks: {', '.join(sorted(extra))}")
