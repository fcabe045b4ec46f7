"""A deadline bounds a call however its response arrives."""

from __future__ import annotations

import asyncio

import pytest

import heymarket
from heymarket_auth import connect, connect_async
from heymarket_sandbox import Fault, Sandbox, Settings

# Far more than any machine needs for a request, far less than the responses take.
DEADLINE = 0.5


def settings() -> Settings:
    return Settings(conversations=40, rate_limit=None)


@pytest.mark.timeout(30)
def test_a_response_that_drips_ends_at_the_deadline() -> None:
    with Sandbox(settings()) as sandbox, connect(environ=sandbox.environ, max_retries=0) as client:
        sandbox.faults.always(Fault("drip", seconds=4))
        with pytest.raises(heymarket.RequestTimeoutError, match="deadline"):
            client.with_options(deadline=DEADLINE).conversations.list()
        assert client.conversations.list().items, "without a deadline it arrives"


@pytest.mark.timeout(30)
def test_a_response_that_drips_ends_at_the_deadline_async() -> None:
    async def run(sandbox: Sandbox) -> None:
        async with connect_async(environ=sandbox.environ, max_retries=0, deadline=DEADLINE) as client:
            sandbox.faults.always(Fault("drip", seconds=4))
            with pytest.raises(heymarket.RequestTimeoutError, match="deadline"):
                await client.conversations.list()
            sandbox.faults.clear()
            assert (await client.conversations.list()).items

    with Sandbox(settings()) as sandbox:
        asyncio.run(run(sandbox))


@pytest.mark.timeout(30)
@pytest.mark.parametrize("fault", [Fault("503"), Fault("429", retry_after=50), Fault("delay", seconds=20)])
def test_no_retry_goes_past_it(fault: Fault) -> None:
    with Sandbox(settings()) as sandbox, connect(environ=sandbox.environ, max_retries=100) as client:
        sandbox.faults.always(fault)
        with pytest.raises((heymarket.ApiError, heymarket.RequestTimeoutError)):
            client.with_options(deadline=DEADLINE).conversations.list()


def test_waiting_for_the_rate_limit_counts() -> None:
    limit = heymarket.RateLimit(1, 600.0)
    with Sandbox(settings()) as sandbox, connect(environ=sandbox.environ, rate_limit=limit) as client:
        assert client.conversations.list().items
        with pytest.raises(heymarket.RequestTimeoutError, match="rate limit"):
            client.with_options(deadline=DEADLINE).conversations.list()
        assert len(sandbox.requests) == 1


def test_a_deadline_does_not_change_what_arrives() -> None:
    with Sandbox(settings()) as sandbox, connect(environ=sandbox.environ) as client:
        bounded = client.with_options(deadline=30.0)
        assert [each.raw for each in bounded.conversations.list()] == [each.raw for each in client.conversations.list()]
        sandbox.faults.script("bad-gzip", "truncate")
        assert bounded.conversations.list().items
