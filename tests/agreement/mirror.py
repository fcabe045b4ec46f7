"""A mirror of the spec, in which the body of every response is the body of a request.

That way schemathesis makes responses through its public API, in positive and negative mode.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import contract, generation

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemathesis import BaseSchema

    from .contract import Operation

Use = tuple["Operation", int]


def _uses(*, success: bool) -> dict[str, list[Use]]:
    """Return who answers with which schema; operations with the same schema share its values."""
    found: dict[str, list[Use]] = {}
    for operation in contract.OPERATIONS:
        for status, schema in operation.responses.items():
            if schema is not None and (status == operation.success) is success:
                found.setdefault(json.dumps(schema, sort_keys=True), []).append((operation, status))
    return {f"/{uses[0][0].raw['operationId']}/{uses[0][1]}": uses for uses in found.values()}


SUCCESSES = _uses(success=True)
ERRORS = _uses(success=False)


def schema(uses: dict[str, list[Use]], view: Callable[[Any], Any], mode: str, **options: Any) -> BaseSchema:
    paths = {
        path: {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {contract.JSON: {"schema": view(users[0][0].responses[users[0][1]])}},
                },
                "responses": {"200": {"description": "received"}},
            }
        }
        for path, users in uses.items()
    }
    document = {"openapi": "3.1.0", "info": {"title": "mirror", "version": "1"}, "paths": paths}
    return generation.schema(document, mode, **options)


def received(case: Any) -> bytes:
    """Return the bytes of a generated answer; one that was left out is empty."""
    if type(case.body).__name__ == "NotSet":
        return b""
    return case.body if isinstance(case.body, bytes) else json.dumps(case.body).encode()
