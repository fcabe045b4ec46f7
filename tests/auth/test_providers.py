"""Providers that fail, that use the client they serve, or that want to be awaited."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket import AsyncHeymarket, Heymarket
from heymarket_auth import ApiSecret, CredentialsError, TeamApiKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.auth.conftest import Server

URL = "https://api.heymarket.com/v1/team"
PAIR = ("1f0c7a52-3b7e-4f0a-9c55-0f6c1f2d8e41", "Zk3nQ8vT1xLr5Wm9Yb2Hc7Jd4Fg6Ps0a")


def answer(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"id": 7})


def ask(auth: httpx.Auth, handler: Callable[[httpx.Request], httpx.Response] = answer) -> Any:
    with Heymarket(auth=auth, transport=httpx.MockTransport(handler)) as client:
        return client.team.get()


def ask_async(auth: httpx.Auth, handler: Callable[[httpx.Request], httpx.Response] = answer) -> Any:
    async def run() -> Any:
        async with AsyncHeymarket(auth=auth, transport=httpx.MockTransport(handler)) as client:
            return await client.team.get()

    return asyncio.run(run())


both = pytest.mark.parametrize("ask", [ask, ask_async])


@both
@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("down"),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset", request=httpx.Request("GET", "https://vault.test")),
        TimeoutError("slow"),
        OSError("gone"),
        LookupError("none"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_a_provider_passes_through_once(ask: Callable[..., Any], error: Exception) -> None:
    calls: list[int] = []

    def vault() -> tuple[str, str]:
        calls.append(1)
        raise error

    with pytest.raises(type(error)) as caught:
        ask(ApiSecret.from_provider(vault))
    assert caught.value is error
    assert len(calls) == 1


@both
def test_an_error_at_the_renewal_passes_through_too(ask: Callable[..., Any]) -> None:
    credentials = iter([PAIR])

    def vault() -> tuple[str, str]:
        for pair in credentials:
            return pair
        raise httpx.ConnectError("down")

    with pytest.raises(httpx.ConnectError, match="down"):
        ask(ApiSecret.from_provider(vault), lambda _: httpx.Response(401))


@pytest.mark.timeout(20)
@both
@pytest.mark.parametrize("at", [1, 2], ids=["first use", "renewal"])
@pytest.mark.parametrize("kind", [ApiSecret, TeamApiKey])
def test_a_provider_that_uses_what_it_serves_is_refused(
    ask: Callable[..., Any], at: int, kind: type[ApiSecret | TeamApiKey]
) -> None:
    calls: list[int] = []

    def provider() -> Any:
        calls.append(1)
        if len(calls) == at:
            httpx.Client(auth=auth, transport=httpx.MockTransport(lambda _: httpx.Response(401))).get(URL)
        return PAIR if kind is ApiSecret else "key"

    auth = kind.from_provider(provider)
    with pytest.raises(CredentialsError, match="provider made a request that needs its own credentials"):
        ask(auth, lambda _: httpx.Response(401))
    assert ask(auth).id == 7  # what failed once is not locked for good


class Awaited:
    async def __call__(self) -> tuple[str, str]:
        return PAIR


async def fetch(pair: tuple[str, str] = PAIR) -> tuple[str, str]:
    return pair


@pytest.mark.parametrize("provider", [fetch, functools.partial(fetch, PAIR), Awaited()])
def test_an_asynchronous_provider_is_refused_at_once(provider: Any) -> None:
    with pytest.raises(CredentialsError, match="would never be awaited"):
        ApiSecret.from_provider(provider)


@both
def test_an_asynchronous_provider_in_disguise_is_refused_when_it_is_called(ask: Callable[..., Any]) -> None:
    provider: Any = lambda: fetch()  # noqa: E731, PLW0108 (a plain function to look at)
    with pytest.raises(CredentialsError, match="would never be awaited"):
        ask(ApiSecret.from_provider(provider))


@pytest.mark.parametrize("off", [-30 * 365 * 86400, -93_610, 93_610, 74 * 365 * 86400, 200_000_000_000])
def test_a_date_that_is_days_off_is_not_signed(server: Server, issued_at: Callable[[str], int], off: float) -> None:
    server.refuse_next, server.date_ahead = 2, off
    with httpx.Client(auth=ApiSecret(*PAIR), transport=httpx.MockTransport(server)) as client:
        response = client.get(URL)
        assert response.status_code == 401
        assert all(abs(issued_at(token) - server.clock.time()) < 2 for token in server.tokens)
        assert "this machine's Mon, 24 Nov 2025" in response.extensions["auth_hint"]
        assert f"the server's clock says {response.headers['date']}" in response.extensions["auth_hint"]
        assert client.get(URL).status_code == 200


@pytest.mark.parametrize("off", [-14 * 3600, 12 * 3600])
def test_a_clock_in_the_wrong_zone_is_corrected(server: Server, off: float) -> None:
    server.ahead = off
    with httpx.Client(auth=ApiSecret(*PAIR), transport=httpx.MockTransport(server)) as client:
        assert client.get(URL).status_code == 200
