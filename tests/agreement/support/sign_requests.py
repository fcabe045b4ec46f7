"""Hooks of `schemathesis run`: signs every request with the credentials of the environment.

A token lives five minutes and a run may last longer, so a header that is made once will not do.
"""

from __future__ import annotations

import os
from typing import Any

import httpx
import schemathesis

from heymarket_auth import ApiSecret, TeamApiKey


def _credentials() -> httpx.Auth:
    if "HEYMARKET_API_SECRET_ID" in os.environ:
        return ApiSecret(os.environ["HEYMARKET_API_SECRET_ID"], os.environ["HEYMARKET_API_SECRET_KEY"])
    return TeamApiKey(os.environ["HEYMARKET_API_KEY"])


@schemathesis.auth(refresh_interval=60)
class FromEnvironment:
    # Schemathesis passes the case and the context.
    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:  # noqa: ARG002
        request = next(_credentials().auth_flow(httpx.Request("POST", "https://localhost")))
        return request.headers["Authorization"]

    def set(self, case: schemathesis.Case, data: Any, context: schemathesis.AuthContext) -> None:  # noqa: ARG002
        case.headers["Authorization"] = data
