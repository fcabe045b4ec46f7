"""A long listing is complete, keeps to the rate limit, and needs no more memory than a short one.

CI lists 10 000 conversations; `nox -s reliability` lists 100 000.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tracemalloc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import heymarket
from heymarket_auth import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 100_000 if os.environ.get("RELIABILITY_EXAMPLES") else 10_000
FEW = 1_000
SCRIPTS = Path(__file__).parents[2] / "scripts"
# The published 500 a minute, on a clock that runs 60 times as fast.
REQUESTS, WINDOW = 500, 1.0


@contextmanager
def sandbox(conversations: int, *, limited: bool = True) -> Iterator[dict[str, str]]:
    """Run in a process of its own, so that only the client's memory is counted."""
    command = [sys.executable, "-m", "heymarket_sandbox", "--port=0", f"--conversations={conversations}"]
    limits = [
        f"--rate-limit={REQUESTS if limited else 0}",
        f"--rate-window={WINDOW}",
        "--page-size=100",
        "--precision=9",
    ]
    with subprocess.Popen([*command, *limits], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(4)]
        try:
            yield dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        finally:
            process.terminate()


def list_all(conversations: int) -> tuple[int, int]:
    """Return how many different conversations came, and the peak of memory that took."""
    limit = heymarket.RateLimit(REQUESTS, WINDOW)
    with sandbox(conversations) as environ, connect(environ=environ, rate_limit=limit, max_retries=0) as client:
        client.conversations.list(limit=1)
        gc.collect()
        tracemalloc.start()
        try:
            total, last, ids = 0, None, 0
            for conversation in client.conversations.list():
                assert last is None or (conversation.updated is not None and conversation.updated <= last)
                last = conversation.updated
                total, ids = total + 1, ids ^ hash(str(conversation.id))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    expected = 0
    for number in range(9920, 9920 + conversations):
        expected ^= hash(str(number))
    assert ids == expected, "an odd number of times for some conversation"
    return total, peak


def test_a_short_soak() -> None:
    """A small, fixed part of `nox -s soak`."""
    command = [sys.executable, "-m", "lab.soak", "--minutes=0.05", "--seed=7", "--conversations=120"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["lost"], figures["duplicated"], figures["errors"]) == (0, 0, 0)
    assert figures["requests"] > figures["retries"] > 0
    assert figures["faults"] > 0


@pytest.mark.timeout(900)
def test_memory_is_flat_and_no_request_is_refused() -> None:
    few, short = list_all(FEW)
    many, long = list_all(MANY)
    assert (few, many) == (FEW, MANY)
    # A plateau: what the garbage collector and the rate limiter keep at most, whatever the length.
    assert long - short <= 256 * 1024, f"{short / 1024:.0f} KiB for {FEW}, {long / 1024:.0f} KiB for {MANY}"


@pytest.mark.timeout(900)
def test_the_process_is_no_larger() -> None:
    few, many = process_peak(FEW), process_peak(MANY)
    assert many <= few * 1.1, f"{few} KiB for {FEW}, {many} KiB for {MANY}"


def process_peak(conversations: int) -> int:
    program = (
        "import resource, heymarket_auth\n"
        "with heymarket_auth.connect(rate_limit=None) as client:\n"
        "    total = sum(1 for _ in client.conversations.list())\n"
        "print(total, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    with sandbox(conversations, limited=False) as environ:
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **environ},
            capture_output=True,
            text=True,
            check=True,
        )
    total, peak = map(int, done.stdout.split())
    assert total == conversations
    return peak
