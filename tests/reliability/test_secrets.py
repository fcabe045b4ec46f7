"""Whatever happens, neither the key nor a usable token is in anything that the SDK shows."""

from __future__ import annotations

import copy
import io
import logging
import os
import pickle
import re
import traceback
import warnings
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings, strategies

import heymarket
from heymarket_auth import ApiSecret
from heymarket_sandbox import Fault, Sandbox, Settings

from .matrix import short_pauses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONG = os.environ.get("RELIABILITY_EXAMPLES")
TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
KINDS = (
    *("reset", "close", "garbage", "reset-body", "truncate", "bad-gzip", "html", "empty", "null", "object", "string"),
    *("redirect", "truncated-json", "wrong-type", "stale-cursor", "skew"),
    *("400", "401", "403", "404", "418", "429", "500", "503", "520"),
)
TEXT = strategies.text(strategies.characters(codec="ascii", categories=["L", "N", "P", "S"]), max_size=30)
# Hypothesis also draws words of this very code, which are in every log; no key of ours is.
KEYS = TEXT.map("Zq7%s9Xv".__mod__)


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    """Everything that any logger says, at the lowest level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    loggers = [logging.getLogger(name) for name in ("heymarket", "heymarket_auth", "httpx", "httpcore")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)


def shown(value: object) -> str:
    """Return all that a person or a tool can see of an object."""
    texts = [repr(value), str(value), f"{value!r:>10}", repr(getattr(value, "__dict__", None))]
    for duplicate in (pickle.dumps, copy.copy, copy.deepcopy):
        try:
            texts.append(repr(duplicate(value)))
        except (TypeError, AttributeError, pickle.PicklingError) as refusal:
            texts.append(str(refusal))
    if isinstance(value, BaseException):
        texts += traceback.TracebackException.from_exception(value, capture_locals=False).format()
        cause: BaseException | None = value
        while cause is not None:
            texts += [repr(cause), str(cause), repr(cause.args), repr(cause.__dict__)]
            texts += [repr(getattr(cause, "_request", None))]
            cause = cause.__cause__ or cause.__context__
    return "\n".join(texts)


@settings(
    max_examples=5_000 if LONG else 60,
    derandomize=not LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(key=KEYS, kind=strategies.sampled_from(KINDS), times=strategies.integers(1, 9), wrong=strategies.booleans())
def test_nothing_shows_a_secret(log: io.StringIO, key: str, kind: str, times: int, wrong: bool) -> None:
    log.seek(0)
    log.truncate()
    seen: list[object] = []
    settings_ = Settings(conversations=12, page_size=5, rate_limit=None, secret_key=key)
    with Sandbox(settings_) as sandbox, short_pauses(), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        sandbox.faults.script(None, *[Fault(kind)] * times)
        auth = ApiSecret(sandbox.secret_id, f"{key}x" if wrong else key)
        client = heymarket.Heymarket(
            auth=auth,
            base_url=sandbox.url,
            max_retries=2,
            rate_limit=None,
            transport=httpx.HTTPTransport(verify=False),
        )
        with client:
            seen += [auth, client, client.conversations, client.with_options(timeout=3)]
            attempts: list[Callable[[], Any]] = [
                lambda: list(client.conversations.list()),
                lambda: client.conversations.with_raw_response.list(limit=3),
                lambda: client.conversations.get(9920),
                lambda: client.conversations.list(limit="x"),  # type: ignore[arg-type]
            ]
            for attempt in attempts:
                try:
                    seen.append(attempt())
                except heymarket.HeymarketError as error:
                    seen.append(error)
        seen += [entry.message for entry in warned]
    text = "\n".join([log.getvalue(), *map(shown, seen)])
    assert key not in text
    assert not TOKEN.search(text)
