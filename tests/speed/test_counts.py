"""Decoding, calling and listing stay cheap: counts, which are the same on every machine, never seconds.

Counted are function calls made by Python code, into C too, and blocks of memory. A limit is what was
counted when it was set, on Python 3.11 to 3.13, and about a tenth more; lower it when less will do.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

import httpx

import heymarket
from heymarket.api.conversations import _LIST
from heymarket_auth import ApiSecret
from heymarket_runtime.decode import decode
from heymarket_sandbox.seed import Seed
from heymarket_sandbox.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

CONVERSATIONS = list(Seed(Settings(conversations=1000)))
PAGE = json.dumps(CONVERSATIONS[:50]).encode()
WARM = 3

CALLS_TO_DECODE = 5  # whatever the size
BLOCKS_HELD = 21.0  # by a conversation: 19.4
BYTES_HELD = 1350.0  # by a conversation: 1 236, its 27 values included
SHARE_OF_HTTPX = 0.54  # of the calls that `httpx.Client.post` makes for the same exchange: 365 of 705
CALLS_TO_LIST = 26.5  # by an item of a listing: 24.3
MODULES = 48  # besides httpx: 47


def calls(work: Callable[[], Any]) -> int:
    """Count the calls during one piece of warm work."""
    for _ in range(WARM):
        work()
    counted = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    gc.disable()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return counted - 1  # setprofile


def blocks(work: Callable[[], Any]) -> tuple[int, int]:
    """Return how many blocks of memory the result of a piece of work holds, and how many bytes."""
    for _ in range(WARM):
        work()
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.take_snapshot()
    held = work()
    after = tracemalloc.take_snapshot()
    tracemalloc.stop()
    del held
    changed = after.compare_to(before, "filename")
    return sum(each.count_diff for each in changed), sum(each.size_diff for each in changed)


def decoding(body: bytes) -> Callable[[], Any]:
    return lambda: decode(_LIST, body, request_id=None, strict=True, on_drift=print)


def page(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=PAGE)


def listing(request: httpx.Request) -> httpx.Response:
    asked = json.loads(request.content)
    older = [each for each in CONVERSATIONS if each["updated"] < asked["date"]]
    return httpx.Response(200, content=json.dumps(older[: asked["limit"]]).encode())


def client(limit: heymarket.RateLimit | None, response: Callable[..., httpx.Response] = page) -> heymarket.Heymarket:
    transport = httpx.MockTransport(response)
    auth = ApiSecret("5a4d0b0e-0000-4000-8000-5a4d0b0e5a4d", "SandboxKeyKnownToEveryone0000000")
    return heymarket.Heymarket(auth=auth, transport=transport, rate_limit=limit)


def test_decoding_makes_the_same_few_calls_for_any_page() -> None:
    counts = {size: calls(decoding(json.dumps(CONVERSATIONS[:size]).encode())) for size in (1, 50, 1000)}
    assert counts[1] == counts[50] == counts[1000] <= CALLS_TO_DECODE


def test_a_conversation_holds_little_more_than_its_values() -> None:
    count, size = blocks(decoding(json.dumps(CONVERSATIONS).encode()))
    assert count / 1000 <= BLOCKS_HELD
    assert size / 1000 <= BYTES_HELD


def test_a_call_adds_little_to_what_httpx_does() -> None:
    with client(heymarket.RateLimit(10**6)) as ours:
        with httpx.Client(transport=httpx.MockTransport(page)) as raw:
            bare = calls(lambda: raw.post("https://api.heymarket.com/v1/conversations", json={"limit": 50}).content)
        assert calls(lambda: ours.conversations.list(limit=50).items) <= SHARE_OF_HTTPX * bare


def test_the_way_to_the_next_page_makes_few_calls_per_item() -> None:
    """What is overlapped has to be told apart, so each item is looked at."""
    with client(None, listing) as ours:
        short = calls(lambda: list(ours.conversations.list(limit=50, date=CONVERSATIONS[-200]["updated"])))
        long = calls(lambda: list(ours.conversations.list(limit=50, date=CONVERSATIONS[-800]["updated"])))
    assert (long - short) / 600 <= CALLS_TO_LIST


def test_a_call_leaves_nothing_for_the_garbage_collector() -> None:
    with client(None) as ours:
        for _ in range(WARM):
            assert ours.conversations.list(limit=50).items
        gc.collect()
        gc.disable()
        try:
            for _ in range(10):
                assert ours.conversations.list(limit=50).items
            assert gc.collect() == 0
        finally:
            gc.enable()


def test_importing_reads_few_modules_besides_httpx() -> None:
    program = (
        "import sys, httpx; before = set(sys.modules); import heymarket; print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    added = done.stdout.split()
    assert len(added) <= MODULES
    assert {"asyncio", "jwt", "yaml", "attrs", "aiohttp"}.isdisjoint(added)
    assert not [name for name in added if name.startswith(("heymarket.api", "heymarket.models"))]
