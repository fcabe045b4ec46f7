"""Is a token made once, reused, and dropped in time?"""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from heymarket_auth import ApiSecret, CredentialsError, TeamApiKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.auth.conftest import Clock, Server

PAIR = ("1f0c7a52-3b7e-4f0a-9c55-0f6c1f2d8e41", "Zk3nQ8vT1xLr5Wm9Yb2Hc7Jd4Fg6Ps0a")
URL = "https://api.heymarket.com/v1/team"


class Provider:
    """Counts calls; slow enough that a second caller arrives before the first has finished."""

    def __init__(self, credentials: object = PAIR, delay: float = 0.0) -> None:
        self.credentials, self.delay, self.calls = credentials, delay, 0

    def __call__(self) -> object:
        self.calls += 1
        time.sleep(self.delay)
        return self.credentials


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(auth=ApiSecret(*PAIR), transport=httpx.MockTransport(server)) as client:
        yield client


def test_a_token_is_reused_for_240_seconds(client: httpx.Client, server: Server, clock: Clock) -> None:
    client.get(URL)
    clock.pass_(239.9)
    client.get(URL)
    assert len(set(server.tokens)) == 1
    clock.pass_(0.2)
    client.get(URL)
    assert len(set(server.tokens)) == 2
    assert server.statuses == [200, 200, 200]


@pytest.mark.parametrize("jump", [-3600, -6, 6, 3600])
def test_a_token_is_not_reused_after_a_jump_of_the_wall_clock(
    client: httpx.Client, server: Server, clock: Clock, issued_at: Callable[[str], int], jump: int
) -> None:
    client.get(URL)
    clock.pass_(10)
    clock.jump(jump)
    client.get(URL)
    assert issued_at(server.tokens[1]) - issued_at(server.tokens[0]) == 10 + jump
    assert server.statuses == [200, 200]


def test_slewing_is_not_a_jump(client: httpx.Client, server: Server, clock: Clock) -> None:
    client.get(URL)
    clock.pass_(200)
    clock.jump(0.5)
    client.get(URL)
    assert len(set(server.tokens)) == 1


def test_iat_is_the_second_that_has_begun(
    client: httpx.Client, server: Server, clock: Clock, issued_at: Callable[[str], int]
) -> None:
    clock.wall = 1_764_000_000.999
    client.get(URL)
    assert issued_at(server.tokens[0]) == 1_764_000_000


def test_200_threads_mint_once() -> None:
    provider = Provider(delay=0.02)
    start = threading.Barrier(200)
    seen: list[str] = []

    def run() -> None:
        request = httpx.Request("GET", URL)
        start.wait()
        next(auth.auth_flow(request))
        seen.append(request.headers["Authorization"])

    auth = ApiSecret.from_provider(provider)
    threads = [threading.Thread(target=run) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert provider.calls == 1
    assert len(seen) == 200
    assert len(set(seen)) == 1


def test_200_tasks_mint_once(server: Server) -> None:
    provider = Provider()

    async def run() -> None:
        auth = ApiSecret.from_provider(provider)
        async with httpx.AsyncClient(auth=auth, transport=httpx.MockTransport(server)) as client:
            await asyncio.gather(*(client.get(URL) for _ in range(200)))

    asyncio.run(run())
    assert provider.calls == 1
    assert len(server.tokens) == 200
    assert len(set(server.tokens)) == 1


def test_a_cached_token_is_given_without_the_lock() -> None:
    auth = ApiSecret(*PAIR)
    next(auth.auth_flow(httpx.Request("GET", URL)))
    with auth._lock:
        next(auth.auth_flow(httpx.Request("GET", URL)))


def test_a_provider_is_asked_at_every_mint(server: Server, clock: Clock) -> None:
    provider = Provider()
    auth = ApiSecret.from_provider(provider)
    with httpx.Client(auth=auth, transport=httpx.MockTransport(server)) as client:
        assert provider.calls == 0
        client.get(URL)
        client.get(URL)
        assert provider.calls == 1
        clock.pass_(241)
        provider.credentials = (PAIR[0], "rotated")
        server.secret_key = "rotated"
        client.get(URL)
    assert provider.calls == 2
    assert server.statuses == [200, 200, 200]


def test_rotation_before_the_token_is_old_costs_one_retry(server: Server, clock: Clock) -> None:
    provider = Provider()
    auth = ApiSecret.from_provider(provider)
    with httpx.Client(auth=auth, transport=httpx.MockTransport(server)) as client:
        client.get(URL)
        clock.pass_(1)
        server.secret_key = "rotated"
        provider.credentials = (PAIR[0], "rotated")
        client.get(URL)
    assert server.statuses == [200, 401, 200]


@pytest.mark.parametrize("auth_class", [ApiSecret, TeamApiKey])
def test_what_a_provider_raises_passes_through_and_the_next_call_asks_again(
    auth_class: type[ApiSecret | TeamApiKey],
) -> None:
    class VaultError(Exception):
        pass

    outcomes = iter([VaultError("sealed"), PAIR if auth_class is ApiSecret else "key"])

    def provider() -> object:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    auth = auth_class.from_provider(provider)
    with httpx.Client(auth=auth, transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client:
        with pytest.raises(VaultError):
            client.get(URL)
        assert client.get(URL).status_code == 200


@pytest.mark.parametrize(
    "returned", [None, "id", PAIR[:1], (*PAIR, "x"), {"id": 1, "key": 2}, ("id", "key\n"), (1, "k")]
)
def test_unusable_credentials_of_a_provider_are_refused(returned: object) -> None:
    auth = ApiSecret.from_provider(lambda: returned)
    with pytest.raises(CredentialsError, match="provider"):
        next(auth.auth_flow(httpx.Request("GET", URL)))


@pytest.mark.parametrize("returned", [None, "", "k\n", ("key",), "ключ"])
def test_an_unusable_team_key_of_a_provider_is_refused(returned: object) -> None:
    auth = TeamApiKey.from_provider(lambda: returned)
    with pytest.raises(CredentialsError, match="provider"):
        next(auth.auth_flow(httpx.Request("GET", URL)))
