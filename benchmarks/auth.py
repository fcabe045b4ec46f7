"""What signing costs a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import jwt

from heymarket_auth import ApiSecret, TeamApiKey

from .measure import interleave, repeated
from .report import Result, Table, times

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from .report import Run

SECRET = ("5a4d0b0e-0000-4000-8000-5a4d0b0e5a4d", "SecretKeyOfTheBenchmark000000000")
KEY = "||".join(SECRET)
PYJWT = "PyJWT alone, a token"


class Static(httpx.Auth):
    """The least that a bearer token can cost."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = "Bearer token"
        yield request


def measure(run: Run) -> Result:
    result = Result("auth")
    blocks = {
        PYJWT: repeated(lambda: jwt.encode({"iss": SECRET[0], "iat": 1776243164}, KEY, algorithm="HS256")),
        "a fixed header": repeated(_flow(Static())),
        "ApiSecret, token in hand": repeated(_flow(ApiSecret(*SECRET))),
        "ApiSecret, made and first used": repeated(_flow(lambda: ApiSecret(*SECRET))),
        "ApiSecret, refused once": repeated(_flow(ApiSecret(*SECRET), refused=True)),
        "TeamApiKey": repeated(_flow(TeamApiKey("benchmark-key"))),
    }
    timings = interleave(blocks, rounds=run.rounds, seconds=run.block)
    rows = []
    for name in timings.names():
        result.figures[name] = timings.median(name, cpu=True) * 1e6
        rows.append((name, f"{timings.median(name, cpu=True) * 1e6:.1f}", times(timings.ratio(name, PYJWT, cpu=True))))
    result.tables.append(Table("Signing", ("", "CPU us", "against PyJWT"), rows))
    return result


def _flow(auth: httpx.Auth | Callable[[], httpx.Auth], *, refused: bool = False) -> Callable[[], object]:
    """Return one request's way through the auth layer, without httpx around it."""

    def given() -> httpx.Auth:
        return auth if isinstance(auth, httpx.Auth) else auth()

    request = httpx.Request("POST", "https://api.heymarket.com/v1/conversations")
    good, bad = httpx.Response(200, request=request), httpx.Response(401, request=request)

    def work() -> None:
        flow = given().sync_auth_flow(request)
        next(flow)
        if refused:
            flow.send(bad)
        try:
            flow.send(good)
        except StopIteration:
            return
        raise RuntimeError("the auth layer sent the request again")

    return work
